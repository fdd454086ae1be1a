"""A practitioner and a patient, each at their own screen, see what the other does."""

import re

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.actions import choose, find_condition
from tests.e2e.browser.kit.dashboard_page import DashboardPage
from tests.e2e.browser.kit.people import care_for
from tests.e2e.browser.test_live import report, watched
from tests.e2e.served_clinic import Town

DESK = {"width": 1440, "height": 900}


def test_from_an_invitation_to_a_plan_that_the_patient_follows(window: Open, clinic: Town) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    desk, phone = window(viewport=DESK), window()
    desk.sign_in(doctor.email)
    phone.sign_in(maryam.remote.email)
    page = desk.open("/patients")
    page.get_by_role("button", name=desk.say("practitioner.invite")).first.click()
    page.get_by_label(desk.say("practitioner.email")).fill(maryam.remote.email)
    page.get_by_role("button", name=desk.say("practitioner.invite_send")).click()
    expect(page.get_by_text(desk.say("practitioner.pending"))).to_be_visible()
    shown = page.get_by_text(desk.part("practitioner.invite_code")).inner_text()
    theirs = phone.open("/care")
    theirs.get_by_label(phone.say("patient.care_code")).fill(shown.partition(":")[2])
    theirs.get_by_role("button", name=phone.say("patient.care_accept"), exact=True).click()
    expect(theirs.get_by_text(phone.say("patient.care_active")).first).to_be_visible()
    page = desk.open(f"/patients/{maryam.remote.patient_id}")
    page.get_by_role("link", name=desk.say("practitioner.diagnose")).first.click()
    find_condition(desk, "insomnia", "بی‌خوابی")
    choose(page, desk.say("patient.severity"), 4)
    page.get_by_role("button", name=desk.say("practitioner.to_plan")).click()
    expect(page).to_have_url(re.compile(r"\?diagnosis=\d+$"))
    for place in range(2):
        page.get_by_role("checkbox").nth(place).check()
    page.get_by_role("button", name=desk.say("practitioner.save_plan")).click()
    expect(page).to_have_url(re.compile(r"/diagnoses/\d+$"))
    expect(page.get_by_role("article")).to_have_count(2)
    name = maryam.remote.get(f"/api/patients/{maryam.remote.patient_id}")["full_name"]
    about = page.get_by_role("region", name=desk.say("practitioner.about_patient"))
    expect(about.get_by_role("link", name=name)).to_be_visible()
    expect(about.get_by_text(desk.say("practitioner.field_allergies"))).to_be_visible()
    expect(about.get_by_text(desk.say("practitioner.field_medicines"))).to_be_visible()
    expect(page).to_have_title(re.compile(f"^{re.escape(name)} · "))
    theirs = phone.open("/diagnoses")
    theirs.get_by_role("link").filter(has_text="بی‌خوابی").click()
    expect(theirs.get_by_role("article")).to_have_count(2)
    told = theirs.get_by_text(phone.say("live.by_practitioner"))
    expect(told.or_(theirs.get_by_text(phone.part("live.by_practitioner"))).first).to_be_visible()


def test_two_browsers_see_each_others_effect_until_care_ends(window: Open, clinic: Town) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    care_for(doctor, maryam)
    desk = window(viewport=DESK)
    desk.watch.forgive("40[34] ")
    desk.sign_in(doctor.email)
    theirs = DashboardPage(desk, maryam).open()
    mine = watched(window(), maryam)
    told = report(maryam, 0)
    theirs.tells(told)
    mine.tells(told)
    page = mine.page
    page.goto(f"{mine.window.address}/care")
    page.get_by_role("button", name=mine.window.say("patient.care_end")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=mine.window.say("patient.care_end")).click()
    ended = theirs.page.get_by_text(desk.say("live.ended_care_ended"))
    expect(ended).to_be_visible()
    expect(theirs.telling(told)).to_have_count(0)
