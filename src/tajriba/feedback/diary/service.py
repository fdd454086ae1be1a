"""Storing and reading the days of a diary, and what was taken on them."""

from datetime import date
from typing import Final

import orjson
from sqlalchemy import delete, insert, select, update

from tajriba.audit.service import Entry, record
from tajriba.diagnoses.access import OwnedDiagnosisId, VisibleDiagnosisId
from tajriba.feedback.diary.changes import DiaryDay
from tajriba.feedback.diary.schemas import DiaryDayBody, IntakeBody
from tajriba.feedback.tables import diary_day, intake
from tajriba.kit.clock import day_of, iso_day
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import bad_field
from tajriba.knowledge.service import parents_of
from tajriba.patients.access import OwnPatientId

BACK_DAYS: Final = 30
_AHEAD_MS: Final = 14 * 3_600_000
"""Where the day begins first, it does so this long before it does in UTC."""
_EPOCH: Final = date(1970, 1, 1).toordinal()


def day_number(own_day: date) -> int:
    """Return the days since 1970 of a day of somebody's calendar."""
    return own_day.toordinal() - _EPOCH


def _written_day(tx: ReadTx, own_day: date) -> int:
    """Return the number of a day that may be written; raises `Invalid` for one that has begun
    nowhere on earth yet, or is over `BACK_DAYS` back."""
    day = day_number(own_day)
    if day > day_of(tx.now + _AHEAD_MS):
        raise bad_field("day", "observed_in_future")
    if day < day_of(tx.now) - BACK_DAYS:
        raise bad_field("day", "observed_too_old", days=BACK_DAYS)
    return day


def write_day(
    tx: WriteTx,
    actor_id: int,
    whose: OwnPatientId,
    diagnosis_id: VisibleDiagnosisId,
    body: DiaryDayBody,
    symptoms: int,
) -> DiaryDay:
    """Store how the patient is on a day, in the place of what they said before.

    Raises `Invalid` for another day than may be written, and where it says something of more or
    fewer than the diagnosis' `symptoms`.
    """
    day = _written_day(tx, body.day)
    if body.symptoms and len(body.symptoms) != symptoms:
        raise bad_field("symptoms", "symptoms_differ", count=symptoms)
    severities = body.symptoms or [None] * symptoms
    told = DiaryDay(day, body.severity, body.sleep, tuple(severities))
    key = (diary_day.c.diagnosis_id == diagnosis_id, diary_day.c.day == day)
    row = tx.first(select(diary_day).where(*key))
    values = {
        "severity": told.severity,
        "sleep": told.sleep,
        "symptoms": orjson.dumps(severities).decode(),
        "updated_at": tx.now,
    }
    if row is None:
        new = {"diagnosis_id": diagnosis_id, "day": day, "patient_id": whose}
        tx.run(insert(diary_day).values(**new, **values))
    else:
        tx.run(update(diary_day).where(*key).values(**values))
    before = None if row is None else _said(_day(row))
    record(tx, Entry(actor_id, "diary.write", "diagnosis", diagnosis_id, before, _said(told)))
    return told


def _said(told: DiaryDay) -> dict[str, object]:
    return told._asdict() | {"day": iso_day(told.day)}


def days_of(tx: ReadTx, diagnosis_id: VisibleDiagnosisId) -> list[DiaryDay]:
    """Return the days of a diagnosis' diary, oldest first."""
    statement = select(diary_day).where(diary_day.c.diagnosis_id == diagnosis_id)
    return [_day(row) for row in tx.all(statement.order_by(diary_day.c.day))]


def _day(row: object) -> DiaryDay:
    severities = tuple(orjson.loads(row.symptoms))  # type: ignore[attr-defined]
    return DiaryDay(row.day, row.severity, row.sleep, severities)  # type: ignore[attr-defined]


def write_intake(
    tx: WriteTx,
    actor_id: int,
    whose: OwnPatientId,
    diagnosis_id: OwnedDiagnosisId,
    body: IntakeBody,
    *,
    planned: bool,
) -> None:
    """Store how often a remedy was taken on a day.

    Raises `NotFound` where there is no such remedy, and `Invalid` for one that is not `planned`
    and was not taken on that day before.
    """
    day, recommendation_id, times = _written_day(tx, body.day), body.recommendation_id, body.times
    key = (
        intake.c.diagnosis_id == diagnosis_id,
        intake.c.recommendation_id == recommendation_id,
        intake.c.day == day,
    )
    before = tx.scalar(select(intake.c.times).where(*key)) or 0
    if not (planned or before):
        parents_of(tx, recommendation_id)
        raise bad_field("recommendation_id", "not_in_plan")
    if times == before:
        return
    tx.run(delete(intake).where(*key))
    if times:
        row = {"diagnosis_id": diagnosis_id, "recommendation_id": recommendation_id}
        tx.run(
            insert(intake).values(**row, day=day, patient_id=whose, times=times, updated_at=tx.now)
        )
    told = {"recommendation_id": recommendation_id, "day": iso_day(day)}
    change = (told | {"times": before}, told | {"times": times})
    record(tx, Entry(actor_id, "diary.take", "diagnosis", diagnosis_id, *change))


def intakes_of(tx: ReadTx, diagnosis_id: VisibleDiagnosisId) -> dict[int, dict[int, int]]:
    """Return by remedy and day how often it was taken, oldest first."""
    statement = select(intake).where(intake.c.diagnosis_id == diagnosis_id)
    found: dict[int, dict[int, int]] = {}
    for row in tx.all(statement.order_by(intake.c.day)):
        found.setdefault(row.recommendation_id, {})[row.day] = row.times
    return found
