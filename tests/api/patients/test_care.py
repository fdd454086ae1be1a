"""Care: asking, consenting, ending, and what each tells whom."""

from typing import Any

import pytest
from sqlalchemy import select

from tajriba.accounts.email.email_verification import verify_email
from tajriba.audit.tables import audit
from tajriba.events.service import read_topics
from tajriba.patients.care.service import care_topic
from tests.kit.clinics.clinic import Clinic, Person, code_of, data_of, field_codes


def invited(clinic: Clinic, practitioner: Person, email: str) -> Any:
    return clinic.client.post(
        "/api/care/invitations", json={"email": email}, headers=practitioner.headers
    )


def accepted(clinic: Clinic, person: Person, care_id: int) -> Any:
    return clinic.client.post(f"/api/care/{care_id}/accept", headers=person.headers)


def ended(clinic: Clinic, person: Person, care_id: int) -> Any:
    return clinic.client.delete(f"/api/care/{care_id}", headers=person.headers)


def listed(clinic: Clinic, person: Person) -> Any:
    return data_of(clinic.client.get("/api/care", headers=person.headers))


def sees(clinic: Clinic, practitioner: Person, patient: Person) -> bool:
    path = f"/api/patients/{patient.patient_id}"
    answer = clinic.client.get(path, headers=practitioner.headers)
    return bool(answer.status_code == 200)


def test_an_invitation_does_not_tell_whether_there_is_an_account(clinic: Clinic) -> None:
    doctor, mine = clinic.practitioner(), clinic.patient()
    known = data_of(invited(clinic, doctor, mine.email), 201)
    unknown = data_of(invited(clinic, doctor, "nobody@example.org"), 201)
    same = {"id": 0, "email": "", "code": ""}
    assert known | same == unknown | same
    assert known["email"] == mine.email
    assert known["status"] == "pending"
    assert known["patient_id"] is known["patient_name"] is None
    shown = listed(clinic, doctor)
    assert shown[0] | same == shown[1] | same


def test_a_patient_sees_who_asks_and_consents(clinic: Clinic) -> None:
    doctor, mine = clinic.practitioner("دکتر سارا رضایی"), clinic.patient("مریم احمدی")
    care_id = clinic.invite(doctor, mine.email.upper())
    (asked,) = listed(clinic, mine)
    assert (asked["id"], asked["status"]) == (care_id, "pending")
    assert asked["practitioner_name"] == "دکتر سارا رضایی"
    assert not sees(clinic, doctor, mine)
    active = data_of(accepted(clinic, mine, care_id))
    assert (active["status"], active["accepted_at"]) == ("active", "2026-11-22T12:00:00.000Z")
    assert sees(clinic, doctor, mine)
    (shown,) = listed(clinic, doctor)
    assert (shown["patient_id"], shown["patient_name"]) == (mine.patient_id, "مریم احمدی")


