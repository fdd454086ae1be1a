"""A plan says how its remedies relate, and for how long each is taken."""

from dataclasses import replace
from typing import Any

import pytest

from tajriba.kit.clock import DAY_MS, iso
from tajriba.knowledge.service import find_condition, find_herb
from tests.kit.clinics.clinic import Clinic, data_of, field_codes

EN = {"Accept-Language": "en"}


class Plan:
    """A self-reported diagnosis of a man, its candidates, and the plan that he writes."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.patient = clinic, clinic.patient()
        record = {"sex": "male", "birth_year": 1985}
        path = f"/api/patients/{self.patient.patient_id}"
        data_of(clinic.client.patch(path, json=record, headers=self.patient.headers))
        self.id = clinic.diagnosis(self.patient)
        self.remedies = clinic.candidates(self.patient, self.id)

    @property
    def path(self) -> str:
        return f"/api/diagnoses/{self.id}"

    def put(self, ids: list[int], **fields: Any) -> Any:
        body = {"recommendation_ids": ids} | fields
        return self.clinic.client.put(f"{self.path}/plan", json=body, headers=self.patient.headers)

    def read(self) -> Any:
        return data_of(self.clinic.client.get(self.path, headers=self.patient.headers))

    def pass_days(self, days: int) -> None:
        """Go on to a later day, on which the patient signs in anew."""
        self.clinic.clock.advance(days=days)
        headers = self.clinic.session(self.patient.user_id)
        self.patient = replace(self.patient, headers=headers)


@pytest.fixture
def plan(clinic: Clinic) -> Plan:
    return Plan(clinic)


def test_without_a_word_remedies_are_taken_together_as_long_as_they_say(plan: Plan) -> None:
    assert plan.read()["arrangement"] == "together"
    headers = plan.patient.headers
    offered = data_of(plan.clinic.client.get(f"{plan.path}/candidates", headers=headers))
    said = {one["recommendation_id"]: one["duration_days"] for one in offered}
    found = data_of(plan.put(plan.remedies[:2]))
    assert found["arrangement"] == "together"
    assert found == plan.read()
    for item in found["plan"]:
        assert item["duration_days"] == said[item["recommendation_id"]]
        assert item["starts_at"] == iso(plan.clinic.clock())


@pytest.mark.parametrize("arrangement", ["together", "in_turn", "alternatives"])
def test_who_cares_chooses_and_the_patient_sees_it(clinic: Clinic, arrangement: str) -> None:
    doctor, person = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, person)
    theirs = clinic.diagnosis(doctor, patient_id=person.patient_id)
    first, second, *_ = clinic.candidates(doctor, theirs)
    body = {
        "recommendation_ids": [second, first],
        "arrangement": arrangement,
        "duration_days": [2, 5],
    }
    path = f"/api/diagnoses/{theirs}"
    data_of(clinic.client.put(f"{path}/plan", json=body, headers=doctor.headers))
    found = data_of(clinic.client.get(path, headers=person.headers))
    assert found["arrangement"] == arrangement
    assert [(one["recommendation_id"], one["duration_days"]) for one in found["plan"]] == [
        (second, 2),
        (first, 5),
    ]
    begins = clinic.clock() + (2 * DAY_MS if arrangement == "in_turn" else 0)
    assert found["plan"][1]["starts_at"] == iso(begins)
    diary = data_of(clinic.client.get(f"{path}/diary?today=2026-11-22", headers=person.headers))
    assert [(one["duration_days"], one["starts_at"]) for one in diary["remedies"]] == [
        (one["duration_days"], one["starts_at"]) for one in found["plan"]
    ]


def test_a_turn_that_has_begun_goes_on_when_the_plan_changes(plan: Plan) -> None:
    first, second, third, *_ = plan.remedies
    begun = plan.clinic.clock()
    data_of(plan.put([first, second], arrangement="in_turn", duration_days=[3, 5]))
    plan.pass_days(4)
    found = data_of(plan.put([second, third], arrangement="in_turn", duration_days=[5, 7]))
    assert [one["starts_at"] for one in found["plan"]] == [
        iso(begun + 3 * DAY_MS),
        iso(begun + 8 * DAY_MS),
    ]


def test_bad_arrangements_change_nothing(plan: Plan) -> None:
    ids = plan.remedies[:2]
    data_of(plan.put(ids, arrangement="alternatives", duration_days=[3, None]))
    before = plan.read()
    refused: list[tuple[dict[str, Any], str, str]] = [
        ({"arrangement": "sometimes"}, "body.arrangement", "literal_error"),
        ({"duration_days": [3]}, "body.duration_days", "days_differ"),
        ({"duration_days": [3, 0]}, "body.duration_days.1", "greater_than_equal"),
        ({"duration_days": [366, 3]}, "body.duration_days.0", "less_than_equal"),
        ({"duration_days": [3] * 21}, "body.duration_days", "too_long"),
    ]
    for fields, where, code in refused:
        assert field_codes(plan.put(ids, **fields)) == {where: code}
    assert plan.read() == before


def test_more_days_than_are_known_to_be_safe_are_refused(clinic: Clinic) -> None:
    """Liquorice is taken for four weeks at most; its remedy says one."""
    doctor, person = clinic.practitioner(), clinic.patient()
    clinic.consent(doctor, person)
    known = {"sex": "male", "birth_year": 1985}
    path = f"/api/patients/{person.patient_id}"
    data_of(clinic.client.patch(path, json=known, headers=doctor.headers))
    theirs = clinic.diagnosis(doctor, patient_id=person.patient_id)
    remedy = {
        "herb_id": clinic.database.read_now(find_herb, "licorice"),
        "condition_id": clinic.database.read_now(find_condition, "سردرد"),
        "preparation": "powder with water",
        "dose": "0.5 g",
        "frequency": "once a day",
        "duration_days": 7,
    }
    wrote = clinic.client.post("/api/recommendations", json=remedy, headers=doctor.headers)
    ids = [clinic.candidates(doctor, theirs)[0], int(data_of(wrote, 201)["id"])]

    def put(days: int) -> Any:
        body = {"recommendation_ids": ids, "duration_days": [None, days]}
        path = f"/api/diagnoses/{theirs}/plan"
        return clinic.client.put(path, json=body, headers=doctor.headers | EN)

    for days in (1, 28):
        assert data_of(put(days))["plan"][1]["duration_days"] == days
    for days in (29, 365):
        refused = put(days)
        assert field_codes(refused) == {"body.duration_days.1": "days_above_maximum"}
        assert "at most 28 days" in refused.text


def test_a_report_that_rules_a_remedy_out_leaves_the_rest_as_it_was(plan: Plan) -> None:
    first, second, third, *_ = plan.remedies
    data_of(plan.put([first, second, third], arrangement="in_turn", duration_days=[3, 4, 5]))
    report = {
        "diagnosis_id": plan.id,
        "recommendation_id": first,
        "rating": 1,
        "symptom_improvement": 1,
        "comment": "نفسم بند آمد",
    }
    headers = plan.patient.headers
    data_of(plan.clinic.client.post("/api/feedback/submit", json=report, headers=headers), 201)
    found = plan.read()
    assert found["arrangement"] == "in_turn"
    assert [(one["recommendation_id"], one["duration_days"]) for one in found["plan"]] == [
        (second, 4),
        (third, 5),
    ]
