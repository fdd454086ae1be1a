"""What is urgent comes first; nothing is offered before a doctor has seen the patient."""

from typing import Any

import pytest

from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of

NOW: list[list[str]] = [
    ["worst headache ever"], ["fever", "stiff neck"], ["stroke", "face is drooping"],
    ["heart attack", "pain going down left arm"], ["خودکشی"], ["می‌خواهم بمیرم"],
    ["ورم لب", "ورم زبان"], ["بی اختیاری ادرار", "both legs weak"], ["blood in my stool"],
    ["coughed blood"], ["fever and flank pain"], ["خون بالا آوردم"],
    ["severe stomach pain", "appendicitis"], ["سکته", "speech is slurred"],
]  # fmt: skip


def woman(clinic: Clinic, **fields: Any) -> Person:
    person = clinic.patient()
    known = {"sex": "female", "birth_year": 1985, "pregnant": False, "nursing": False}
    path = f"/api/patients/{person.patient_id}"
    data_of(clinic.client.patch(path, json=known | fields, headers=person.headers))
    return person


def get(clinic: Clinic, person: Person, path: str, lang: str = "en") -> Any:
    headers = person.headers | {"Accept-Language": lang}
    return clinic.client.get(path, headers=headers).json()


def open_alerts(clinic: Clinic, person: Person) -> Any:
    return get(clinic, person, "/api/practice/live")["data"]["alerts"]


@pytest.mark.parametrize("symptoms", NOW)
def test_a_sign_that_wants_a_doctor_now_withholds_every_remedy(
    clinic: Clinic, symptoms: list[str]
) -> None:
    person = woman(clinic)
    offered = clinic.candidates(person, clinic.diagnosis(person))
    diagnosis_id = clinic.diagnosis(person, symptoms=symptoms)
    path = f"/api/diagnoses/{diagnosis_id}"
    shown = get(clinic, person, path)["data"]
    assert shown["urgent"][0]["urgency"] == "now"
    assert shown["withheld"]
    assert shown["seen_by_doctor_at"] is None
    for place in ("candidates", "live"):
        found = get(clinic, person, f"{path}/{place}")
        assert (found.get("data") if place == "candidates" else []) == []
        assert (found if place == "candidates" else found["data"])["urgent"] == shown["urgent"]
    body = {"recommendation_ids": offered[:1]}
    refused = clinic.client.put(f"{path}/plan", json=body, headers=person.headers)
    assert code_of(refused, 409) == "doctor_first"
    seen = clinic.client.post(f"{path}/seen-by-doctor", headers=person.headers)
    assert data_of(seen)["seen_by_doctor_at"]
    assert not data_of(seen)["withheld"]
    assert set(clinic.candidates(person, diagnosis_id)) == set(offered)
    assert data_of(clinic.client.put(f"{path}/plan", json=body, headers=person.headers))["plan"]


@pytest.mark.parametrize("symptom", ["no chest pain", "sleep paralysis", "درد سینه در شیردهی"])
def test_what_is_no_sign_withholds_nothing(clinic: Clinic, symptom: str) -> None:
    person = woman(clinic)
    shown = get(clinic, person, f"/api/diagnoses/{clinic.diagnosis(person, symptoms=[symptom])}")
    assert shown["data"]["urgent"] == []
    assert not shown["data"]["withheld"]


def test_a_record_makes_signs_urgent(clinic: Clinic) -> None:
    person = woman(clinic, pregnant=True)
    path = f"/api/diagnoses/{clinic.diagnosis(person, symptoms=['خون‌ریزی'])}"
    codes = [one["code"] for one in get(clinic, person, path)["data"]["urgent"]]
    assert "pregnancy_danger" in codes


def test_whom_to_call_is_told_in_both_languages(clinic: Clinic) -> None:
    person = woman(clinic)
    path = f"/api/diagnoses/{clinic.diagnosis(person, symptoms=['خودکشی', 'chest pain'])}"
    told = {one["code"]: one["message"] for one in get(clinic, person, path)["data"]["urgent"]}
    assert "123" in told["suicidal_thoughts"]
    assert "115" in told["chest_pain"]
    fa = {one["code"]: one["message"] for one in get(clinic, person, path, "fa")["data"]["urgent"]}
    assert "۱۲۳" in fa["suicidal_thoughts"]
    assert "۱۱۵" in fa["chest_pain"]


