"""How the remedies of a plan are taken: chosen by who cares for the patient, followed by them."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.actions import choose
from tests.e2e.browser.kit.browser_window import BrowserWindow
from tests.e2e.browser.kit.people import care_for
from tests.e2e.served_clinic import Patient, Town

DESK = {"width": 1440, "height": 900}


def change_plan(desk: BrowserWindow, patient: Patient, place: int, days: dict[int, str]) -> None:
    """Have the practitioner choose the n-th arrangement, type days, and save."""
    whose = patient.remote.patient_id
    page = desk.open(f"/patients/{whose}/diagnose?diagnosis={patient.diagnosis_id}")
    choose(page, desk.say("patient.arrangement"), place)
    fields = page.get_by_role("textbox", name=desk.part("practitioner.days_of"))
    save = page.get_by_role("button", name=desk.say("practitioner.save_plan"))
    fields.nth(0).fill("0")
    save.click()
    expect(page.get_by_text(desk.say("practitioner.days_bad"))).to_be_visible()
    for at, typed in days.items():
        fields.nth(at).fill(typed)
    save.click()
    expect(page).to_have_url(re.compile(rf"/diagnoses/{patient.diagnosis_id}$"))


def takes(window: BrowserWindow, page: Page) -> list[str]:
    """Return the names of the buttons by which remedies are taken, as they are visible."""
    return [
        one.get_attribute("aria-label") or ""
        for one in page.get_by_role("button", name=window.part("diary.take_of")).all()
    ]


def test_one_after_the_other_then_one_instead_of_the_others(window: Open, clinic: Town) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient(2)
    care_for(doctor, maryam)
    desk, phone = window(viewport=DESK), window()
    desk.sign_in(doctor.email)
    phone.sign_in(maryam.remote.email)
    change_plan(desk, maryam, 2, {0: "۳", 1: "5"})
    in_turn = desk.page.get_by_text(desk.say("patient.arrangement_in_turn_text"))
    expect(in_turn).to_be_visible()

    plan = maryam.remote.get(f"/api/diagnoses/{maryam.diagnosis_id}")["plan"]
    assert [one["duration_days"] for one in plan] == [3, 5]
    first, second = (one["herb_name"] for one in plan)
    page = phone.open("/today")
    expect(page.get_by_text(phone.say("diary.day_of", n=1, m=3))).to_be_visible()
    assert takes(phone, page) == [phone.say("diary.take_of", herb=first)]
    expect(page.get_by_text(phone.part("diary.then"))).to_contain_text(second)
    page = phone.open(f"/diagnoses/{maryam.diagnosis_id}/print")
    expect(page.get_by_text(phone.say("patient.arrangement_in_turn_text"))).to_be_visible()

    change_plan(desk, maryam, 3, {0: "7"})
    page = phone.open("/today")
    expect(page.get_by_text(phone.say("patient.arrangement_alternatives_text"))).to_be_visible()
    assert len(takes(phone, page)) == 2
    page.get_by_role("button", name=phone.say("diary.take_of", herb=second)).click()
    expect(page.get_by_text(phone.say("diary.taken", n=1))).to_be_visible()
    take_first = page.get_by_role("button", name=phone.say("diary.take_of", herb=first))
    expect(take_first).to_be_hidden()
    page.get_by_text(phone.say("diary.others")).click()
    expect(take_first).to_be_visible()
    page = phone.open("/diagnoses")
    name = phone.say("patient.arrangement_alternatives")
    expect(page.get_by_role("link").filter(has_text=name)).to_be_visible()


def test_what_a_patient_reported_becomes_the_practitioners(window: Open, clinic: Town) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient(1)
    care_for(doctor, maryam)
    desk, phone = window(viewport=DESK), window()
    desk.sign_in(doctor.email)
    phone.sign_in(maryam.remote.email)
    change = phone.say("patient.change_plan")
    theirs = phone.open(f"/diagnoses/{maryam.diagnosis_id}")
    expect(theirs.get_by_role("link", name=change)).to_be_visible()
    page = desk.open(f"/patients/{maryam.remote.patient_id}")
    take_over = page.get_by_role("button", name=desk.say("practitioner.take_over"))
    take_over.click()
    expect(page.get_by_text(desk.say("practitioner.taken_over")).first).to_be_visible()
    expect(take_over).to_have_count(0)
    expect(theirs.get_by_text(phone.say("live.event_practitioner")).first).to_be_visible()
    expect(theirs.get_by_role("link", name=change)).to_have_count(0)
