"""With keys, what people write is in no byte of the database, and all works as without."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tajriba.accounts.schemas import Principal
from tajriba.accounts.second_factor.authenticator import begin, confirm, use_code
from tajriba.accounts.second_factor.totp import STEP_SECONDS, code_at
from tajriba.audit.reading import entries
from tajriba.audit.tables import audit
from tajriba.audit.verification import verify as verify_trail
from tajriba.cli.main import app as program
from tajriba.feedback.service import find
from tajriba.feedback.tables import feedback
from tajriba.kit.data_keys import DataUnreadable
from tajriba.kit.database.encrypted_columns import encrypted_columns
from tajriba.kit.database.transactions import ReadTx, WriteTx, metadata
from tajriba.loop.verification.verification import verify
from tajriba.privacy.encryption.known_keys import require_keys, take_keys
from tajriba.privacy.encryption.rotation import TABLES, rotate
from tajriba.privacy.eraser import erase_due
from tajriba.settings import Settings
from tests.api.privacy.test_personal_export import course, export
from tests.kit.apps import new_app
from tests.kit.clinics.clinic import PASSWORD, Clinic, code_of, data_of
from tests.kit.fakes.fake_clock import FakeClock

FIRST, SECOND, OTHER = ("k1:" + "A" * 43 + "=", "k2:" + "B" * 42 + "A=", "k1:" + "C" * 42 + "A=")
SAID = ("zone-comment", "zone-symptom", "zone-medicine")

Opened = Callable[[str], AbstractContextManager[Clinic]]


@pytest.fixture
def opened(settings: Settings, clock: FakeClock) -> Opened:
    """Opens the same database with other keys."""

    @contextmanager
    def open_with(keys: str) -> Iterator[Clinic]:
        app = new_app(settings.model_copy(update={"data_keys": SecretStr(keys)}), clock)
        with TestClient(app, base_url="http://127.0.0.1") as client:
            clinic = Clinic(client, clock)
            clinic.database.write_now(take_keys)
            yield clinic

    return open_with


def words(clinic: Clinic) -> str:
    """Return every row of every table as text."""
    return clinic.database.read_now(
        lambda tx: str([tx.all(select(table)) for table in metadata.sorted_tables])
    )


def said(clinic: Clinic) -> list[str]:
    """Return what people said that stands readable in the database."""
    found = words(clinic)
    return [mark for mark in SAID if mark in found]


def keys_in(clinic: Clinic) -> set[str]:
    """Return the keys that texts in the database are encrypted with."""
    return {name for name in ("k1", "k2") if f"aesgcm:{name}:" in words(clinic)}


def command(settings: Settings, keys: str, *line: str) -> Any:
    environment = {
        "TAJRIBA_DATABASE_URL": settings.database_url,
        "TAJRIBA_DATA_KEYS": keys,
        "TAJRIBA_SECRET_KEY": "k" * 32,
    }
    return CliRunner(env=environment).invoke(program, list(line))


def test_what_is_said_is_encrypted_and_read(opened: Opened) -> None:
    with opened(FIRST) as clinic:
        patient, carer = clinic.patient("zname"), clinic.practitioner()
        clinic.consent(carer, patient)
        report_id = course(clinic, patient, "zone")
        assert said(clinic) == []
        shown = data_of(clinic.client.get(f"/api/feedback/{report_id}", headers=patient.headers))
        assert shown["comment"] == "zone-comment"
        assert [one["name"] for one in shown["side_effects"]] == ["zone-effect"]
        path = f"/api/patients/{patient.patient_id}"
        record = data_of(clinic.client.get(path, headers=carer.headers))
        assert record["medicines"] == ["zone-medicine"]
        text = str(export(clinic.client, patient))
        assert all(mark in text for mark in SAID)
        assert "aesgcm" not in text
        told = clinic.database.read_now(entries, "patient", patient.patient_id, None, 50)
        assert "zone-medicine" in str(told)
        body = {"comment": "zone-comment again"}
        path = f"/api/feedback/update/{report_id}"
        assert data_of(clinic.client.put(path, json=body, headers=patient.headers))
        assert said(clinic) == []
        assert clinic.database.read_now(verify).total == 0
        assert clinic.database.read_now(verify_trail).broken is None


def test_keys_rotate_in_short_steps(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tajriba.privacy.encryption.rotation.AT_ONCE", 1)
    monkeypatch.setattr("tajriba.privacy.encryption.rotation.LOOKED_THROUGH", 2)
    with opened("") as clinic:
        patient = clinic.patient("zname")
        for _ in range(3):
            course(clinic, patient, "zone")
        assert said(clinic) == list(SAID)
        before = export(clinic.client, patient)["sections"]
    with opened(FIRST) as clinic:
        assert said(clinic) == list(SAID)
        done = asyncio.run(rotate(clinic.database))
        assert (done.rows >= 7, done.spared) == (True, [])
        assert (said(clinic), keys_in(clinic)) == ([], {"k1"})
    with opened(f"{SECOND},{FIRST}") as clinic:
        course(clinic, patient, "zone")
        assert keys_in(clinic) == {"k1", "k2"}
        assert asyncio.run(rotate(clinic.database)).spared == ["k1"]
        assert keys_in(clinic) == {"k2"}
        assert asyncio.run(rotate(clinic.database)).rows == 0
    with opened(SECOND) as clinic:
        after = export(clinic.client, patient)["sections"]
        assert after["reports"][:3] == before["reports"]
        assert after["record"][0]["medicines"] == ["zone-medicine"]
        assert after["changes_of_mine"][:5] == before["changes_of_mine"][:5]
        assert clinic.database.read_now(verify).total == 0
        assert clinic.database.read_now(verify_trail).broken is None


@pytest.mark.parametrize("keys", ["", SECOND, OTHER])
def test_a_wrong_or_missing_key_is_said_in_one_sentence(
    opened: Opened, settings: Settings, keys: str
) -> None:
    with opened(FIRST) as clinic:
        patient = clinic.patient("zname")
        course(clinic, patient, "zone")
    refused = command(settings, keys, "verify")
    assert refused.exit_code == 2
    assert "the key “k1”" in refused.stderr
    assert "Traceback" not in refused.output
    with pytest.raises(DataUnreadable), opened(keys):
        pass
    assert command(settings, FIRST, "verify").exit_code == 0


def test_a_server_without_the_key_answers_that_it_is_unavailable(
    opened: Opened, settings: Settings, clock: FakeClock
) -> None:
    with opened(FIRST) as clinic:
        patient = clinic.patient("zname")
        report_id = course(clinic, patient, "zone")
    with TestClient(new_app(settings, clock), base_url="http://127.0.0.1") as client:
        answer = client.get(f"/api/feedback/{report_id}", headers=patient.headers)
        assert code_of(answer, 503) == "data_unreadable"


def test_the_command_makes_and_rotates_keys(opened: Opened, settings: Settings) -> None:
    made = command(settings, "", "keys", "new", "k1")
    assert made.stdout.startswith("k1:")
    refused = command(settings, "", "keys", "rotate")
    assert (refused.exit_code, "There are no keys" in refused.stderr) == (2, True)
    refused = command(settings, "k1:short", "verify")
    assert (refused.exit_code, "TAJRIBA_DATA_KEYS" in refused.stderr) == (2, True)
    with opened("") as clinic:
        course(clinic, clinic.patient("zname"), "zone")
    done = command(settings, made.stdout.strip(), "keys", "rotate")
    assert (done.exit_code, "rows were encrypted anew" in done.stdout) == (0, True)
    done = command(settings, f"{SECOND},{made.stdout.strip()}", "keys", "rotate")
    assert "Nothing needs any more: k1." in done.stdout


def test_a_text_in_another_row_is_not_read(opened: Opened) -> None:
    with opened(FIRST) as clinic:
        one, other = clinic.patient("zname"), clinic.patient("zother")
        first, second = (course(clinic, person, "zone") for person in (one, other))

        def move(tx: WriteTx) -> None:
            taken = tx.scalar(select(feedback.c.comment).where(feedback.c.id == second))
            tx.run(update(feedback).where(feedback.c.id == first).values(comment=taken))

        clinic.database.write_now(move)
        with pytest.raises(DataUnreadable):
            clinic.database.read_now(find, first)


def test_an_entry_of_the_trail_that_was_changed_is_found(opened: Opened) -> None:
    with opened(FIRST) as clinic:
        patient = clinic.patient("zname")
        course(clinic, patient, "zone")
        one = clinic.database.read_now(lambda tx: _updates(tx)[0])
        changed = update(audit).where(audit.c.id == one).values(after="aesgcm:k1:AAAA")
        clinic.database.write_now(lambda tx: tx.run(changed))
        assert clinic.database.read_now(verify_trail).broken == one


def _updates(tx: ReadTx) -> list[int]:
    found = select(audit.c.id).where(audit.c.action == "patient.update")
    return [row.id for row in tx.all(found)]


def test_who_is_erased_is_gone(opened: Opened, clock: FakeClock) -> None:
    with opened(FIRST) as clinic:
        patient = clinic.patient("zone-name")
        course(clinic, patient, "zone")
        body = {"password": PASSWORD}
        data_of(clinic.client.post("/api/me/erasure", json=body, headers=patient.headers))
        clock.advance(days=14)
        assert asyncio.run(erase_due(clinic.database)) == 1
        assert keys_in(clinic) == {"k1"}, "the sample of the key alone"
        clinic.database.read_now(require_keys)
        assert clinic.database.read_now(verify).total == 0


def test_the_secret_of_an_authenticator_is_encrypted_and_rotates(
    opened: Opened, clock: FakeClock
) -> None:
    def step() -> int:
        return clock() // 1000 // STEP_SECONDS

    with opened("") as clinic:
        doctor = clinic.practitioner()
        mine = Principal(doctor.user_id, "practitioner", "")
        secret = clinic.database.write_now(begin, mine)
        clinic.database.write_now(confirm, mine, code_at(secret, step()))
        assert secret in words(clinic)
    for keys, rows in ((FIRST, 1), (f"{SECOND},{FIRST}", 1), (SECOND, 0)):
        clock.advance(seconds=STEP_SECONDS)
        with opened(keys) as clinic:
            assert asyncio.run(rotate(clinic.database)).rows == rows
            assert secret not in words(clinic)
            assert clinic.database.write_now(use_code, doctor.user_id, code_at(secret, step()))
    with opened(SECOND) as clinic:
        other = Principal(clinic.patient(email="other@example.org").user_id, "patient", "")
        secret = clinic.database.write_now(begin, other)
        assert secret not in words(clinic)
        clinic.database.write_now(confirm, other, code_at(secret, step()))


def test_every_table_with_encrypted_columns_is_rotated() -> None:
    encrypted = {table for table in metadata.tables.values() if encrypted_columns(table)}
    assert set(TABLES) == encrypted
    for table in TABLES:
        columns = {name for names in encrypted_columns(table).values() for name in names}
        assert columns <= set(table.c.keys())
