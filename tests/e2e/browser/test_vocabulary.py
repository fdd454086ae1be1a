"""Words of a record: suggested, shown as they were understood, mapped by clinicians."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.kit.people import care_for
from tests.e2e.served_clinic import Patient, Town

WORD = "فرضیکسین"
OTHER = "ناشنیدوک"
DESK = {"width": 1440, "height": 900}


def unread(patient: Patient) -> Any:
    """Return which words remedies for a patient's diagnosis wait for."""
    answer = patient.remote.call("GET", f"/api/diagnoses/{patient.diagnosis_id}/candidates")
    return answer.json()["unread"]


def test_a_record_says_what_was_understood_and_what_was_not(window: Open, clinic: Town) -> None:
    maryam = clinic.patient().remote
    mine = window()
    mine.sign_in(maryam.email)
    page = mine.open("/mizaj")
    medicines = page.get_by_role("combobox", name=mine.say("patient.medicines"))
    medicines.fill("وَارفار")
    expect(page.get_by_role("option").first).to_contain_text("وارفارین")
    medicines.press("ArrowDown")
    medicines.press("Enter")
    chip = page.get_by_role("button", name=mine.say("vocabulary.remove", term="وارفارین"))
    expect(chip).to_be_visible()
    medicines.fill(f"{OTHER}،")
    expect(page.get_by_role("status").filter(has_text=f"«{OTHER}»")).to_be_visible()
    page.get_by_role("button", name=mine.say("vocabulary.no_allergies")).click()
    page.get_by_role("button", name=mine.say("ui.save")).click()
    expect(page.get_by_text(mine.say("patient.record_saved")).first).to_be_visible()
    record = maryam.get(f"/api/patients/{maryam.patient_id}")
    assert (record["medicines"], record["none_known"]) == (["وارفارین", OTHER], ["allergies"])
    mine.open("/mizaj")
    none = page.get_by_role("button", name=mine.say("vocabulary.no_allergies"))
    expect(none).to_have_attribute("aria-pressed", "true")


def test_suggestions_work_without_a_network(window: Open, clinic: Town) -> None:
    mine = window()
    mine.watch.forgive("ERR_INTERNET_DISCONNECTED")
    mine.sign_in(clinic.patient().remote.email)
    page = mine.open("/mizaj")
    allergies = page.get_by_role("combobox", name=mine.say("patient.allergies"))
    allergies.fill("گردو")
    expect(page.get_by_role("option").first).to_contain_text("گردو")
    mine.context.set_offline(True)
    allergies.fill("بادام")
    page.get_by_role("option", name=re.compile("^بادام$")).click()
    expect(page.get_by_text(mine.say("vocabulary.unchecked"))).to_be_visible()


def test_a_clinician_says_once_what_a_word_means(window: Open, clinic: Town) -> None:
    doctor, maryam = clinic.practitioner(), clinic.patient()
    care_for(doctor, maryam)
    own = maryam.remote
    own.call("PATCH", f"/api/patients/{own.patient_id}", {"medicines": [WORD]})
    waiting = unread(maryam)
    assert [one["text"] for one in waiting] == [WORD]
    assert waiting[0]["remedies"] > 0
    desk = window(viewport=DESK)
    desk.sign_in(doctor.email)
    page = desk.open("/words")
    expect(page.get_by_role("heading", name=WORD)).to_be_visible()
    page.get_by_role("combobox").fill("وارفارین")
    page.get_by_role("option").first.click()
    page.get_by_role("button", name=desk.say("vocabulary.save")).click()
    expect(page.get_by_text(desk.say("vocabulary.mapped"))).to_be_visible()
    expect(page.get_by_role("heading", name=WORD)).to_have_count(0)
    after = unread(maryam)
    assert after == []
