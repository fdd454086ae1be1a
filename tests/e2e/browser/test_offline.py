"""A report that is written without a network is kept, sealed, and arrives exactly once."""

from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.actions import choose
from tests.e2e.browser.kit.browser_window import BrowserWindow
from tests.e2e.browser.kit.dashboard_page import DashboardPage
from tests.e2e.browser.kit.stored_data import in_the_open, wait_for_kept, wait_for_nothing_kept
from tests.e2e.browser.test_live import REFUSED, watched
from tests.e2e.served_clinic import Patient, Town


def without_a_network(window: Open, patient: Patient) -> DashboardPage:
    """Open the dashboard, have the client kept on the device, and cut the network."""
    mine = window()
    mine.watch.forgive(REFUSED)
    board = watched(mine, patient)
    wait_for_kept(board.page)
    board.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    mine.context.set_offline(True)
    board.is_("offline")
    return board


def write(window: BrowserWindow, page: Page, patient: Patient, rating: int) -> None:
    """Write a report of the first remedy, from the dashboard."""
    DashboardPage(window, patient, page).position(0).get_by_role(
        "link", name=window.say("live.report_short")
    ).click()
    choose(page, window.say("patient.rating"), rating)
    choose(page, window.say("patient.improvement"), 4)
    page.get_by_role("button", name=window.say("patient.send")).click()
    expect(page.get_by_text(window.say("patient.kept")).first).to_be_visible()


def test_it_arrives_once_also_after_a_reload_and_with_two_tabs(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    board = without_a_network(window, maryam)
    mine = board.window
    write(mine, board.page, maryam, 5)
    write(mine, board.page, maryam, 3)
    queued = mine.say("live.queued", n=2)
    expect(board.page.get_by_text(queued)).to_be_visible()
    board.page.reload()
    expect(board.page.get_by_text(queued)).to_be_visible()
    other = mine.tab()
    other.goto(board.page.url)
    expect(other.get_by_text(queued)).to_be_visible()
    assert in_the_open(other) == set()
    assert maryam.remote.history() == []
    mine.context.set_offline(False)
    for page in (board.page, other):
        expect(page.get_by_text(mine.part("live.queued"))).to_have_count(0)
        DashboardPage(mine, maryam, page).is_("live")
    sent = maryam.remote.history()
    assert sorted(one["rating"] for one in sent) == [3, 5]
    for one in sent:
        board.tells(one)


def test_leaving_asks_before_what_was_not_sent_is_lost(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    board = without_a_network(window, maryam)
    mine, page = board.window, board.page
    write(mine, page, maryam, 4)
    page.get_by_role("link", name=mine.say("frame.settings")).click()
    leave = page.get_by_role("button", name=mine.say("account.leave"), exact=True)
    leave.click()
    asked = page.get_by_role("dialog", name=mine.say("account.lose_title", n=1))
    asked.get_by_role("button", name=mine.say("account.lose_not")).click()
    expect(page.get_by_text(maryam.remote.email)).to_be_visible()
    leave.click()
    asked.get_by_role("button", name=mine.say("account.lose", n=1)).click()
    expect(page.get_by_role("heading", name=mine.say("account.hero_title"))).to_be_visible()
    wait_for_nothing_kept(page)
    mine.context.set_offline(False)
    mine.sign_in(maryam.remote.email)
    page.goto(f"{mine.address}/diagnoses/{maryam.diagnosis_id}")
    board.is_("live")
    expect(page.get_by_text(mine.part("live.queued"))).to_have_count(0)
    assert maryam.remote.history() == []


def test_what_is_refused_is_shown_and_not_lost(window: Open, clinic: Town) -> None:
    maryam = clinic.patient()
    board = without_a_network(window, maryam)
    mine, page = board.window, board.page
    write(mine, page, maryam, 4)
    # Meanwhile the remedy has left the plan: a report of it is refused.
    maryam.remote.plan(maryam.diagnosis_id, maryam.remedies[1:])
    mine.watch.forgive("4(04|09|22) .*/api/feedback/submit")
    mine.context.set_offline(False)
    refused = page.get_by_text(mine.say("live.refused", n=1))
    expect(refused).to_be_visible()
    page.get_by_role("link", name=mine.say("live.refused_open")).click()
    expect(page.get_by_text(mine.say("patient.refused_badge"))).to_be_visible()
    assert maryam.remote.history() == []
