"""A small clinic without HTTP, threads or a disk: for tests that live through many histories."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, create_engine, event, select
from sqlalchemy.pool import StaticPool

from tajriba.accounts.schemas import Claims, Principal
from tajriba.accounts.service import open_session
from tajriba.diagnoses.access import VisibleDiagnosisId
from tajriba.diagnoses.plan_writing import set_plan
from tajriba.diagnoses.schemas import DiagnosisBody, PlanBody
from tajriba.diagnoses.service import create_diagnosis, find_diagnosis
from tajriba.evidence.keys import Report
from tajriba.evidence.publication.policy import AtomPolicy, PublicationPolicy
from tajriba.feedback.idempotency_key import Retry
from tajriba.feedback.schemas import FeedbackIn, FeedbackRevision
from tajriba.feedback.service import Stored, scan
from tajriba.kit.database.transactions import WriteTx, metadata
from tajriba.kit.mizaj import Mizaj
from tajriba.knowledge.entries import Herb
from tajriba.knowledge.service import herb_entries
from tajriba.knowledge.tables import recommendation
from tajriba.loop.report_events import report_of
from tajriba.loop.submission.revision import revise, withdraw
from tajriba.loop.submission.submission import Submission, submit_group
from tajriba.patients.access import VisiblePatientId
from tajriba.patients.consent.schemas import NOTICE_VERSION, PURPOSES, Purpose
from tajriba.patients.consent.service import choose
from tajriba.patients.schemas import PatientPatch
from tajriba.patients.service import register, update_record
from tajriba.privacy.consent_choices import choose_consents
from tests.kit.fakes.fake_clock import FakeClock

MIZAJES: tuple[Mizaj | None, ...] = ("garm", "garm", "sard", "sard_tar", None)
SESSION_DAYS = 10_000


@dataclass(frozen=True)
class Seat:
    """A patient with a diagnosis of each condition of the world."""

    principal: Principal
    patient_id: int
    diagnoses: dict[int, int]

    @property
    def claims(self) -> Claims:
        """What the patient's token says."""
        return Claims(self.principal.user_id, self.principal.session_id)


@dataclass(frozen=True)
class Remedy:
    """A remedy that is safe for everyone, with what it is part of."""

    id: int
    herb_id: int
    condition_id: int


