"""A patient's whole way, in Persian: mizaj, diagnosis, plan, reports, and what follows."""

import re
from time import monotonic

from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.actions import (
    assess_mizaj,
    choose,
    find_condition,
    press,
    reach,
    say_no_to_questions,
    sign_up,
    tap,
)
from tests.e2e.browser.kit.browser_window import BrowserWindow
from tests.e2e.browser.kit.dashboard_page import DashboardPage
from tests.e2e.served_clinic import Patient, Town
from tests.kit.clients.remote_client import PASSWORD, Remote

EMAIL = "whole.way@example.org"
THUMB_SECONDS = 20


def reporting(window: BrowserWindow, patient: Patient, remedy: int = 0) -> Page:
    """Open the form for the n-th remedy."""
    path = f"/diagnoses/{patient.diagnosis_id}/report/{patient.remedies[remedy]}"
    page = window.open(path)
    expect(page.get_by_role("button", name=window.say("patient.send"))).to_be_visible()
    return page


def test_from_signing_up_to_a_plan_that_lives(window: Open, clinic: Town) -> None:
    mine = window()
    page = mine.page
    sign_up(mine, "مریم احمدی", EMAIL, PASSWORD)
    assess_mizaj(mine)
    expect(page.get_by_role("heading", name=mine.say("patient.mizaj_advice"))).to_be_visible()
    page.get_by_role("link", name=mine.say("frame.diagnoses")).click()
    page.get_by_role("link", name=mine.say("patient.new")).first.click()
    find_condition(mine, "سر درد", "سردرد")
    choose(page, mine.say("patient.severity"), 3)
    page.get_by_role("button", name=mine.say("patient.go_on")).click()
    say_no_to_questions(mine)
    page.get_by_role("button", name=mine.say("patient.start_plan")).click()
    expect(page).to_have_url(re.compile(r"/diagnoses/\d+$"))
    maryam = Remote(clinic.server.address, EMAIL)
    diagnosis_id = int(page.url.rsplit("/", 1)[1])
    ranked = [one["recommendation_id"] for one in maryam.live(diagnosis_id)["ranking"]]
    board = DashboardPage(mine, Patient(maryam, diagnosis_id, ranked))
    board.is_("live")
    for place in (1, 2, 3):
        expect(page.get_by_role("article").nth(place - 1)).to_contain_text(mine.written(place))
    board.position(0).get_by_role("link", name=mine.say("live.report_short")).click()
    choose(page, mine.say("patient.rating"), 5)
    choose(page, mine.say("patient.improvement"), 4)
    page.get_by_role("button", name=mine.say("patient.send")).click()
    expect(page.get_by_text(mine.say("patient.sent")).first).to_be_visible()
    (sent,) = maryam.history()
    board.tells(sent)
    maryam.close()


def test_a_report_by_the_keyboard_alone(window: Open, clinic: Town) -> None:
    mine, maryam = window(viewport={"width": 1280, "height": 800}), clinic.patient()
    mine.sign_in(maryam.remote.email)
    page = reporting(mine, maryam)
    press(page, mine.say("patient.rating"), 4)
    press(page, mine.say("patient.improvement"), 3)
    reach(page, page.get_by_role("button", name=mine.say("patient.effect_nausea")))
    page.keyboard.press("Space")
    press(page, mine.say("patient.effect_severity", name=mine.say("patient.effect_nausea")), 1)
    reach(page, page.get_by_label(mine.say("patient.comment")))
    page.keyboard.type("دردم کمتر شد.")
    reach(page, page.get_by_role("button", name=mine.say("patient.send")))
    page.keyboard.press("Enter")
    expect(page.get_by_text(mine.say("patient.sent")).first).to_be_visible()
    (sent,) = maryam.remote.history()
    assert (sent["rating"], sent["symptom_improvement"]) == (4, 3)
    assert [one["severity"] for one in sent["side_effects"]] == ["mild"]
    assert sent["comment"] == "دردم کمتر شد."


def test_a_report_with_a_thumb_takes_less_than_20_seconds(window: Open, clinic: Town) -> None:
    mine, maryam = window(has_touch=True, is_mobile=True), clinic.patient()
    mine.sign_in(maryam.remote.email)
    begun = monotonic()
    page = reporting(mine, maryam)
    tap(page, mine.say("patient.rating"), 5)
    tap(page, mine.say("patient.improvement"), 5)
    page.get_by_role("button", name=mine.say("patient.effect_dizziness")).tap()
    page.get_by_role("button", name=mine.say("patient.send")).tap()
    expect(page.get_by_text(mine.say("patient.sent")).first).to_be_visible()
    assert monotonic() - begun < THUMB_SECONDS
    (sent,) = maryam.remote.history()
    assert sent["rating"] == 5


def test_a_report_is_revised_and_withdrawn(window: Open, clinic: Town) -> None:
    mine, maryam = window(), clinic.patient()
    mine.sign_in(maryam.remote.email)
    maryam.report(rating=2, symptom_improvement=2)
    page = mine.open("/history")
    revise = page.get_by_role("link", name=mine.say("patient.revise"))
    revise.or_(page.get_by_role("button", name=mine.say("patient.revise"))).first.click()
    choose(page, mine.say("patient.rating"), 5)
    page.get_by_role("button", name=mine.say("patient.save_changes")).click()
    expect(page.get_by_text(mine.say("patient.revised")).first).to_be_visible()
    (revised,) = maryam.remote.history()
    assert revised["rating"] == 5
    page.get_by_role("button", name=mine.say("patient.withdraw")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=mine.say("patient.withdraw")).click()
    expect(page.get_by_text(mine.say("patient.withdrawn")).first).to_be_visible()
    assert maryam.remote.history() == []


def test_a_long_history_is_read_page_by_page(window: Open, clinic: Town) -> None:
    mine, maryam = window(), clinic.patient()
    mine.sign_in(maryam.remote.email)
    for number in range(21):
        maryam.report(number % 3)
    page = mine.open("/history")
    reports = page.get_by_role("article")
    newer = page.get_by_role("button", name=mine.say("patient.newer"))
    older = page.get_by_role("button", name=mine.say("patient.older"))
    expect(reports).to_have_count(20)
    expect(newer).to_be_disabled()
    older.press("Enter")
    expect(reports).to_have_count(1)
    expect(page.get_by_role("heading", name=mine.say("patient.reports"))).to_be_focused()
    said = mine.say("patient.reports_shown_of", first=21, last=21, all=21)
    expect(page.get_by_text(said, exact=True)).to_be_visible()
    expect(older).to_be_disabled()
    newer.click()
    expect(reports).to_have_count(20)


def test_what_is_not_saved_is_asked_about(window: Open, clinic: Town) -> None:
    mine, maryam = window(viewport={"width": 1280, "height": 800}), clinic.patient()
    mine.sign_in(maryam.remote.email)
    page = mine.open("/care")
    page.get_by_role("link", name=mine.say("frame.mizaj")).click()
    name = page.get_by_label(mine.say("patient.full_name"), exact=True)
    name.fill("مریم تازه")
    page.get_by_role("link", name=mine.say("frame.history")).click()
    page.get_by_role("button", name=mine.say("frame.unsaved_stay")).click()
    expect(name).to_have_value("مریم تازه")
    page.go_back()
    page.get_by_role("button", name=mine.say("frame.unsaved_discard")).click()
    expect(page).to_have_url(re.compile("/care$"))
    page.get_by_role("link", name=mine.say("frame.mizaj")).click()
    expect(name).not_to_have_value("مریم تازه")
