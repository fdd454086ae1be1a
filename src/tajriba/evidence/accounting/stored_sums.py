"""Reading the stored sums of evidence row by row, for comparison. Rows of zeros are left out."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select

from tajriba.evidence.accounting.recompute import PatientRow, Place
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.sums import SUMS, Sums
from tajriba.evidence.tables import KEY, evidence_day, evidence_patient
from tajriba.kit.database.transactions import ReadTx

DayRow = tuple[tuple[Key, int], Sums]
"""The key and the day, and the sums."""

PatientDay = tuple[PatientRow, tuple[Place, int, int]]
"""The patient's row, and the latest day with its cohort, the herb and the condition."""

_ACROSS: Final = [Level.ALL, Level.CONDITION, Level.HERB, Level.RECOMMENDATION, Level.COHORT]
_WITHIN: Final = [Level.DIAGNOSIS, Level.COURSE]
_CHUNK: Final = 500

_day = evidence_day.c
_patient = evidence_patient.c


def rows_across(tx: ReadTx, recommendation_id: int | None = None) -> Iterator[DayRow]:
    """Yield the rows across patients in the order of their keys; of one recommendation's own
    keys where that is asked."""
    if recommendation_id is None:
        return _days(tx, _day.level.in_(_ACROSS))
    levels = [Level.RECOMMENDATION, Level.COHORT]
    return _days(tx, _day.level.in_(levels), _day.ref == recommendation_id)


def rows_within(tx: ReadTx, first: int, last: int) -> Iterator[DayRow]:
    """Yield the rows of diagnoses with ids first..last, in the order of their keys."""
    return _days(tx, _day.level.in_(_WITHIN), _day.ref.between(first, last))


def rows_of_courses(
    tx: ReadTx, recommendation_id: int, diagnosis_ids: Sequence[int]
) -> Iterator[DayRow]:
    """Yield the rows of one recommendation within diagnoses, in no order."""
    for chunk in _chunks(diagnosis_ids):
        yield from _days(
            tx, _day.level.in_(_WITHIN), _day.ref.in_(chunk), _day.sub == recommendation_id
        )


def patient_days(tx: ReadTx) -> Iterator[PatientDay]:
    """Yield every patient's latest days, in the order of their rows."""
    return _patients(tx, select(evidence_patient))


def patient_days_of(
    tx: ReadTx, recommendation_id: int, patient_ids: Sequence[int]
) -> Iterator[PatientDay]:
    """Yield patients' latest days for one recommendation, in no order."""
    for chunk in _chunks(patient_ids):
        yield from _patients(
            tx,
            select(evidence_patient).where(
                _patient.patient_id.in_(chunk), _patient.recommendation_id == recommendation_id
            ),
        )


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def _days(tx: ReadTx, *conditions: ColumnElement[bool]) -> Iterator[DayRow]:
    columns = (_day[name] for name in (*KEY, "day", *SUMS))
    order = (_day[name] for name in (*KEY, "day"))
    for row in _stream(tx, select(*columns).where(*conditions).order_by(*order)):
        sums = Sums(*row[len(KEY) + 1 :])
        if sums != Sums():
            yield (Key(*row[: len(KEY)]), row[len(KEY)]), sums


def _patients(tx: ReadTx, statement: Select[Any]) -> Iterator[PatientDay]:
    ordered = statement.order_by(_patient.patient_id, _patient.recommendation_id, _patient.part)
    for row in _stream(tx, ordered):
        place = (row.patient_id, row.recommendation_id, row.part)
        yield place, ((row.latest, row.cohort), row.herb_id, row.condition_id)


def _stream(tx: ReadTx, statement: Select[Any]) -> Iterator[Any]:
    connection = tx.connection.execution_options(stream_results=True)
    return iter(connection.execute(statement).yield_per(1000))
