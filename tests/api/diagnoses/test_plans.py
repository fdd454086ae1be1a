"""Who writes a plan, what it refuses, and what its screens hear."""

from typing import Any

import pytest

from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes


def put(clinic: Clinic, who: Person, diagnosis_id: int, body: Any) -> Any:
    path = f"/api/diagnoses/{diagnosis_id}/plan"
    return clinic.client.put(path, json=body, headers=who.headers)


def plan_of(clinic: Clinic, who: Person, diagnosis_id: int) -> list[int]:
    answer = clinic.client.get(f"/api/diagnoses/{diagnosis_id}", headers=who.headers)
    return [one["recommendation_id"] for one in data_of(answer)["plan"]]


def test_a_plan_keeps_its_order_and_is_replaced_whole(clinic: Clinic) -> None:
    person = clinic.patient()
    diagnosis_id = clinic.diagnosis(person)
    first, second, third, *_ = clinic.candidates(person, diagnosis_id)
    for plan in ([third, first], [second], [], [first, second, third]):
        answer = put(clinic, person, diagnosis_id, {"recommendation_ids": plan})
        assert [one["recommendation_id"] for one in data_of(answer)["plan"]] == plan
        assert plan_of(clinic, person, diagnosis_id) == plan


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_a_plan_says_how_to_take_it(clinic: Clinic, lang: str) -> None:
    person = clinic.patient()
    diagnosis_id = clinic.diagnosis(person)
    clinic.plan(person, diagnosis_id)
    headers = person.headers | {"Accept-Language": lang}
    shown = data_of(clinic.client.get(f"/api/diagnoses/{diagnosis_id}", headers=headers))
    for item in shown["plan"]:
        words = [item[name] for name in ("herb_name", "preparation", "dose", "frequency")]
        assert all(words)
        assert all(word.isascii() for word in words) is (lang == "en")


def test_bad_plans_change_nothing(clinic: Clinic) -> None:
    person = clinic.patient()
    diagnosis_id, other = clinic.diagnosis(person), clinic.diagnosis(person, "یبوست")
    plan = clinic.plan(person, diagnosis_id)
    elsewhere = clinic.candidates(person, other)[0]
    refused: list[tuple[Any, str, str]] = [
        ({}, "body.recommendation_ids", "missing"),
        ({"recommendation_ids": None}, "body.recommendation_ids", "list_type"),
        ({"recommendation_ids": ["1"]}, "body.recommendation_ids.0", "int_type"),
        ({"recommendation_ids": [0]}, "body.recommendation_ids.0", "greater_than_equal"),
        ({"recommendation_ids": [2**63]}, "body.recommendation_ids.0", "less_than_equal"),
        ({"recommendation_ids": [plan[0]] * 21}, "body.recommendation_ids", "too_long"),
        ({"recommendation_ids": [plan[0], plan[0]]}, "body.recommendation_ids.1", "repeated"),
        ({"recommendation_ids": [elsewhere]}, "body.recommendation_ids.0", "other_condition"),
        ({"recommendation_ids": [], "more": 1}, "body.more", "extra_forbidden"),
    ]
    for body, where, code in refused:
        assert field_codes(put(clinic, person, diagnosis_id, body)) == {where: code}
    for unknown in (10**9, 2**63 - 1):
        answer = put(clinic, person, diagnosis_id, {"recommendation_ids": [plan[0], unknown]})
        assert code_of(answer, 404) == "not_found"
    assert plan_of(clinic, person, diagnosis_id) == plan


def test_a_practitioners_diagnosis_is_theirs_to_plan(clinic: Clinic) -> None:
    doctor, person = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, person)
    theirs = clinic.diagnosis(doctor, patient_id=person.patient_id)
    plan = clinic.plan(doctor, theirs)
    refused = put(clinic, person, theirs, {"recommendation_ids": []})
    assert code_of(refused, 403) == "plan_not_yours"
    assert plan_of(clinic, person, theirs) == plan


@pytest.mark.parametrize("route", ["candidates", "choices"])
def test_what_speaks_against_a_remedy_is_no_reason_for_it(clinic: Clinic, route: str) -> None:
    """An imbalance of heat: a cold herb opposes it, a hot one adds to it."""
    doctor, person = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, person)
    hot = clinic.diagnosis(doctor, patient_id=person.patient_id, imbalance="garm")
    answer = clinic.client.get(f"/api/diagnoses/{hot}/{route}", headers=doctor.headers)
    listed = answer.json()["data"]
    against = {text for one in listed for text in one["reasons_against"]}
    assert len(against) == 1
    assert not against & {text for one in listed for text in one["reasons"]}
    assert not any(len(one["reasons_against"]) > 1 for one in listed)


def test_a_self_reported_diagnosis_is_planned_by_both(clinic: Clinic) -> None:
    doctor, person = clinic.practitioner(), clinic.patient()
    own = clinic.diagnosis(person)
    assert code_of(put(clinic, doctor, own, {"recommendation_ids": []}), 404) == "not_found"
    care_id = clinic.consent(doctor, person)
    plan = clinic.plan(doctor, own)
    assert plan_of(clinic, person, own) == plan
    assert clinic.plan(person, own, plan[:1]) == plan[:1]
    data_of(clinic.client.delete(f"/api/care/{care_id}", headers=person.headers))
    assert code_of(put(clinic, doctor, own, {"recommendation_ids": []}), 404) == "not_found"


def test_nobody_plans_for_strangers(clinic: Clinic) -> None:
    person = clinic.patient()
    diagnosis_id = clinic.diagnosis(person)
    plan = clinic.plan(person, diagnosis_id)
    body: dict[str, Any] = {"recommendation_ids": []}
    for who, status in (
        (clinic.patient(), 404),
        (clinic.practitioner(), 404),
        (clinic.user("researcher"), 403),
        (clinic.user("admin"), 403),
    ):
        code_of(put(clinic, who, diagnosis_id, body), status)
    for missing in (10**9, 2**63 - 1):
        assert code_of(put(clinic, person, missing, body), 404) == "not_found"
    assert plan_of(clinic, person, diagnosis_id) == plan


def test_a_diagnosis_refuses_what_it_cannot_mean(clinic: Clinic) -> None:
    person = clinic.patient()
    good = {"condition": "سردرد", "severity": 3}
    refused: list[tuple[dict[str, Any], str, str]] = [
        ({"severity": 6}, "severity", "less_than_equal"),
        ({"severity": None}, "severity", "int_type"),
        ({"symptoms": ["x" * 101]}, "symptoms.0", "string_too_long"),
        ({"symptoms": [" "]}, "symptoms.0", "text_blank"),
        ({"symptoms": ["a\0"]}, "symptoms.0", "text_unstorable"),
        ({"symptoms": ["x"] * 31}, "symptoms", "too_long"),
        ({"imbalance": "hot"}, "imbalance", "literal_error"),
        ({"origin": "import"}, "origin", "extra_forbidden"),
    ]
    for fields, where, code in refused:
        answer = clinic.client.post("/api/diagnoses", json=good | fields, headers=person.headers)
        assert field_codes(answer) == {f"body.{where}": code}
    for condition in ("چیزی که نیست", 10**9):
        body = good | {"condition": condition}
        answer = clinic.client.post("/api/diagnoses", json=body, headers=person.headers)
        assert code_of(answer, 404) == "not_found"
    listed = clinic.client.get("/api/diagnoses", headers=person.headers)
    assert data_of(listed) == []
