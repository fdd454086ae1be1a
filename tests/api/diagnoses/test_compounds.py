"""A compound preparation is judged by each of its ingredients."""

from typing import Any

import pytest

from tajriba.knowledge.service import find_condition, find_herb
from tests.kit.clinics.clinic import Clinic, data_of

DIABETIC = {"conditions": ["دیابت"]}
ALLERGIC = {"allergies": ["کرفس"]}


def is_offered(clinic: Clinic, herb: str, preparation: str, **fields: Any) -> bool:
    """Return whether a patient is offered what their own practitioner wrote."""
    doctor, who = clinic.practitioner(), clinic.patient()
    known = {"sex": "male", "birth_year": 1985} | fields
    path = f"/api/patients/{who.patient_id}"
    data_of(clinic.client.patch(path, json=known, headers=who.headers))
    clinic.consent(doctor, who)
    body = {
        "herb_id": clinic.database.read_now(find_herb, herb),
        "condition_id": clinic.database.read_now(find_condition, "سردرد"),
        "preparation": preparation,
        "dose": "1 g",
        "frequency": "once a day",
        "duration_days": 7,
    }
    answer = clinic.client.post("/api/recommendations", json=body, headers=doctor.headers)
    written = data_of(answer, 201)["id"]
    return written in clinic.candidates(who, clinic.diagnosis(who))


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
