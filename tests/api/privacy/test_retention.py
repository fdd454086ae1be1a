"""What grows ends by policy, from the oldest on, and who comes back from before learns it."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import Table, func, select
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from tajriba.accounts.email.email_links import make_link
from tajriba.accounts.service import Lifetime, end_session, open_session, refresh_session
from tajriba.accounts.tables import email_link, refresh_token, session
from tajriba.audit.tables import audit
from tajriba.audit.verification import verify as verify_trail
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.events.service import last_position
from tajriba.events.tables import event
from tajriba.feedback.tables import idempotency
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.lab.training.jobs import ask, finish, last_read, take
from tajriba.lab.training.tables import job
from tajriba.loop.verification.verification import verify
from tajriba.patients.tables import care, registration
from tajriba.predictions.registry.model_versions import add_model, list_models
from tajriba.predictions.tables import model, ranking
from tajriba.privacy.retention.growth import KeptDays
from tajriba.privacy.retention.pruner import Pruner
from tajriba.privacy.retention.pruning import prune
from tajriba.realtime.tables import ticket
from tests.kit.clinics.clinic import Clinic, Person, data_of

KEPT = KeptDays(
    events=30, audit=400, sessions=90, idempotency=90, rankings=730, invitations=90, jobs=365
)


def run(clinic: Clinic, kept: KeptDays = KEPT) -> int:
    return asyncio.run(prune(clinic.database, kept))


def count(clinic: Clinic, table: Table) -> int:
    statement = select(func.count()).select_from(table)
    return int(clinic.database.read_now(lambda tx: tx.scalar(statement)))


def come_back(clinic: Clinic, *people: Person) -> None:
    """Sign in anew whose sessions have ended meanwhile."""
    for one in people:
        one.headers.update(clinic.session(one.user_id))


def planned(clinic: Clinic, person: Person) -> tuple[int, int]:
    diagnosis_id = clinic.diagnosis(person)
    return diagnosis_id, clinic.plan(person, diagnosis_id)[0]


def position(clinic: Clinic, diagnosis_id: int) -> int:
    topics = [diagnosis_topic(diagnosis_id)]
    return clinic.database.read_now(lambda tx: last_position(tx, topics))


def resume(clinic: Clinic, person: Person, diagnosis_id: int, after: int) -> dict[str, Any]:
    """Come back on a socket with what was applied last, and return what `connect` says."""
    path = f"/ws/{diagnosis_id}?after={after}"
    with clinic.client.websocket_connect(path, headers=person.headers) as socket:
        found: dict[str, Any] = socket.receive_json()["data"]
        return found


def test_who_resumes_from_before_the_log_gets_a_fresh_snapshot(
    client: TestClient, clinic: Clinic
) -> None:
    patient = clinic.patient()
    diagnosis_id, remedy = planned(clinic, patient)
    clinic.report(patient, diagnosis_id, remedy)
    before = position(clinic, diagnosis_id) - 1
    assert resume(clinic, patient, diagnosis_id, before)["recovered"] is True
    clinic.clock.advance(days=29)
    come_back(clinic, patient)
    run(clinic)
    clinic.report(patient, diagnosis_id, remedy)
    kept = position(clinic, diagnosis_id) - 1
    clinic.clock.advance(days=2)
    come_back(clinic, patient)
    assert run(clinic) > 0
    assert resume(clinic, patient, diagnosis_id, before)["recovered"] is False
    assert resume(clinic, patient, diagnosis_id, kept)["recovered"] is True
    path = f"/api/diagnoses/{diagnosis_id}/live"
    snapshot = data_of(client.get(path, headers=patient.headers))
    assert snapshot["event_id"] == position(clinic, diagnosis_id)
    assert len(snapshot["recent_events"]) >= 1
    assert 2 in [one["own"]["sample_size"] for one in snapshot["evidence"]]


def test_the_newest_event_stays_and_positions_go_on(clinic: Clinic) -> None:
    patient = clinic.patient()
    diagnosis_id, remedy = planned(clinic, patient)
    before = position(clinic, diagnosis_id)
    clinic.clock.advance(days=31)
    run(clinic)
    newest = position(clinic, diagnosis_id)
    assert (count(clinic, event), newest > before) == (1, True)
    come_back(clinic, patient)
    assert resume(clinic, patient, diagnosis_id, before)["recovered"] is False
    assert resume(clinic, patient, diagnosis_id, newest)["recovered"] is True
    clinic.report(patient, diagnosis_id, remedy)
    assert position(clinic, diagnosis_id) > newest


def test_sessions_and_their_tokens_end(clinic: Clinic) -> None:
    patient = clinic.patient()
    lifetime = Lifetime(365, 3650)
    database = clinic.database
    ended = database.write_now(open_session, patient.user_id, 365)
    database.write_now(end_session, ended.session_id)
    living = database.write_now(open_session, patient.user_id, 365)
    after = database.write_now(refresh_session, living.refresh_token, lifetime)
    assert not isinstance(after, Exception)
    clinic.clock.advance(days=89)
    run(clinic)
    assert (count(clinic, session), count(clinic, refresh_token)) == (3, 4)
    clinic.clock.advance(days=2)
    run(clinic)
    assert (count(clinic, session), count(clinic, refresh_token)) == (2, 2)
    again = database.write_now(refresh_session, after.refresh_token, lifetime)
    assert not isinstance(again, Exception)
    clinic.clock.advance(days=91 + 365)
    run(clinic)
    assert (count(clinic, session), count(clinic, refresh_token)) == (0, 0)


def test_what_expires_is_deleted(client: TestClient, clinic: Clinic) -> None:
    patient = clinic.patient()
    diagnosis_id, _ = planned(clinic, patient)
    body = {"diagnosis_id": diagnosis_id}
    assert client.post("/ws/ticket", json=body, headers=patient.headers).status_code == 201
    clinic.database.write_now(make_link, patient.user_id, "verify")
    clinic.database.write_now(_registration)
    assert run(clinic) == 0
    clinic.clock.advance(days=3, seconds=1)
    assert run(clinic) == 3
    assert [count(clinic, one) for one in (ticket, email_link, registration)] == [0, 0, 0]


def _registration(tx: WriteTx) -> None:
    row = {"key": "k", "email": "e@example.org", "password_hash": "", "full_name": ""}
    tx.run(registration.insert().values(**row, expires_at=tx.now + 1000))


def test_a_repeated_report_is_known_for_ninety_days(client: TestClient, clinic: Clinic) -> None:
    patient = clinic.patient()
    diagnosis_id, remedy = planned(clinic, patient)
    body = {"diagnosis_id": diagnosis_id, "recommendation_id": remedy} | {
        "rating": 4,
        "symptom_improvement": 4,
    }

    def send() -> int:
        headers = patient.headers | {"Idempotency-Key": "one"}
        answer = client.post("/api/feedback/submit", json=body, headers=headers)
        return int(data_of(answer, 201)["id"])

    first = send()
    clinic.clock.advance(days=89)
    come_back(clinic, patient)
    run(clinic)
    assert send() == first
    clinic.clock.advance(days=2)
    come_back(clinic, patient)
    run(clinic)
    assert count(clinic, idempotency) == 0
    assert send() != first


def test_invitations_that_nobody_accepts_end(client: TestClient, clinic: Clinic) -> None:
    carer, patient = clinic.practitioner(), clinic.patient()
    clinic.invite(carer, "nobody@example.org")
    accepted = clinic.consent(carer, patient)
    clinic.invite(carer, "somebody@example.org")
    clinic.clock.advance(days=91)
    run(clinic)
    ids = clinic.database.read_now(lambda tx: [row.id for row in tx.all(select(care.c.id))])
    assert accepted in ids
    assert len(ids) == 2, "the number of the newest is not given again"
    come_back(clinic, carer)
    clinic.invite(carer, "third@example.org")
    assert run(clinic) == 1


def test_rankings_end_but_for_the_last(clinic: Clinic) -> None:
    patient = clinic.patient()
    one, other = (clinic.diagnosis(patient) for _ in range(2))

    def add(tx: WriteTx, diagnosis_id: int) -> int:
        said = {"level": "balanced", "model_version": "1", "evidence_version": "", "items": "[]"}
        return tx.add(ranking, diagnosis_id=diagnosis_id, created_at=tx.now, **said)

    for diagnosis_id in (one, one, other):
        clinic.database.write_now(add, diagnosis_id)
    clinic.clock.advance(days=731)
    run(clinic)
    assert count(clinic, ranking) == 2
    clinic.database.write_now(add, one)
    run(clinic)
    assert count(clinic, ranking) == 2


def test_trainings_and_models_that_never_served_end(clinic: Clinic) -> None:
    def train(tx: WriteTx, read_to: int) -> None:
        ask(tx, None)
        held = take(tx, "me", read_to)
        assert held is not None
        finish(tx, held, "kept", None)
        add_model(tx, artifact="{}", figures={}, trained_on=read_to, reason="not_better")

    for read_to in (1, 9, 5):
        clinic.database.write_now(train, read_to)
    clinic.clock.advance(days=366)
    run(clinic)
    assert (count(clinic, job), count(clinic, model)) == (2, 1)
    assert clinic.database.read_now(last_read) == 9
    clinic.database.write_now(train, 10)
    versions = [one.version for one in clinic.database.read_now(list_models, None, 10)]
    assert versions == ["2.4", "2.3"]


def test_the_audit_trail_ends_and_proves_itself(clinic: Clinic) -> None:
    patient = clinic.patient()
    planned(clinic, patient)
    entries = count(clinic, audit)
    clinic.clock.advance(days=200)
    come_back(clinic, patient)
    diagnosis_id, remedy = planned(clinic, patient)
    clinic.report(patient, diagnosis_id, remedy)
    run(clinic)
    assert clinic.database.read_now(verify_trail).pruned == 0
    clinic.clock.advance(days=201)
    run(clinic)
    trail = clinic.database.read_now(verify_trail)
    assert (trail.pruned, trail.broken) == (entries, None)
    assert clinic.database.read_now(verify).total == 0


def test_it_works_in_short_transactions(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tajriba.privacy.retention.pruning.AT_ONCE", 2)
    monkeypatch.setattr("tajriba.privacy.retention.pruning.LOOKED_THROUGH", 5)
    patient = clinic.patient()
    for _ in range(12):
        clinic.database.write_now(open_session, patient.user_id, 1)
    for _ in range(3):
        diagnosis_id, remedy = planned(clinic, patient)
        clinic.report(patient, diagnosis_id, remedy)
    sizes: list[int] = []
    write = clinic.database.write

    async def counted(use_case: Any, *args: Any) -> Any:
        found = await write(use_case, *args)
        sizes.append(found or 0)
        return found

    monkeypatch.setattr(clinic.database, "write", counted)
    clinic.clock.advance(days=500)
    pruned = run(clinic)
    assert (max(sizes), sum(sizes)) == (2, pruned)
    assert (count(clinic, session), count(clinic, event)) == (0, 1)
    assert clinic.database.read_now(verify_trail).broken is None


def test_the_server_looks_once_a_day(clinic: Clinic) -> None:
    clinic.patient()
    pruner = Pruner(clinic.database, KEPT, clinic.clock)

    def tokens() -> int:
        asyncio.run(pruner.look())
        return count(clinic, refresh_token)

    assert tokens() == 1
    clinic.clock.advance(days=121)
    assert tokens() == 0
    clinic.patient()
    clinic.database.write_now(_expire)
    assert tokens() == 1
    clinic.clock.advance(days=1)
    assert tokens() == 0


def _expire(tx: WriteTx) -> None:
    tx.run(session.update().values(ended_at=0))


def test_what_fails_is_logged(clinic: Clinic) -> None:
    pruner = Pruner(clinic.database, KEPT, clinic.clock)

    def rename(tx: ReadTx, old: str, new: str) -> None:
        tx.connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    async def rounds() -> None:
        task = asyncio.create_task(pruner.run())
        while not any(line["event"] == "pruning_failed" for line in lines):
            pruner.notify()
            await asyncio.sleep(0)
        task.cancel()

    clinic.database.write_now(rename, "email_link", "away")
    with capture_logs() as lines:
        asyncio.run(rounds())
    clinic.database.write_now(rename, "away", "email_link")
    assert run(clinic) == 0
