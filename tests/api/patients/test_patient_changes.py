"""How a patient's record changes, what it refuses, and what the trail keeps of it."""

from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from tajriba.accounts.schemas import Principal
from tajriba.audit.tables import audit
from tajriba.kit.database.transactions import WriteTx
from tajriba.kit.errors import Invalid
from tajriba.patients.access import visible_patient
from tajriba.patients.record import PatientRecord
from tajriba.patients.schemas import PatientPatch
from tajriba.patients.service import update_record
from tests.kit.clinics.clinic import Clinic, Person, data_of


def change(clinic: Clinic, person: Person, patient_id: int, **fields: Any) -> PatientRecord:
    """Change a record as a person who may see it."""

    def run(tx: WriteTx) -> PatientRecord:
        principal = Principal(person.user_id, role_of(person), "session")
        seen = visible_patient(tx, principal, patient_id)
        return update_record(tx, principal, seen, PatientPatch.model_validate(fields))

    return clinic.database.write_now(run)


def role_of(person: Person) -> Any:
    return "patient" if person.patient_id else "practitioner"


def trail(clinic: Clinic, action: str) -> list[tuple[Any, ...]]:
    statement = select(audit.c.actor_id, audit.c.subject_id, audit.c.before, audit.c.after)
    return clinic.database.read_now(
        lambda tx: [tuple(row) for row in tx.all(statement.where(audit.c.action == action))]
    )


def test_only_given_fields_change_and_null_clears(clinic: Clinic) -> None:
    mine = clinic.patient("مریم")
    change(clinic, mine, mine.patient_id, sex="female", birth_year=1985, pregnant=True)
    change(clinic, mine, mine.patient_id, allergies=["بابونه"], mizaj="garm_khoshk")
    change(clinic, mine, mine.patient_id, pregnant=None, birth_year=None)
    shown = clinic.client.get(f"/api/patients/{mine.patient_id}", headers=mine.headers)
    assert (
        data_of(shown).items()
        >= {
            "id": mine.patient_id,
            "full_name": "مریم",
            "sex": "female",
            "allergies": ["بابونه"],
            "mizaj": "garm_khoshk",
            "version": 4,
            "birth_year": None,
            "pregnant": None,
        }.items()
    )


def test_null_empties_a_list(clinic: Clinic) -> None:
    mine = clinic.patient()
    change(clinic, mine, mine.patient_id, medicines=["وارفارین"])
    assert change(clinic, mine, mine.patient_id, medicines=None).medicines == ()


def test_a_change_is_on_the_trail_and_no_change_is_not(clinic: Clinic) -> None:
    caring, mine = clinic.practitioner(), clinic.patient()
    clinic.consent(caring, mine)
    assert change(clinic, caring, mine.patient_id, nursing=True).version == 2
    assert change(clinic, caring, mine.patient_id, nursing=True).version == 2
    assert change(clinic, caring, mine.patient_id).version == 2
    assert trail(clinic, "patient.update") == [
        (caring.user_id, mine.patient_id, '{"nursing":null}', '{"nursing":true}')
    ]


def test_a_new_name_is_found_and_shown_everywhere(clinic: Clinic) -> None:
    mine = clinic.patient("مریم احمدی")
    change(clinic, mine, mine.patient_id, full_name="مریم کریمی")
    query = {"q": "كريمي"}
    found = clinic.client.get("/api/patients", params=query, headers=mine.headers)
    assert [one["full_name"] for one in data_of(found)] == ["مریم کریمی"]
    me = clinic.client.get("/api/auth/me", headers=mine.headers)
    assert data_of(me)["full_name"] == "مریم کریمی"


@pytest.mark.parametrize(
    ("stored", "fields", "where", "code"),
    [
        ({}, {"birth_year": 2027}, "birth_year", "less_than_equal"),
        ({}, {"sex": "male", "pregnant": True}, "pregnant", "not_for_male"),
        ({"sex": "male"}, {"nursing": True}, "nursing", "not_for_male"),
        ({"nursing": True}, {"sex": "male"}, "sex", "not_for_male"),
    ],
)
def test_contradictions_are_refused_at_the_field(
    clinic: Clinic, stored: dict[str, Any], fields: dict[str, Any], where: str, code: str
) -> None:
    mine = clinic.patient()
    change(clinic, mine, mine.patient_id, **stored)
    with pytest.raises(Invalid) as caught:
        change(clinic, mine, mine.patient_id, **fields)
    assert [(field.where, field.code) for field in caught.value.fields] == [(["body", where], code)]


@pytest.mark.parametrize("fields", [{"birth_year": 2026}, {"sex": "male", "pregnant": False}])
def test_what_only_looks_contradictory_is_accepted(clinic: Clinic, fields: dict[str, Any]) -> None:
    mine = clinic.patient()
    assert change(clinic, mine, mine.patient_id, **fields).version == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"birth_year": 1899},
        {"birth_year": "1985"},
        {"birth_year": True},
        {"full_name": None},
        {"full_name": ""},
        {"full_name": "ن" * 201},
        {"mizaj": "hot"},
        {"sex": "other"},
        {"pregnant": 1},
        {"conditions": "میگرن"},
        {"conditions": [None]},
        {"conditions": ["x" * 101]},
        {"allergies": [" "]},
        {"allergies": ["a\0"]},
        {"medicines": ["x"] * 51},
        {"version": 7},
        {"id": 7},
    ],
)
def test_bad_patches_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PatientPatch.model_validate(fields)


def test_the_largest_patch_is_accepted(clinic: Clinic) -> None:
    mine, terms = clinic.patient(), [f"{n:0100}" for n in range(50)]
    found = change(clinic, mine, mine.patient_id, conditions=terms, birth_year=1900)
    assert found.conditions == tuple(terms)
