"""Reports from which something can be learned, and training on them to its end."""

import threading
from typing import Any

import numpy as np

from tajriba.feedback.answers import Answers
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.lab.training.jobs import Job, find_job, open_job
from tajriba.lab.training.promotion import install
from tajriba.lab.training.tables import JOB_TOPIC
from tajriba.loop.transfer.record_format import Record
from tajriba.loop.transfer.record_import import Progress, import_batch
from tajriba.predictions.model.learned.learned_model import DEFAULT_LEARNED, Learned
from tajriba.predictions.registry.model_artifact import dump
from tajriba.predictions.registry.model_versions import Model, add_model
from tests.kit.clinics.clinic import Clinic, Person, data_of

PATIENTS = 60
REPORTS = 10
DAY_MS = 86_400_000
PATIENCE = 90
"""Seconds that training may take on a busy machine."""


def of_habit(database: Database, patients: int = PATIENTS) -> int:
    """Import reports of patients who mostly praise, or mostly blame, whatever they took."""
    random = np.random.default_rng(1)
    praises = random.random(patients) < 0.5
    rows = [(patient, number) for number in range(REPORTS) for patient in range(patients)]
    successes = [random.random() < (0.9 if praises[patient] else 0.1) for patient, _ in rows]
    return _import(database, rows, successes)


def of_chance(database: Database, patients: int = PATIENTS, rate: float = 0.5) -> int:
    """Import reports that nothing explains."""
    random = np.random.default_rng(2)
    rows = [(patient, number) for number in range(REPORTS) for patient in range(patients)]
    return _import(database, rows, [bool(random.random() < rate) for _ in rows])


def _import(database: Database, rows: list[tuple[int, int]], successes: list[bool]) -> int:
    pairs = list(zip(rows, successes, strict=True))

    def record(tx: ReadTx, patient: int, number: int, success: bool) -> Record:
        at = tx.now - (REPORTS - number) * 5 * DAY_MS
        remedy = (patient + 7 * number) % 24
        score = 5 if success else 1
        return Record(
            f"lesson-{patient}", f"illness {remedy % 4}", f"plant {remedy}",
            Answers(score, score), Answers._fields, None, None, at,
        )  # fmt: skip

    def run(tx: WriteTx) -> Progress:
        records = [record(tx, *row, success) for row, success in pairs]
        return import_batch(tx, records, Progress(), None)

    return database.write_now(run).imported


def serve(
    database: Database, learned: Learned = DEFAULT_LEARNED, artifact: str | None = None
) -> Model:
    """Put a model into service without training it."""

    def run(tx: WriteTx) -> Model:
        text = dump(learned) if artifact is None else artifact
        made = add_model(tx, artifact=text, figures={}, trained_on=0, reason="better")
        install(tx, made, None)
        return made

    return database.write_now(run)


def ask(clinic: Clinic, admin: Person) -> dict[str, Any]:
    """Ask for training and return the work."""
    found: dict[str, Any] = data_of(
        clinic.client.post("/api/predictions/model/retrain", headers=admin.headers), 202
    )
    return found


def trained(clinic: Clinic, admin: Person) -> dict[str, Any]:
    """Ask for training, see it through and return the work as it ended."""
    ended = threading.Event()

    def heard(topics: frozenset[str]) -> None:
        if JOB_TOPIC in topics:
            ended.set()

    clinic.database.on_commit(heard)
    ask(clinic, admin)
    while clinic.database.read_now(open_job) is not None:
        assert ended.wait(PATIENCE)
        ended.clear()
    return newest(clinic, admin)


def newest(clinic: Clinic, admin: Person) -> dict[str, Any]:
    """Return the newest work."""
    found: list[dict[str, Any]] = data_of(
        clinic.client.get("/api/admin/jobs", headers=admin.headers)
    )
    return found[0]


def job_of(database: Database, job_id: int) -> Job:
    """Return a row of work."""
    found = database.read_now(find_job, job_id)
    assert found is not None
    return found
