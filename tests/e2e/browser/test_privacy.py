"""The privacy notice is open to everybody, and a person chooses what their reports are used for."""

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open
from tests.e2e.served_clinic import Town


def test_the_notice_is_open_to_everybody(window: Open) -> None:
    stranger = window(lang="en")
    page = stranger.open("/sign-up")
    link = page.get_by_role("main").get_by_role("link", name=stranger.say("privacy.read"))
    link.first.click()
    expect(page.get_by_role("heading", name=stranger.say("privacy.stored_title"))).to_be_visible()
    expect(page.get_by_text(stranger.say("privacy.sign_in"))).to_be_visible()


def test_a_patient_ends_a_consent_and_sees_when(window: Open, clinic: Town) -> None:
    patient = clinic.patient().remote
    mine = window()
    mine.sign_in(patient.email)
    page = mine.open("/settings")
    page.get_by_label(mine.say("privacy.training")).uncheck()
    page.get_by_role("button", name=mine.say("privacy.save")).click()
    expect(page.get_by_text(mine.say("privacy.saved")).first).to_be_visible()
    assert patient.get("/api/me/consents")["purposes"] == ["published", "research"]
    page.get_by_text(mine.say("privacy.history")).click()
    ended = page.get_by_role("listitem").filter(has_text=mine.say("privacy.training"))
    expect(ended).to_be_visible()


def test_who_has_not_read_the_notice_is_asked(window: Open, clinic: Town) -> None:
    doctor = clinic.employ("practitioner")
    desk = window()
    desk.sign_in(doctor.email)
    page = desk.open("/patients")
    page.get_by_role("link", name=desk.say("privacy.open")).click()
    page.get_by_label(desk.say("privacy.accept", version="۲")).check()
    page.get_by_role("button", name=desk.say("privacy.save")).click()
    expect(page.get_by_text(desk.say("privacy.saved")).first).to_be_visible()
    assert doctor.get("/api/auth/me")["notice_accepted"] is True
