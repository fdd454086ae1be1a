"""What happens elsewhere is on the screen, whatever happens to the wire."""

import re

import pytest

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.browser_window import BrowserWindow
from tests.e2e.browser.kit.dashboard_page import DashboardPage
from tests.e2e.served_clinic import Patient, Town
from tests.kit.clients.remote_client import Message

REFUSED = r"ERR_(CONNECTION|INTERNET|NETWORK|SOCKET|EMPTY)|WebSocket connection to"
"""What a browser says of itself where the server or the network is gone."""
REPORTS = [(rating, improvement) for rating in (5, 4, 3) for improvement in (5, 4, 3)]


def watched(window: BrowserWindow, patient: Patient) -> DashboardPage:
    """Open the patient's own dashboard."""
    window.sign_in(patient.remote.email)
    return DashboardPage(window, patient).open()


def report(patient: Patient, number: int, remedy: int = 0) -> Message:
    """Report what no other number of this test reports."""
    rating, improvement = REPORTS[number]
    return patient.report(remedy, rating=rating, symptom_improvement=improvement)


def test_what_is_reported_elsewhere_is_there_without_a_reload(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    phone, desk = watched(window(), maryam), watched(window(lang="en"), maryam)
    first = report(maryam, 0)
    phone.tells(first)
    desk.tells(first)


def test_five_people_move_a_sixths_screen(window: Open, clinic: Town) -> None:
    maryam, others = clinic.patient(), [clinic.patient() for _ in range(5)]
    board = watched(window(), maryam)
    card = board.position(2)
    card.get_by_text(board.window.say("live.published_none")).wait_for()
    for number, one in enumerate(others):
        one.report(2, rating=5 if number else 2, symptom_improvement=4 if number else 1)
    card.get_by_text(board.window.say("live.changed_now")).wait_for()
    card.get_by_text(re.compile("۸۰٪ .*، ۵ گزارش")).wait_for()


def test_what_was_missed_offline_comes_once(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    mine = window()
    mine.watch.forgive(REFUSED)
    board = watched(mine, maryam)
    mine.context.set_offline(True)
    board.is_("offline")
    missed = [report(maryam, number) for number in range(3)]
    mine.context.set_offline(False)
    board.is_("live")
    for one in missed:
        board.tells(one)


@pytest.mark.parametrize("between", [0, 3])
def test_a_server_that_went_and_came_back(window: Open, town: Town, between: int) -> None:
    maryam = town.patient()
    mine = window(town)
    mine.watch.forgive(REFUSED)
    board = watched(mine, maryam)
    before = report(maryam, 0)
    board.tells(before)
    port = town.server.port
    town.server.kill()
    board.page.get_by_text(mine.part("live.as_of")).wait_for()
    town.restart(port)
    missed = [report(maryam, 1 + number) for number in range(between)]
    board.is_("live")
    for one in (before, *missed):
        board.tells(one)
