"""Who asks to be erased is gone after the delay, from every table and from the files."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from tajriba.audit.verification import verify as verify_trail
from tajriba.events.service import last_id
from tajriba.feedback.tables import feedback
from tajriba.kit.database.transactions import ReadTx, metadata
from tajriba.lab.training.tables import job
from tajriba.loop.verification.verification import verify
from tajriba.privacy.eraser import erase_due
from tajriba.privacy.erasure import REPORTS_AT_ONCE, erase_some
from tajriba.privacy.personal_export import rows_of
from tajriba.privacy.personal_tables import SECTIONS
from tajriba.privacy.personal_tables import Person as Whose
from tajriba.settings import Settings
from tests.api.privacy.test_personal_export import course, export
from tests.kit.clinics.clinic import PASSWORD, Clinic, Person, code_of, data_of
from tests.kit.servers.postgres_server import fetch

MARK = "zgone"
DELAY = 14


def ask(client: TestClient, person: Person, password: str = PASSWORD) -> Any:
    return client.post("/api/me/erasure", json={"password": password}, headers=person.headers)


def erase(clinic: Clinic) -> int:
    return asyncio.run(erase_due(clinic.database))


def wait_out(clinic: Clinic, *people: Person) -> None:
    """Let the delay pass, and sign in anew whose sessions have ended meanwhile."""
    clinic.clock.advance(days=DELAY)
    for person in people:
        person.headers.update(clinic.session(person.user_id))


def kept(clinic: Clinic, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return what is left of a person, by section of an export."""
    who = Whose(person.user_id, person.patient_id)

    def read(tx: ReadTx) -> dict[str, list[dict[str, Any]]]:
        found = {section.name: rows_of(tx, section, who) for section in SECTIONS}
        return {name: rows for name, rows in found.items() if rows}

    return clinic.database.read_now(read)


def words(clinic: Clinic) -> str:
    """Return every row of every table as text."""
    return clinic.database.read_now(
        lambda tx: str([tx.all(select(table)) for table in metadata.sorted_tables])
    )


@pytest.fixture
def gone(clinic: Clinic) -> Person:
    """A patient with everything that a patient can have."""
    person = clinic.patient(f"{MARK}-name", f"{MARK}@example.org")
    carer = clinic.practitioner()
    clinic.consent(carer, person)
    withdrawn = course(clinic, person, f"{MARK}-first")
    data_of(clinic.client.delete(f"/api/feedback/{withdrawn}", headers=person.headers))
    report = course(clinic, person, MARK)
    path = f"/api/practice/reports/{report}/answer"
    data_of(clinic.client.post(path, json={"text": f"{MARK}-answer"}, headers=carer.headers))
    return person


@pytest.fixture
def other(clinic: Clinic) -> Person:
    person = clinic.patient("ztwo-name")
    course(clinic, person, "ztwo")
    return person


def test_nothing_is_left_of_who_was_erased(
    client: TestClient, clinic: Clinic, gone: Person, other: Person
) -> None:
    newest = clinic.database.read_now(last_id)
    asked = data_of(ask(client, gone))
    assert asked["asked_at"] < asked["due_at"]
    assert erase(clinic) == 0
    wait_out(clinic, other)
    before = export(client, other)["sections"]
    assert MARK in words(clinic)
    assert erase(clinic) == 1
    assert MARK not in words(clinic)
    left = kept(clinic, gone)
    assert set(left) == {"account", "record"}
    assert left["account"][0]["full_name"] == left["record"][0]["full_name"] == ""
    login = {"email": gone.email, "password": PASSWORD}
    assert code_of(client.post("/api/auth/login", json=login), 401) == "bad_credentials"
    assert clinic.database.read_now(verify).total == 0
    trail = clinic.database.read_now(verify_trail)
    assert (trail.broken, trail.erased > 10) == (None, True)
    assert clinic.database.read_now(last_id) >= newest
    assert clinic.database.read_now(lambda tx: len(tx.all(select(job)))) == 1
    after = export(client, other)["sections"]
    assert after["reports"] == before["reports"]
    assert len(after["changes_of_mine"]) == len(before["changes_of_mine"]) + 1
    assert erase(clinic) == 0


def test_who_is_erased_can_come_as_somebody_new(
    client: TestClient, clinic: Clinic, gone: Person
) -> None:
    data_of(ask(client, gone))
    wait_out(clinic)
    assert erase(clinic) == 1
    again = clinic.patient(f"{MARK}-name", gone.email)
    assert again.patient_id != gone.patient_id
    assert kept(clinic, again)["record"][0]["version"] == 1
    assert "reports" not in kept(clinic, again)


