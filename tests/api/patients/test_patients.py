"""Patients' records: who sees them, how they are found, how they change."""

from typing import Any

import pytest

from tajriba.accounts.schemas import Principal
from tajriba.accounts.service import create_user
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import NotFound
from tajriba.patients.access import cares_for, own_patient, visible_patient, visible_patients
from tajriba.patients.service import create_imported, find_by_refs, patient_record
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes

NEW: dict[str, object] = {
    "mizaj": None,
    "birth_year": None,
    "sex": None,
    "conditions": [],
    "allergies": [],
    "medicines": [],
    "none_known": [],
    "pregnant": None,
    "nursing": None,
    "version": 1,
}


def listed(clinic: Clinic, person: Person, **query: str) -> list[str]:
    """Return the names of the patients whom a person is shown."""
    answer = clinic.client.get("/api/patients", params=query, headers=person.headers)
    return [one["full_name"] for one in data_of(answer)]


def test_a_new_record_knows_nothing(clinic: Clinic) -> None:
    mine = clinic.patient("مریم احمدی")
    shown = clinic.client.get(f"/api/patients/{mine.patient_id}", headers=mine.headers)
    assert data_of(shown) == NEW | {"id": mine.patient_id, "full_name": "مریم احمدی"}


def test_a_record_is_seen_by_its_patient_and_in_active_care_only(clinic: Clinic) -> None:
    mine, other = clinic.patient(), clinic.patient()
    caring, stranger, asked = (clinic.practitioner() for _ in range(3))
    clinic.consent(caring, mine)
    clinic.invite(asked, mine.email)
    path = f"/api/patients/{mine.patient_id}"
    for person in (mine, caring):
        assert data_of(clinic.client.get(path, headers=person.headers))["id"] == mine.patient_id
    for person in (other, stranger, asked):
        answer = clinic.client.get(path, headers=person.headers)
        assert code_of(answer, 404) == "not_found"


@pytest.mark.parametrize("role", ["researcher", "admin"])
def test_aggregates_roles_never_see_patients(clinic: Clinic, role: Any) -> None:
    mine, person = clinic.patient(), clinic.user(role)
    for path in ("/api/patients", f"/api/patients/{mine.patient_id}", "/api/patients/x"):
        answer = clinic.client.get(path, headers=person.headers)
        assert code_of(answer, 403) == "forbidden"


def test_nobody_is_asked_to_sign_in(clinic: Clinic) -> None:
    for path in ("/api/patients", "/api/patients/1"):
        assert code_of(clinic.client.get(path), 401) == "not_signed_in"


@pytest.mark.parametrize("patient_id", [10**6, 2**63 - 1])
def test_ids_of_nobody_are_not_found(clinic: Clinic, patient_id: int) -> None:
    for person in (clinic.patient(), clinic.practitioner()):
        answer = clinic.client.get(f"/api/patients/{patient_id}", headers=person.headers)
        assert code_of(answer, 404) == "not_found"


@pytest.mark.parametrize("patient_id", ["0", "-1", str(2**63), "1" + "0" * 400, "x", "%00", "1.5"])
def test_what_is_no_id_is_invalid(clinic: Clinic, patient_id: str) -> None:
    mine = clinic.patient()
    answer = clinic.client.get(f"/api/patients/{patient_id}", headers=mine.headers)
    assert list(field_codes(answer)) == ["path.patient_id"]


def test_a_practitioner_lists_the_patients_in_active_care(clinic: Clinic) -> None:
    caring = clinic.practitioner()
    first, second, third = (clinic.patient(name) for name in ("زهرا", "رضا", "لیلا"))
    clinic.consent(caring, first)
    clinic.invite(caring, second.email)
    clinic.consent(clinic.practitioner(), third)
    assert listed(clinic, caring) == ["زهرا"]


def test_a_patient_lists_the_own_record_alone(clinic: Clinic) -> None:
    mine = clinic.patient("زهرا")
    clinic.patient("رضا")
    assert listed(clinic, mine) == ["زهرا"]
    assert listed(clinic, mine, q="رضا") == []


@pytest.mark.parametrize("q", ["كريمي", "کریمی", "علی‌رضا", "عليرضا ك", "رضا", "", "  "])
def test_a_name_is_found_by_any_spelling_and_stored_as_given(clinic: Clinic, q: str) -> None:
    caring, name = clinic.practitioner(), "علی‌رضا كریمی"
    clinic.consent(caring, clinic.patient(name))
    assert listed(clinic, caring, q=q) == [name]


