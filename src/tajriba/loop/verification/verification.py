"""Comparing stored evidence, row by row, with a recompute from raw reports.

Memory follows the number of keys, days and patients, not that of reports: what is kept per
diagnosis is compared in ranges of ids.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import select

from tajriba.evidence.accounting.recompute import Recomputed, recompute
from tajriba.evidence.accounting.stored_sums import (
    counted_values,
    rows_of_courses,
    rows_within,
)
from tajriba.evidence.keys import NO_DAY, Key, Level, Report
from tajriba.evidence.publication.policy import violations_of
from tajriba.evidence.sums import WINDOW_DAYS
from tajriba.feedback.reporting_activity import reporters, submitted
from tajriba.feedback.service import Stored, scan
from tajriba.feedback.success import is_success
from tajriba.kit.clock import day_of, iso_day
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.http.schemas import MAX_ID
from tajriba.loop.report_events import report_of
from tajriba.loop.tables import counter

DIAGNOSES_AT_ONCE: Final = 50_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of `table` that is not what raw feedback says; None where a row should not be."""

    table: str
    place: str
    expected: object
    stored: object


@dataclass(slots=True)
class Checked:
    """How much was compared."""

    reports: int = 0
    rows: int = 0
    last_diagnosis: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found; of the differences only the first are kept."""

    checked: Checked
    total: int
    first: list[Difference] = field(default_factory=list)


def verify(tx: ReadTx, keep: int = 20) -> Verdict:
    """Compare all evidence with raw feedback, in one snapshot."""
    checked = Checked()
    found = differences(tx, checked)
    first = list(islice(found, keep))
    return Verdict(checked, len(first) + sum(1 for _ in found), first)


def differences(tx: ReadTx, checked: Checked | None = None) -> Iterator[Difference]:
    """Yield every row of the evidence that is not what raw feedback says."""
    checked = checked or Checked()
    across = recompute(_seen(_raw(scan(tx)), checked), within=False)
    yield from _counted(tx, across, None, checked)
    for place, expected, stored in violations_of(tx):
        yield Difference("evidence_published", place, expected, stored)
    for part in _ranges(checked.last_diagnosis):
        within = recompute(_raw(scan(tx, diagnoses=part)), across=False)
        yield from _days(within, rows_within(tx, *part), checked)
    yield from _counters(tx, checked)


def _ranges(last: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of ids that join to all there are, the last of them behind every report."""
    for first in range(1, last + 1, DIAGNOSES_AT_ONCE):
        yield first, min(first + DIAGNOSES_AT_ONCE - 1, last)
    yield last + 1, MAX_ID


def differences_of(tx: ReadTx, recommendation_id: int) -> Iterator[Difference]:
    """Yield the rows of one recommendation that are not what raw feedback says."""
    checked = Checked()
    _, diagnosis_ids = reporters(tx, recommendation_id)
    found = recompute(_raw(scan(tx, recommendation_id)))
    stored = rows_of_courses(tx, recommendation_id, diagnosis_ids)
    yield from _days(found, sorted(stored, key=itemgetter(0)), checked)
    yield from _counted(tx, found, recommendation_id, checked)


def _raw(stored: Iterable[Stored]) -> Iterator[Report]:
    """Yield what the evidence counts of stored reports, from their raw figures."""
    for one in stored:
        success, day = is_success(one.answers), day_of(one.observed_at)
        yield report_of(one._replace(success=success, day=day))


def _seen(reports: Iterable[Report], checked: Checked) -> Iterator[Report]:
    for report in reports:
        checked.reports += 1
        checked.last_diagnosis = max(checked.last_diagnosis, report.diagnosis_id)
        yield report


def _days(found: Recomputed, stored: Iterable[Any], checked: Checked) -> Iterator[Difference]:
    pairs = _paired(sorted(found.days.items(), key=itemgetter(0)), stored, checked)
    for (key, day), expected, there in pairs:
        yield Difference("evidence_day", _place(key, day), expected, there)


def _place(key: Key, day: int) -> str:
    names = {name: value for name, value in key._asdict().items() if value and name != "level"}
    parts = [Level(key.level).name.lower(), *(f"{name}={value}" for name, value in names.items())]
    return " ".join(parts if day == NO_DAY else [*parts, f"day={iso_day(day)}"])


def _counted(
    tx: ReadTx, found: Recomputed, recommendation_id: int | None, checked: Checked
) -> Iterator[Difference]:
    """Yield whose counted value is not that of their latest report; who is too old to count may be
    absent."""
    stored, start = counted_values(tx, recommendation_id), tx.today - WINDOW_DAYS
    expected = {
        place: one for place, one in found.counted.items() if one.day > start or place in stored
    }
    there = {place: one for place, one in stored.items() if one.report_id}
    pairs = _paired(sorted(expected.items()), sorted(there.items()), checked)
    for (remedy, part, patient_id), wanted, is_there in pairs:
        place = f"recommendation={remedy} part={part} patient={patient_id}"
        yield Difference("evidence_member", place, wanted, is_there)


def _counters(tx: ReadTx, checked: Checked) -> Iterator[Difference]:
    rows = tx.all(select(counter).order_by(counter.c.recommendation_id))
    stored = ((row.recommendation_id, row.submitted) for row in rows)
    for recommendation_id, wanted, there in _paired(sorted(submitted(tx).items()), stored, checked):
        yield Difference("counter", f"recommendation={recommendation_id}", wanted, there)


def _paired(
    expected: Iterable[tuple[Any, Any]], stored: Iterable[tuple[Any, Any]], checked: Checked
) -> Iterator[tuple[Any, Any, Any]]:
    """Yield place, expected and stored value wherever two streams in order differ."""
    sides = merge(
        ((place, "expected", value) for place, value in expected),
        ((place, "stored", value) for place, value in stored),
        key=itemgetter(0),
    )
    for place, group in groupby(sides, key=itemgetter(0)):
        values = {side: value for _, side, value in group}
        checked.rows += 1
        if values.get("expected") != values.get("stored"):
            yield place, values.get("expected"), values.get("stored")
