"""A herb of which a severe reaction was reported is held back from the patient everywhere."""

from typing import Any, NamedTuple

import pytest

from tajriba.knowledge.service import find_condition, find_herb
from tests.kit.clinics.clinic import Clinic, Person, data_of, field_codes

EN = {"Accept-Language": "en"}


class Case(NamedTuple):
    """A practitioner with a patient, whose plan holds a remedy of mint."""

    doctor: Person
    patient: Person
    diagnosis_id: int
    mint: int


def write(clinic: Clinic, doctor: Person, herb: str, condition: str = "سردرد", **words: str) -> int:
    body = {
        "herb_id": clinic.database.read_now(find_herb, herb),
        "condition_id": clinic.database.read_now(find_condition, condition),
        "preparation": "eaten",
        "dose": "1 g",
        "frequency": "once a day",
        "duration_days": 7,
    }
    answer = clinic.client.post("/api/recommendations", json=body | words, headers=doctor.headers)
    return int(data_of(answer, 201)["id"])


@pytest.fixture
def case(clinic: Clinic) -> Case:
    doctor, patient = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, patient)
    path, known = f"/api/patients/{patient.patient_id}", {"sex": "male", "birth_year": 1985}
    data_of(clinic.client.patch(path, json=known, headers=patient.headers))
    diagnosis_id = clinic.diagnosis(doctor, patient_id=patient.patient_id)
    mint = write(clinic, doctor, "نعنا")
    clinic.plan(doctor, diagnosis_id, [mint])
    return Case(doctor, patient, diagnosis_id, mint)


def report(clinic: Clinic, case: Case, **words: Any) -> None:
    told = words or {"side_effects": [{"name": "anaphylaxis", "severity": "severe"}]}
    clinic.report(case.patient, case.diagnosis_id, case.mint, **told)
    path = f"/api/diagnoses/{case.diagnosis_id}/seen-by-doctor"
    data_of(clinic.client.post(path, headers=case.doctor.headers))


def offered(clinic: Clinic, case: Case, diagnosis_id: int) -> dict[int, list[str]]:
    path = f"/api/diagnoses/{diagnosis_id}/candidates"
    answer = clinic.client.get(path, headers=case.patient.headers | EN)
    return {one["recommendation_id"]: one["cautions"] for one in data_of(answer)}


def test_whatever_has_the_herb_in_it_is_held_back_until_a_review(
    clinic: Clinic, case: Case
) -> None:
    doctor = case.doctor
    tea = write(clinic, doctor, "نعنا", preparation="دم‌کرده")
    compound = write(clinic, doctor, "سکنجبین نعناع", preparation="eaten")
    mixed = write(clinic, doctor, "apple", preparation="eaten with mint")
    elsewhere = write(clinic, doctor, "نعنا", "سرفه")
    apple = write(clinic, doctor, "apple")
    headache, cough = case.diagnosis_id, clinic.diagnosis(case.patient, "سرفه")
    assert clinic.plan(case.patient, cough, [elsewhere]) == [elsewhere]
    assert {tea, compound, mixed, apple} <= offered(clinic, case, headache).keys()
    report(clinic, case)
    assert not {case.mint, tea, compound, mixed} & offered(clinic, case, headache).keys()
    assert apple in offered(clinic, case, headache)
    assert elsewhere not in offered(clinic, case, cough)
    shown = clinic.client.get(f"/api/diagnoses/{cough}", headers=case.patient.headers)
    assert data_of(shown)["plan"] == []
    for unsafe in (tea, compound, mixed):
        body = {"recommendation_ids": [unsafe]}
        path = f"/api/diagnoses/{headache}/plan"
        refused = clinic.client.put(path, json=body, headers=doctor.headers)
        assert set(field_codes(refused).values()) == {"contraindicated_reported_danger"}
    review = {"recommendation_id": case.mint, "offer_again": True}
    path = f"/api/diagnoses/{headache}/safety-reviews"
    data_of(clinic.client.post(path, json=review, headers=doctor.headers))
    assert {case.mint, tea, compound, mixed} <= offered(clinic, case, headache).keys()


def test_a_review_alone_offers_no_other_remedy_of_the_herb(clinic: Clinic, case: Case) -> None:
    tea = write(clinic, case.doctor, "نعنا", preparation="دم‌کرده")
    report(clinic, case)
    path = f"/api/diagnoses/{case.diagnosis_id}/safety-reviews"
    review = {"recommendation_id": case.mint}
    data_of(clinic.client.post(path, json=review, headers=case.doctor.headers))
    assert tea not in offered(clinic, case, case.diagnosis_id)


@pytest.mark.parametrize(
    ("comment", "warned"), [("گلویم ورم کرده", True), ("می‌خواهم خودکشی کنم", False)]
)
def test_kin_of_the_herb_are_a_caution_where_it_may_have_been_an_allergy(
    clinic: Clinic, case: Case, comment: str, warned: bool
) -> None:
    thyme = write(clinic, case.doctor, "thyme")
    report(clinic, case, comment=comment)
    cautions = " ".join(offered(clinic, case, case.diagnosis_id)[thyme])
    assert ("After a severe reaction to a relative of this herb" in cautions) is warned


def test_another_patient_is_offered_it_still(clinic: Clinic, case: Case) -> None:
    report(clinic, case)
    other = clinic.patient()
    clinic.consent(case.doctor, other)
    path, known = f"/api/patients/{other.patient_id}", {"sex": "male", "birth_year": 1985}
    data_of(clinic.client.patch(path, json=known, headers=other.headers))
    assert case.mint in clinic.candidates(other, clinic.diagnosis(other))


def test_a_correction_takes_no_herb_out_of_what_was_reported(clinic: Clinic, case: Case) -> None:
    mixed = write(clinic, case.doctor, "apple", preparation="eaten with mint")
    body = {
        "herb_id": clinic.database.read_now(find_herb, "apple"),
        "condition_id": clinic.database.read_now(find_condition, "سردرد"),
        "preparation": "eaten",
        "dose": "1 g",
        "frequency": "every other day",
        "duration_days": 7,
    }
    path, headers = f"/api/recommendations/{mixed}", case.doctor.headers
    refused = clinic.client.put(path, json=body, headers=headers)
    assert field_codes(refused) == {"body.preparation": "addition_unchangeable"}
    data_of(clinic.client.put(path, json=body | {"preparation": "mint, eaten"}, headers=headers))
