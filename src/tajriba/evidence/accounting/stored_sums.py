"""Reading the stored evidence row by row, for comparison. Rows of zeros are left out."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, literal, select

from tajriba.evidence.accounting.recompute import Counted, Place
from tajriba.evidence.keys import Key
from tajriba.evidence.sums import SUMS, Sums
from tajriba.evidence.tables import KEY, PLACE, evidence_day, evidence_member, evidence_waiting
from tajriba.kit.database.transactions import ReadTx

DayRow = tuple[tuple[Key, int], Sums]
"""The key and the day, and the sums."""

_CHUNK: Final = 500

_day = evidence_day.c


def rows_within(tx: ReadTx, first: int, last: int) -> Iterator[DayRow]:
    """Yield the rows of diagnoses with ids first..last, in the order of their keys."""
    return _days(tx, _day.ref.between(first, last))


def rows_of_courses(
    tx: ReadTx, recommendation_id: int, diagnosis_ids: Sequence[int]
) -> Iterator[DayRow]:
    """Yield the rows of one recommendation within diagnoses, in no order."""
    for start in range(0, len(diagnosis_ids), _CHUNK):
        chunk = diagnosis_ids[start : start + _CHUNK]
        yield from _days(tx, _day.ref.in_(chunk), _day.sub == recommendation_id)


def counted_values(tx: ReadTx, recommendation_id: int | None = None) -> dict[Place, Counted]:
    """Return what each patient counts in each part: what waits, else what is published."""
    found: dict[Place, Counted] = {}
    for looked_up, place, counted in chain(
        _values(tx, evidence_member, literal(value=True), recommendation_id),
        _values(tx, evidence_waiting, evidence_waiting.c.looked_up, recommendation_id),
    ):
        before = found.get(place)
        if looked_up or before is None or _when(counted) >= _when(before):
            found[place] = counted
    return found


def _values(
    tx: ReadTx, table: Table, looked_up: ColumnElement[bool], recommendation_id: int | None
) -> Iterator[tuple[bool, Place, Counted]]:
    columns = (table.c[name] for name in (*PLACE, "report_id", "day", *SUMS))
    statement = select(looked_up, *columns)
    if recommendation_id is not None:
        statement = statement.where(table.c.recommendation_id == recommendation_id)
    for looked, remedy, part, patient_id, report_id, day, *counts in _stream(tx, statement):
        yield bool(looked), (remedy, part, patient_id), Counted(report_id, day, Sums(*counts))


def _when(counted: Counted) -> tuple[int, int]:
    return counted.day, counted.report_id


def _days(tx: ReadTx, *conditions: ColumnElement[bool]) -> Iterator[DayRow]:
    columns = (_day[name] for name in (*KEY, "day", *SUMS))
    order = (_day[name] for name in (*KEY, "day"))
    for row in _stream(tx, select(*columns).where(*conditions).order_by(*order)):
        sums = Sums(*row[len(KEY) + 1 :])
        if sums != Sums():
            yield (Key(*row[: len(KEY)]), row[len(KEY)]), sums


def _stream(tx: ReadTx, statement: Select[Any]) -> Iterator[Any]:
    connection = tx.connection.execution_options(stream_results=True)
    return iter(connection.execute(statement).yield_per(1000))