class InMemoryClinic:
    """Patients whose plans hold the same remedies; each test lives in a history of its own."""

    def __init__(self, template: Path, patients: int = 12) -> None:
        self.clock = FakeClock()
        self.policy: PublicationPolicy = AtomPolicy("everybody")
        self.connection = _copy(template)
        with self.connection.begin():
            self.remedies = _remedies(self.tx)
            self.seats = [self._seat(number) for number in range(patients)]

    @property
    def tx(self) -> WriteTx:
        """A transaction at the present time of the clock."""
        return WriteTx(self.connection, self.clock())

    @contextmanager
    def history(self) -> Iterator["InMemoryClinic"]:
        """Run what nothing remains of afterwards, neither rows nor time."""
        self.clock.now = FakeClock().now
        transaction = self.connection.begin()
        try:
            yield self
        finally:
            transaction.rollback()

    def _seat(self, number: int) -> Seat:
        registered = register(self.tx, f"p{number}@example.org", "-", f"بیمار {number}")
        choose(self.tx, registered.user_id, PURPOSES, 0)
        opened = open_session(self.tx, registered.user_id, SESSION_DAYS)
        principal = Principal(registered.user_id, "patient", opened.session_id)
        seat = Seat(principal, registered.patient_id, {})
        self.temper(seat, MIZAJES[number % len(MIZAJES)])
        by_condition: dict[int, list[int]] = {}
        for remedy in self.remedies:
            by_condition.setdefault(remedy.condition_id, []).append(remedy.id)
        for condition_id, plan in by_condition.items():
            seat.diagnoses[condition_id] = self._diagnose(principal, condition_id, plan)
        return seat

    def _diagnose(self, principal: Principal, condition_id: int, plan: list[int]) -> int:
        body = DiagnosisBody(condition=condition_id, severity=3)
        diagnosis_id = create_diagnosis(self.tx, principal, body)
        found = find_diagnosis(self.tx, VisibleDiagnosisId(diagnosis_id))
        set_plan(self.tx, principal, found, PlanBody(recommendation_ids=plan))
        return diagnosis_id

    def agree(self, seat: Seat, *, agrees: bool) -> None:
        """Have a patient agree to published figures, or no longer."""
        purposes: list[Purpose] = ["published"] if agrees else []
        choose_consents(self.tx, seat.principal, NOTICE_VERSION, purposes)

    def temper(self, seat: Seat, mizaj: Mizaj | None) -> None:
        """Set a patient's mizaj."""
        self.describe(seat, mizaj=mizaj)

    def describe(self, seat: Seat, **fields: Any) -> None:
        """Set fields of a patient's record."""
        patch = PatientPatch(**fields)
        update_record(self.tx, seat.principal, VisiblePatientId(seat.patient_id), patch)

    def body(self, seat: Seat, remedy: Remedy, **fields: Any) -> FeedbackIn:
        """Return a report, a success where nothing else is given."""
        given = {
            "recommendation_id": remedy.id,
            "diagnosis_id": seat.diagnoses[remedy.condition_id],
            "rating": 4,
            "symptom_improvement": 4,
        }
        return FeedbackIn.model_validate(given | fields)

    def submission(
        self,
        seat: Seat,
        *items: FeedbackIn,
        every: int = 5,
        retry: Retry | None = None,
        policy: PublicationPolicy | None = None,
    ) -> Submission:
        """Return a request of a patient, under the clinic's policy where no other is given."""
        return Submission(
            seat.claims, items, retry, every, policy or self.policy, batch=len(items) > 1
        )

    def submit_all(self, submissions: Sequence[Submission]) -> list[list[Stored] | Exception]:
        """Submit requests as one group and return the outcome of each."""
        return [
            one if isinstance(one, Exception) else [report.stored for report in one]
            for one in submit_group(self.tx, submissions)
        ]

    def report(self, seat: Seat, remedy: Remedy, every: int = 5, **fields: Any) -> Stored:
        """Submit one report and return it; raises why it was refused."""
        body = self.body(seat, remedy, **fields)
        (outcome,) = self.submit_all([self.submission(seat, body, every=every)])
        if isinstance(outcome, Exception):
            raise outcome
        return outcome[0]

    def revise(self, seat: Seat, feedback_id: int, **fields: Any) -> Stored:
        """Revise one's own report."""
        return revise(self.tx, seat.principal, feedback_id, FeedbackRevision(**fields))

    def withdraw(self, seat: Seat, feedback_id: int) -> None:
        """Withdraw one's own report."""
        withdraw(self.tx, seat.principal, feedback_id)

    def reports(self) -> list[Report]:
        """Return every standing report as the evidence counts it."""
        return list(map(report_of, scan(self.tx)))

    def rows(self, *names: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows of tables, sorted: for comparing two histories, so without the audit
        trail's seals, whose salts are random."""
        return {
            name: sorted(map(tuple, self.tx.all(select(*_comparable(name)))), key=repr)
            for name in names
        }


def _comparable(name: str) -> list[Column[Any]]:
    seals = {"salt", "digest", "seal"} if name == "audit" else set()
    return [column for column in metadata.tables[name].c if column.name not in seals]


def _copy(template: Path) -> Connection:
    engine = create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    source = sqlite3.connect(template)
    raw = engine.raw_connection()
    source.backup(raw.driver_connection)  # type: ignore[arg-type]
    source.close()
    raw.close()
    return engine.connect()


def _unlimited(herb: Herb) -> bool:
    """Return whether anybody may take a herb, and several remedies of it at once."""
    return herb.safe_for_everyone and herb.dose.max_daily_g is None and not herb.constituents


def _remedies(tx: WriteTx) -> list[Remedy]:
    """Return three remedies: two of one condition, and the herb of the first for another."""
    rows = tx.all(select(recommendation).order_by(recommendation.c.id))
    herbs = herb_entries(tx, [row.herb_id for row in rows])
    safe = [
        Remedy(row.id, row.herb_id, row.condition_id)
        for row in rows
        if row.reviewed and _unlimited(herbs[row.herb_id])
    ]
    for first in safe:
        here = [one for one in safe if one.condition_id == first.condition_id and one != first]
        there = [
            one
            for one in safe
            if one.herb_id == first.herb_id and one.condition_id != first.condition_id
        ]
        if here and there:
            return [first, here[0], there[0]]
    raise LookupError("the shipped knowledge has no such remedies")