@pytest.mark.parametrize("q", ["%", "_", "\\", "زهره", "'"])
def test_a_name_is_not_found_by_what_it_does_not_hold(clinic: Clinic, q: str) -> None:
    caring = clinic.practitioner()
    clinic.consent(caring, clinic.patient("مریم"))
    assert listed(clinic, caring, q=q) == []


def test_a_list_comes_in_pages(clinic: Clinic) -> None:
    caring = clinic.practitioner()
    names = ["الف", "ب", "پ"]
    for name in names:
        clinic.consent(caring, clinic.patient(name))
    seen: list[str] = []
    query: dict[str, str] = {"limit": "2"}
    while True:
        answer = clinic.client.get("/api/patients", params=query, headers=caring.headers).json()
        assert answer["count"] == len(answer["data"])
        seen += [one["full_name"] for one in answer["data"]]
        if answer["next"] is None:
            break
        query["cursor"] = answer["next"]
    assert seen == names


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "0"}, "greater_than_equal"),
        ({"limit": "201"}, "less_than_equal"),
        ({"limit": "x"}, "int_parsing"),
        ({"cursor": "!"}, "cursor"),
        ({"cursor": "bnVsbA"}, "cursor"),
        ({"cursor": "x" * 201}, "string_too_long"),
        ({"q": "a\0"}, "text_unstorable"),
        ({"q": "x" * 201}, "string_too_long"),
    ],
)
def test_bad_queries_name_the_field(clinic: Clinic, query: dict[str, str], code: str) -> None:
    answer = clinic.client.get("/api/patients", params=query, headers=clinic.patient().headers)
    assert field_codes(answer) == {f"query.{next(iter(query))}": code}


def test_imported_patients_are_found_by_reference_and_seen_by_nobody(clinic: Clinic) -> None:
    database = clinic.database
    made = database.write_now(create_imported, "row-1", "female", 1970)
    refs = [f"nobody-{n}" for n in range(1200)] + ["row-1"]
    assert database.read_now(find_by_refs, refs) == {"row-1": made}
    found = database.read_now(patient_record, made)
    assert (found.user_id, found.sex, found.birth_year) == (None, "female", 1970)
    for person in (clinic.patient(), clinic.practitioner()):
        answer = clinic.client.get(f"/api/patients/{made}", headers=person.headers)
        assert code_of(answer, 404) == "not_found"


def test_the_own_record_is_a_patients_alone(clinic: Clinic) -> None:
    mine, caring = clinic.patient(), clinic.practitioner()
    clinic.consent(caring, mine)

    def own(tx: ReadTx, user_id: int, role: Any) -> int:
        return own_patient(tx, Principal(user_id, role, "session"))

    assert clinic.database.read_now(own, mine.user_id, "patient") == mine.patient_id
    assert clinic.database.read_now(cares_for, caring.user_id, mine.patient_id)
    assert not clinic.database.read_now(cares_for, mine.user_id, mine.patient_id)
    for user_id, role in ((caring.user_id, "practitioner"), (mine.user_id, "admin")):
        with pytest.raises(NotFound):
            clinic.database.read_now(own, user_id, role)


def test_all_whom_a_person_may_see(clinic: Clinic) -> None:
    mine, caring = clinic.patient(), clinic.practitioner()
    clinic.consent(caring, mine)
    clinic.invite(caring, clinic.patient().email)

    def seen(tx: ReadTx, user_id: int, role: Any) -> list[int]:
        return list(visible_patients(tx, Principal(user_id, role, "session")))

    read = clinic.database.read_now
    assert read(seen, mine.user_id, "patient") == [mine.patient_id]
    assert read(seen, caring.user_id, "practitioner") == [mine.patient_id]
    assert read(seen, caring.user_id, "researcher") == []


def test_a_patients_account_without_a_record_has_none_to_see(clinic: Clinic) -> None:
    made = clinic.database.write_now(create_user, "x@example.org", "hash", "نام", "patient")
    with pytest.raises(NotFound):
        clinic.database.read_now(
            lambda tx: visible_patient(tx, Principal(made, "patient", "session"), 1)
        )


def test_a_record_of_nobody_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.database.read_now(patient_record, 10**6)