@pytest.mark.parametrize(
    "report",
    [
        {"comment": "cannot breathe"},
        {"comment": f"{'I took it with warm water every evening. ' * 8}Now I cannot breathe."},
        {"side_effects": "ورم گلو"},
        {"side_effects": [{"name": "anaphylaxis", "severity": "severe"}]},
    ],
)
def test_a_report_of_danger_takes_the_remedy_out_until_it_is_reviewed(
    clinic: Clinic, report: dict[str, Any]
) -> None:
    doctor, person = clinic.practitioner(), woman(clinic)
    clinic.consent(doctor, person)
    diagnosis_id = clinic.diagnosis(doctor, patient_id=person.patient_id)
    ids = clinic.candidates(doctor, diagnosis_id)[:2]
    clinic.plan(doctor, diagnosis_id, ids)
    told = clinic.report(person, diagnosis_id, ids[0], **report)
    assert [one["urgency"] for one in told["urgent"]] == ["now"] * len(told["urgent"]) != []
    path = f"/api/diagnoses/{diagnosis_id}"
    shown = get(clinic, person, path)["data"]
    assert [one["recommendation_id"] for one in shown["plan"]] == ids[1:]
    assert shown["urgent"]
    assert shown["withheld"]
    live = get(clinic, doctor, f"{path}/live")["data"]
    assert "safety_alert" in [one["type"] for one in live["recent_events"]]
    assert live["urgent"] == shown["urgent"]
    clinic.client.post(f"{path}/seen-by-doctor", headers=doctor.headers)
    assert ids[0] not in clinic.candidates(person, diagnosis_id)
    elsewhere = clinic.diagnosis(person)
    assert ids[0] not in clinic.candidates(person, elsewhere)
    review = {"recommendation_id": ids[0], "offer_again": True}
    assert not data_of(
        clinic.client.post(f"{path}/safety-reviews", json=review, headers=doctor.headers)
    )["urgent"]
    assert ids[0] in clinic.candidates(person, elsewhere)
    again = clinic.client.post(f"{path}/safety-reviews", json=review, headers=doctor.headers)
    assert code_of(again, 404)


def test_a_review_does_not_offer_a_remedy_again_by_itself(clinic: Clinic) -> None:
    doctor, person = clinic.practitioner(), woman(clinic)
    clinic.consent(doctor, person)
    diagnosis_id = clinic.diagnosis(doctor, patient_id=person.patient_id)
    ids = clinic.candidates(doctor, diagnosis_id)[:1]
    clinic.plan(doctor, diagnosis_id, ids)
    clinic.report(person, diagnosis_id, ids[0], comment="گلویم ورم کرده")
    path = f"/api/diagnoses/{diagnosis_id}/safety-reviews"
    review = {"recommendation_id": ids[0]}
    assert data_of(clinic.client.post(path, json=review, headers=doctor.headers))["urgent"] == []
    assert ids[0] not in clinic.candidates(person, diagnosis_id)


def test_severe_reports_wait_for_those_who_care_with_what_was_reported(clinic: Clinic) -> None:
    doctor, other, person = clinic.practitioner(), clinic.practitioner(), woman(clinic)
    clinic.consent(doctor, person)
    diagnosis_id = clinic.diagnosis(doctor, patient_id=person.patient_id)
    ids = clinic.candidates(doctor, diagnosis_id)[:1]
    clinic.plan(doctor, diagnosis_id, ids)
    assert open_alerts(clinic, doctor) == []
    clinic.report(person, diagnosis_id, ids[0], comment="گلویم ورم کرده")
    assert open_alerts(clinic, other) == []
    (held,) = open_alerts(clinic, doctor)
    assert (held["diagnosis_id"], held["recommendation_id"]) == (diagnosis_id, ids[0])
    assert held["patient_id"] == person.patient_id
    assert held["report"]["comment"] == "گلویم ورم کرده"
    assert [one["urgency"] for one in held["signs"]] == ["now"] * len(held["signs"]) != []
    path = f"/api/diagnoses/{diagnosis_id}/safety-reviews"
    review = {"recommendation_id": ids[0]}
    data_of(clinic.client.post(path, json=review, headers=doctor.headers))
    assert open_alerts(clinic, doctor) == []


def test_a_plan_says_what_to_mind_and_whom_to_call(clinic: Clinic) -> None:
    person = woman(clinic, medicines=["aspirin"])
    diagnosis_id = clinic.diagnosis(person)
    clinic.plan(person, diagnosis_id, clinic.candidates(person, diagnosis_id)[:5])
    shown = get(clinic, person, f"/api/diagnoses/{diagnosis_id}")["data"]
    assert "115" in shown["whom_to_call"]
    assert "123" in shown["whom_to_call"]
    offered = get(clinic, person, f"/api/diagnoses/{diagnosis_id}/candidates")["data"]
    cautions = {one["recommendation_id"]: one["cautions"] for one in offered}
    for one in shown["plan"]:
        assert one["correctives"]
        assert one["cautions"] == cautions[one["recommendation_id"]]
    assert any(one["cautions"] for one in shown["plan"])
    assert {one["route"] for one in shown["plan"]} <= {"swallowed", "skin", "inhaled", "gargled"}


def test_a_corrective_that_a_patient_must_not_have_is_not_named(clinic: Clinic) -> None:
    told: dict[str, list[str | None]] = {}
    for allergy in ("none", "walnut"):
        person = woman(clinic, allergies=[] if allergy == "none" else [allergy])
        path = f"/api/diagnoses/{clinic.diagnosis(person)}/candidates"
        offered = get(clinic, person, path)["data"]
        told[allergy] = [one["correctives"] for one in offered]
    assert any("walnut" in (text or "").lower() for text in told["none"])
    assert not any("walnut" in (text or "").lower() for text in told["walnut"])
    assert any(told["walnut"])


def test_a_report_is_read_beside_the_record(clinic: Clinic) -> None:
    for pregnant in (True, False):
        person = woman(clinic, pregnant=pregnant)
        diagnosis_id = clinic.diagnosis(person)
        remedy = clinic.candidates(person, diagnosis_id)[0]
        clinic.plan(person, diagnosis_id, [remedy])
        told = clinic.report(person, diagnosis_id, remedy, comment="لکه‌بینی دارم")
        assert bool(told["urgent"]) is pregnant
        held = remedy not in clinic.candidates(person, clinic.diagnosis(person))
        assert held is pregnant