def test_it_is_undone_until_it_is_due(client: TestClient, clinic: Clinic, gone: Person) -> None:
    first = data_of(ask(client, gone))
    clinic.clock.advance(seconds=60)
    assert data_of(ask(client, gone)) == first
    assert data_of(client.get("/api/me/erasure", headers=gone.headers)) == first
    nothing = {"asked_at": None, "due_at": None}
    assert data_of(client.delete("/api/me/erasure", headers=gone.headers)) == nothing
    assert data_of(client.delete("/api/me/erasure", headers=gone.headers)) == nothing
    wait_out(clinic, gone)
    assert erase(clinic) == 0
    assert len(export(client, gone)["sections"]["reports"]) == 2
    assert not clinic.database.write_now(erase_some, gone.user_id)


def test_it_wants_the_password(client: TestClient, gone: Person) -> None:
    assert code_of(ask(client, gone, "a-wrong-password"), 403) == "wrong_password"
    asked = data_of(client.get("/api/me/erasure", headers=gone.headers))
    assert asked == {"asked_at": None, "due_at": None}


def test_nobody_comes_in_from_the_first_step_on(
    client: TestClient, clinic: Clinic, gone: Person
) -> None:
    carer = clinic.practitioner()
    clinic.consent(carer, gone)
    diagnosis_id = clinic.diagnosis(gone)
    data_of(ask(client, gone))
    wait_out(clinic, gone, carer)
    with client.websocket_connect(f"/ws/{diagnosis_id}", headers=carer.headers) as socket:
        assert socket.receive_json()["type"] == "connect"
        assert clinic.database.write_now(erase_some, gone.user_id)
        closing = socket.receive()
        while closing["type"] != "websocket.close":
            closing = socket.receive()
        assert (closing["code"], closing["reason"]) == (1008, "care_ended")
    assert client.get("/api/auth/me", headers=gone.headers).status_code == 401
    path = f"/api/patients/{gone.patient_id}"
    assert client.get(path, headers=carer.headers).status_code == 404


def test_it_goes_on_where_it_was_in_short_steps(
    client: TestClient, clinic: Clinic, gone: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tajriba.privacy.erasure.REPORTS_AT_ONCE", 1)
    assert REPORTS_AT_ONCE > 1
    data_of(ask(client, gone))
    wait_out(clinic)
    counts = []
    for _ in steps(clinic, gone):
        counts.append(clinic.database.read_now(lambda tx: len(tx.all(select(feedback.c.id)))))
        assert clinic.database.read_now(verify).total == 0
    assert counts[:3] == [2, 1, 0]
    assert MARK not in words(clinic)


def steps(clinic: Clinic, person: Person) -> Iterator[None]:
    """Erase, one transaction at a time."""
    while clinic.database.write_now(erase_some, person.user_id):
        yield


def test_a_name_that_others_said_stays(client: TestClient, clinic: Clinic) -> None:
    one, two = clinic.patient(), clinic.patient("زهرا")
    for person, mark in ((one, "zshared"), (two, "zshared"), (one, "zalone")):
        course(clinic, person, mark)
    data_of(ask(client, one))
    wait_out(clinic)
    assert erase(clinic) == 1
    assert "zshared-effect" in words(clinic)
    assert "zalone" not in words(clinic)


@pytest.mark.embedded
def test_no_byte_of_it_is_left_in_the_files(
    client: TestClient, clinic: Clinic, settings: Settings, gone: Person, other: Person
) -> None:
    path = settings.sqlite_path

    def found(mark: str) -> list[str]:
        files = [Path(f"{path}{suffix}") for suffix in ("", "-wal", "-shm")]
        return [one.name for one in files if one.exists() and mark.encode() in one.read_bytes()]

    async def clear(clinic: Clinic) -> bool:
        return await clinic.database.clear_files()

    data_of(ask(client, gone))
    wait_out(clinic)
    assert found(MARK)
    assert erase(clinic) == 1
    assert asyncio.run(clear(clinic))
    assert found(MARK) == []
    assert found("ztwo")


_FOLDER = """SELECT current_setting('data_directory') || '/base/' || oid
FROM pg_database WHERE datname = current_database()"""
"""Where a server keeps the files of a database."""


@pytest.mark.servers
def test_no_byte_of_it_is_left_in_tables_that_were_written_anew(
    client: TestClient, clinic: Clinic, settings: Settings, gone: Person, other: Person
) -> None:
    url = settings.database_url

    def found(mark: str) -> list[str]:
        ((folder,),) = fetch(url, "CHECKPOINT", _FOLDER)
        files = [one for one in Path(folder).iterdir() if one.is_file()]
        return [one.name for one in files if mark.encode() in one.read_bytes()]

    data_of(ask(client, gone))
    wait_out(clinic)
    assert found(MARK)
    assert erase(clinic) == 1
    fetch(url, "VACUUM (FULL, ANALYZE)")
    assert found(MARK) == []
    assert found("ztwo")
