"""A compound preparation is judged by each of its ingredients."""

from typing import Any

import pytest

from tajriba.knowledge.service import find_condition, find_herb
from tests.kit.clinics.clinic import Clinic, Person, data_of, field_codes

DIABETIC = {"conditions": ["دیابت"]}
ALLERGIC = {"allergies": ["کرفس"]}


def is_offered(clinic: Clinic, herb: str, preparation: str, **fields: Any) -> bool:
    """Return whether a patient is offered what their own practitioner wrote."""
    doctor, who = clinic.practitioner(), patient(clinic, **fields)
    clinic.consent(doctor, who)
    written = write(clinic, doctor, herb, preparation)
    return written in clinic.candidates(who, clinic.diagnosis(who))


def patient(clinic: Clinic, **fields: Any) -> Person:
    who = clinic.patient()
    known = {"sex": "male", "birth_year": 1985} | fields
    path = f"/api/patients/{who.patient_id}"
    data_of(clinic.client.patch(path, json=known, headers=who.headers))
    return who


def write(
    clinic: Clinic, doctor: Person, herb: str, preparation: str = "eaten", dose: str = "1 g"
) -> int:
    body = {
        "herb_id": clinic.database.read_now(find_herb, herb),
        "condition_id": clinic.database.read_now(find_condition, "سردرد"),
        "preparation": preparation,
        "dose": dose,
        "frequency": "once a day",
        "duration_days": 7,
    }
    answer = clinic.client.post("/api/recommendations", json=body, headers=doctor.headers)
    return int(data_of(answer, 201)["id"])


@pytest.mark.parametrize(
    ("herb", "fields", "offered"),
    [
        ("گلقند", {}, True),
        ("گلقند", DIABETIC, False),
        ("گل‌انگبین", DIABETIC, True),
        ("سکنجبین بزوری", {}, True),
        ("سکنجبین بزوری", ALLERGIC, False),
        ("جوارش جالینوس", {}, False),
        ("معجون فلاسفه", {}, False),
    ],
)
def test_what_rules_out_an_ingredient_rules_out_the_compound(
    clinic: Clinic, herb: str, fields: dict[str, Any], offered: bool
) -> None:
    assert is_offered(clinic, herb, "eaten", **fields) == offered


@pytest.mark.parametrize(("fields", "offered"), [({}, True), (DIABETIC, False)])
def test_so_does_an_ingredient_of_a_compound_that_is_added(
    clinic: Clinic, fields: dict[str, Any], offered: bool
) -> None:
    assert is_offered(clinic, "coriander", "powder with گلقند", **fields) == offered


def test_what_a_compound_holds_is_summed_over_all_plans(clinic: Clinic) -> None:
    doctor, who = clinic.practitioner(), patient(clinic)
    clinic.consent(doctor, who)
    itrifal = write(clinic, doctor, "اطریفل اسطوخودوس", dose="10 g")
    senna, less = (write(clinic, doctor, "senna", dose=dose) for dose in ("1.95 g", "1 g"))
    first, second = clinic.diagnosis(who), clinic.diagnosis(who)
    assert clinic.plan(who, first, [itrifal]) == [itrifal]
    path = f"/api/diagnoses/{second}/plan"
    body = {"recommendation_ids": [senna]}
    refused = clinic.client.put(path, json=body, headers=who.headers)
    assert field_codes(refused) == {"body.recommendation_ids.0": "contraindicated_sum"}
    assert clinic.plan(who, second, [less]) == [less]