def test_who_registers_later_finds_the_invitation(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    care_id = clinic.invite(doctor, "Later@example.org")
    mine = clinic.patient(email="later@example.org")
    assert [one["id"] for one in listed(clinic, mine)] == [care_id]
    data_of(accepted(clinic, mine, care_id))
    assert sees(clinic, doctor, mine)


def test_an_invitation_withdrawn_before_registration_is_gone(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    care_id = clinic.invite(doctor, "later@example.org")
    data_of(ended(clinic, doctor, care_id))
    mine = clinic.patient(email="later@example.org")
    assert listed(clinic, mine) == []
    assert code_of(accepted(clinic, mine, care_id), 404) == "not_found"


def test_an_open_invitation_is_not_made_twice_but_again_after_its_end(clinic: Clinic) -> None:
    doctor, mine = clinic.practitioner(), clinic.patient()
    care_id = clinic.invite(doctor, mine.email)
    assert code_of(invited(clinic, doctor, mine.email.title()), 409) == "care_exists"
    data_of(accepted(clinic, mine, care_id))
    assert code_of(invited(clinic, doctor, mine.email), 409) == "care_exists"
    data_of(ended(clinic, mine, care_id))
    assert clinic.invite(doctor, mine.email) != care_id
    assert clinic.invite(clinic.practitioner(), mine.email)


def test_only_the_invited_patient_consents(clinic: Clinic) -> None:
    doctor, mine, other = clinic.practitioner(), clinic.patient(), clinic.patient()
    care_id = clinic.invite(doctor, mine.email)
    assert code_of(accepted(clinic, other, care_id), 404) == "not_found"
    assert code_of(accepted(clinic, doctor, care_id), 403) == "forbidden"
    assert code_of(accepted(clinic, mine, 10**6), 404) == "not_found"
    assert listed(clinic, other) == []


def by_code(clinic: Clinic, person: Person, code: str) -> Any:
    return clinic.client.post(
        "/api/care/accept-by-code", json={"code": code}, headers=person.headers
    )


def test_who_registered_anothers_address_learns_and_gets_nothing(clinic: Clinic) -> None:
    doctor, thief = clinic.practitioner(), clinic.patient(email="her@example.org", proven=False)
    asked = data_of(invited(clinic, doctor, "her@example.org"), 201)
    assert listed(clinic, thief) == []
    assert code_of(accepted(clinic, thief, asked["id"]), 404) == "not_found"
    assert code_of(ended(clinic, thief, asked["id"]), 404) == "not_found"
    other = data_of(invited(clinic, doctor, "other@example.org"), 201)
    for code in ("0000000000", "", other["code"], asked["code"][:-1]):
        assert by_code(clinic, thief, code).status_code in {404, 422}
    assert not sees(clinic, doctor, thief)
    kept = data_of(clinic.client.get("/api/me/export", headers=thief.headers))["sections"]
    assert kept["care_received"] == []
    assert "care" not in [one["subject"] for one in kept["changes_of_mine"]]
    clinic.database.write_now(verify_email, thief.user_id)
    assert [one["id"] for one in listed(clinic, thief)] == [asked["id"]]


@pytest.mark.parametrize("zero", ["0", "۰", "٠"])
def test_a_code_that_is_shown_in_person_is_consent(clinic: Clinic, zero: str) -> None:
    doctor, mine = clinic.practitioner(), clinic.patient(proven=False)
    code = data_of(invited(clinic, doctor, mine.email), 201)["code"]
    (shown,) = listed(clinic, doctor)
    assert shown["code"] == code
    typed = "".join(chr(ord(zero) + int(digit)) for digit in code)
    active = data_of(by_code(clinic, mine, f" {typed[:5]} {typed[5:]}"))
    assert (active["status"], active["code"]) == ("active", None)
    assert sees(clinic, doctor, mine)
    assert [one["code"] for one in listed(clinic, doctor) + listed(clinic, mine)] == [None, None]
    assert code_of(by_code(clinic, mine, code), 404) == "wrong_care_code"
    data_of(ended(clinic, mine, active["id"]))
    assert not sees(clinic, doctor, mine)


def test_a_patient_is_not_told_the_code(clinic: Clinic) -> None:
    doctor, mine = clinic.practitioner(), clinic.patient()
    clinic.invite(doctor, mine.email)
    assert [one["code"] for one in listed(clinic, mine)] == [None]


def test_consent_is_given_once(clinic: Clinic) -> None:
    doctor, mine = clinic.practitioner(), clinic.patient()
    care_id = clinic.consent(doctor, mine)
    assert code_of(accepted(clinic, mine, care_id), 409) == "care_not_pending"
    data_of(ended(clinic, doctor, care_id))
    assert code_of(accepted(clinic, mine, care_id), 409) == "care_not_pending"
    assert not sees(clinic, doctor, mine)


@pytest.mark.parametrize("by_patient", [True, False])
@pytest.mark.parametrize("active", [True, False])
def test_either_side_ends_it_at_once(clinic: Clinic, by_patient: bool, active: bool) -> None:
    doctor, mine = clinic.practitioner(), clinic.patient()
    care_id = clinic.consent(doctor, mine) if active else clinic.invite(doctor, mine.email)
    clinic.clock.advance(seconds=5)
    over = data_of(ended(clinic, mine if by_patient else doctor, care_id))
    assert (over["status"], over["ended_at"]) == ("ended", "2026-11-22T12:00:05.000Z")
    assert over["patient_id"] is over["patient_name"] is None
    assert not sees(clinic, doctor, mine)
    assert listed(clinic, mine) == []
    assert [one["status"] for one in listed(clinic, doctor)] == ["ended"]
    for person in (doctor, mine):
        assert code_of(ended(clinic, person, care_id), 409) == "care_ended"


def test_strangers_end_nothing(clinic: Clinic) -> None:
    doctor, mine = clinic.practitioner(), clinic.patient()
    care_id = clinic.consent(doctor, mine)
    for person in (clinic.practitioner(), clinic.patient()):
        assert code_of(ended(clinic, person, care_id), 404) == "not_found"
    assert sees(clinic, doctor, mine)


def test_the_end_is_told_on_the_topic_of_the_pair(clinic: Clinic) -> None:
    doctor, mine = clinic.practitioner(), clinic.patient()
    care_id = clinic.consent(doctor, mine)
    topic = care_topic(doctor.user_id, mine.patient_id)
    read = clinic.database.read_now
    assert read(read_topics, [topic], 0, 10**6) == []
    data_of(ended(clinic, mine, care_id))
    assert [event.type for event in read(read_topics, [topic], 0, 10**6)] == ["care_ended"]


def test_consent_and_its_end_are_on_the_trail(clinic: Clinic) -> None:
    doctor, mine = clinic.practitioner(), clinic.patient()
    care_id = clinic.consent(doctor, mine)
    data_of(ended(clinic, mine, care_id))
    statement = select(audit.c.action, audit.c.actor_id, audit.c.before, audit.c.after).where(
        audit.c.subject == "care", audit.c.subject_id == care_id
    )
    rows = clinic.database.read_now(lambda tx: [tuple(row) for row in tx.all(statement)])
    assert rows == [
        ("care.invite", doctor.user_id, None, None),
        ("care.accept", mine.user_id, '{"status":"pending"}', '{"status":"active"}'),
        ("care.end", mine.user_id, '{"status":"active"}', '{"status":"ended"}'),
    ]


def test_a_practitioner_is_no_patient_to_be_invited(clinic: Clinic) -> None:
    doctor, colleague = clinic.practitioner(), clinic.practitioner()
    clinic.invite(doctor, colleague.email)
    assert listed(clinic, colleague) == []


def test_care_comes_in_pages(clinic: Clinic) -> None:
    doctor = clinic.practitioner()
    made = [clinic.invite(doctor, clinic.email("asked")) for _ in range(3)]
    query = {"limit": "2"}
    first = clinic.client.get("/api/care", params=query, headers=doctor.headers).json()
    query["cursor"] = first["next"]
    second = clinic.client.get("/api/care", params=query, headers=doctor.headers).json()
    assert [one["id"] for one in first["data"] + second["data"]] == made
    assert (first["count"], second["count"], second["next"]) == (2, 1, None)


@pytest.mark.parametrize(
    ("body", "where", "code"),
    [
        ({}, "body.email", "missing"),
        ({"email": 1}, "body.email", "string_type"),
        ({"email": "nobody"}, "body.email", "string_pattern_mismatch"),
        ({"email": "a@b.org", "patient_id": 1}, "body.patient_id", "extra_forbidden"),
    ],
)
def test_bad_invitations_name_the_field(
    clinic: Clinic, body: dict[str, Any], where: str, code: str
) -> None:
    doctor = clinic.practitioner()
    answer = clinic.client.post("/api/care/invitations", json=body, headers=doctor.headers)
    assert field_codes(answer) == {where: code}
    assert listed(clinic, doctor) == []


@pytest.mark.parametrize("role", ["patient", "researcher", "admin"])
def test_only_practitioners_invite(clinic: Clinic, role: Any) -> None:
    person = clinic.patient() if role == "patient" else clinic.user(role)
    assert code_of(invited(clinic, person, "a@b.org"), 403) == "forbidden"


@pytest.mark.parametrize("role", ["researcher", "admin"])
def test_other_roles_have_no_care(clinic: Clinic, role: Any) -> None:
    person = clinic.user(role)
    answer = clinic.client.get("/api/care", headers=person.headers)
    assert code_of(answer, 403) == "forbidden"
    assert code_of(ended(clinic, person, 1), 403) == "forbidden"
    assert code_of(accepted(clinic, person, 1), 403) == "forbidden"
