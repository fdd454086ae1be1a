"""What a person agrees to: asked, shown with what has ended, and honoured."""

from typing import Any

from sqlalchemy import Connection, text, update
from starlette.testclient import TestClient

from tajriba.migrate import migrate
from tajriba.patients.consent.schemas import NOTICE_VERSION
from tajriba.patients.consent.service import consenting
from tajriba.patients.tables import consent
from tests.contract.test_migrations import look, rows_of, run, upgraded
from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, code_of, data_of


def agree(clinic: Clinic, person: Person, *purposes: str) -> dict[str, Any]:
    body = {"notice_version": NOTICE_VERSION, "purposes": purposes}
    answer = clinic.client.put("/api/me/consents", json=body, headers=person.headers)
    found: dict[str, Any] = data_of(answer)
    return found


def consents(client: TestClient, person: Person) -> dict[str, Any]:
    found: dict[str, Any] = data_of(client.get("/api/me/consents", headers=person.headers))
    return found


def test_a_new_account_has_agreed_to_nothing(client: TestClient, clinic: Clinic) -> None:
    body = {"email": "new@example.org", "password": PASSWORD, "full_name": "نرگس"}
    made = data_of(client.post("/api/auth/register", json=body), 201)
    person = Person(
        made["user_id"], body["email"], clinic.session(made["user_id"]), made["patient_id"]
    )
    assert not data_of(client.get("/api/auth/me", headers=person.headers))["notice_accepted"]
    assert consents(client, person) == {
        "notice_version": NOTICE_VERSION,
        "accepted_version": None,
        "purposes": [],
        "history": [],
    }
    chosen = agree(clinic, person, "training", "published", "training")
    assert chosen["purposes"] == ["published", "training"]
    assert chosen["accepted_version"] == NOTICE_VERSION
    assert data_of(client.get("/api/auth/me", headers=person.headers))["notice_accepted"]


def test_what_has_ended_stays_in_the_history(client: TestClient, clinic: Clinic) -> None:
    person, carer = clinic.patient(), clinic.practitioner("دکتر سارا رضایی")
    clinic.clock.advance(seconds=60)
    care_id = clinic.consent(carer, person)
    clinic.clock.advance(seconds=60)
    agree(clinic, person, "published")
    data_of(client.delete(f"/api/care/{care_id}", headers=person.headers))
    history = consents(client, person)["history"]
    assert {(one["purpose"], one["ended_at"] is not None) for one in history} == {
        ("care", True),
        ("notice", False),
        ("published", False),
        ("research", True),
        ("training", True),
    }
    assert history[0]["practitioner_name"] == "دکتر سارا رضایی"
    assert {one["notice_version"] for one in history} == {NOTICE_VERSION}
    assert history == sorted(history, key=lambda one: one["given_at"], reverse=True)


def test_choosing_the_same_again_changes_nothing(client: TestClient, clinic: Clinic) -> None:
    person = clinic.patient()
    before = agree(clinic, person, "published")
    clinic.clock.advance(seconds=60)
    assert agree(clinic, person, "published") == before == consents(client, person)


def test_a_consent_to_an_earlier_notice_goes_on_until_it_is_given_anew(
    client: TestClient, clinic: Clinic
) -> None:
    person = clinic.patient()
    earlier = update(consent).where(consent.c.user_id == person.user_id)
    clinic.database.write_now(
        lambda tx: tx.run(earlier.values(notice_version=NOTICE_VERSION - 1, after_report=7))
    )
    assert consents(client, person)["accepted_version"] == NOTICE_VERSION - 1
    assert not data_of(client.get("/api/auth/me", headers=person.headers))["notice_accepted"]
    assert len(consents(client, person)["purposes"]) == 3
    clinic.clock.advance(seconds=60)
    chosen = agree(clinic, person, "published")
    assert chosen["accepted_version"] == NOTICE_VERSION
    given = [one for one in chosen["history"] if one["purpose"] == "published"]
    assert [(one["notice_version"], one["ended_at"] is None) for one in given] == [
        (NOTICE_VERSION, True),
        (NOTICE_VERSION - 1, False),
    ]
    agreed = clinic.database.read_now(consenting, [person.patient_id], "published")
    assert agreed == {person.patient_id: 7}


def test_another_version_of_the_notice_is_refused(client: TestClient, clinic: Clinic) -> None:
    person = clinic.patient()
    body = {"notice_version": NOTICE_VERSION + 1, "purposes": []}
    answer = client.put("/api/me/consents", json=body, headers=person.headers)
    assert code_of(answer, 409) == "notice_changed"
    assert len(consents(client, person)["purposes"]) == 3


def test_who_is_no_patient_accepts_the_notice_alone(client: TestClient, clinic: Clinic) -> None:
    carer = clinic.practitioner()
    assert agree(clinic, carer, "published")["purposes"] == []
    assert [one["purpose"] for one in consents(client, carer)["history"]] == ["notice"]


def test_choices_stand_in_the_trail(client: TestClient, clinic: Clinic) -> None:
    person = clinic.patient()
    agree(clinic, person, "research")
    answer = client.get("/api/me/export", headers=person.headers)
    changes = data_of(answer)["sections"]["changes_of_mine"]
    (choice,) = [one for one in changes if one["action"] == "consent.choose"]
    assert choice["before"] == {"purposes": ["published", "research", "training"]}
    assert choice["after"] == {"notice": NOTICE_VERSION, "purposes": ["research"]}


def kept_before(connection: Connection) -> list[Any]:
    """Fill a database of before consent by purpose: a patient with an account, one without."""
    for statement in (
        'INSERT INTO "user" (id, email, email_key, password_hash, full_name, role, created_at)'
        " VALUES (5, 'e', 'e', '-', 'n', 'patient', 7)",
        "INSERT INTO patient (id, user_id, full_name, name_key, conditions, allergies, medicines,"
        " none_known, version, created_at) VALUES (1, 5, 'n', 'n', '[]', '[]', '[]', '[]', 1, 7),"
        " (2, NULL, 'm', 'm', '[]', '[]', '[]', '[]', 1, 7)",
    ):
        connection.execute(text(statement))
    return []


def test_accounts_of_before_keep_what_they_agreed_to(new_url: str) -> None:
    run(new_url, upgraded("0028"))
    run(new_url, kept_before)
    migrate(new_url)
    columns = "user_id, purpose, notice_version, given_at, ended_at, after_report"
    (found,) = look(new_url, rows_of(f"SELECT {columns} FROM consent"))
    assert found == [(5, "published", 0, 7, None, 0)]
