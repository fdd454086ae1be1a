"""Recomputing evidence from its definition over all reports. Pure; the `Ledger` must agree with it.

It shares no step with the incremental path: not the keys, not the sums, not the counted values.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tajriba.evidence.keys import NO_DAY, Key, Level, Report
from tajriba.evidence.sums import Sums
from tajriba.feedback.answers import SCALES

Place = tuple[int, int, int]
"""recommendation, part, patient"""


class Counted(NamedTuple):
    """What a patient counts in a part: by which report, of which day."""

    report_id: int
    day: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the tables of evidence hold where they are right; rows without reports are absent."""

    days: dict[tuple[Key, int], Sums]
    counted: dict[Place, Counted]


class _Row:
    """One row of sums in the making."""

    __slots__ = ("answered", "positives", "successes", "total")

    def __init__(self) -> None:
        self.total = 0
        self.successes = 0
        self.positives = 0
        self.answered: Counter[tuple[str, int]] = Counter()
        """How often each value of each scale was the answer."""

    def count(self, report: Report) -> None:
        said = report.answers._asdict()
        self.total += 1
        self.successes += bool(report.success)
        self.positives += report.answers.rating in (3, 4, 5)
        for scale in SCALES:
            if said[scale.name] is not None:
                self.answered[scale.name, said[scale.name]] += 1

    def sums(self, patients: int = 0) -> Sums:
        figures = {
            "total": self.total,
            "successes": self.successes,
            "positives": self.positives,
            "patients": patients,
        }
        for scale in SCALES:
            by_value = {
                value: self.answered[scale.name, value]
                for value in range(scale.low, scale.high + 1)
            }
            figures[scale.sum] = sum(value * count for value, count in by_value.items())
            if not scale.required:
                figures[scale.count] = sum(by_value.values())
        return Sums(**figures)


def recompute(reports: Iterable[Report], *, across: bool = True, within: bool = True) -> Recomputed:
    """Return the evidence of standing reports, in any order.

    A row of a diagnosis sums its reports of a day, and of its whole course. In each part of a
    recommendation a patient counts with the latest report that says something of it. Without
    `across` what counts for others is left out, without `within` what counts for a diagnosis.
    """
    rows: dict[tuple[Key, int], _Row] = defaultdict(_Row)
    latest: dict[Place, Report] = {}
    for report in reports:
        for key, on in _within(report) if within else ():
            rows[key, on].count(report)
        for part in _parts(report) if across else ():
            place = (report.recommendation_id, part, report.patient_id)
            latest[place] = max(report, latest.get(place, report), key=_when)
    return Recomputed(
        {place: row.sums() for place, row in rows.items()},
        {place: _counted(place[1], report) for place, report in latest.items()},
    )


def _when(report: Report) -> tuple[int, int]:
    return report.day, report.feedback_id


def _parts(report: Report) -> Iterator[int]:
    """Yield the whole, each answer that may be left out and was not, and each side effect."""
    yield 0
    optional = [scale.name for scale in SCALES if not scale.required]
    for number, name in enumerate(optional, start=1):
        if getattr(report.answers, name) is not None:
            yield -number
    yield from report.effects


def _counted(part: int, report: Report) -> Counted:
    row = _Row()
    row.count(report)
    whole = row.sums(patients=1)
    optional = [scale for scale in SCALES if not scale.required]
    names = {name for scale in optional for name in (scale.sum, scale.count)}
    if part == 0:
        kept = {name: getattr(whole, name) for name in Sums.__slots__ if name not in names}
    elif part > 0:
        kept = {"total": 1, "patients": 1}
    else:
        scale = optional[-part - 1]
        kept = {name: getattr(whole, name) for name in (scale.sum, scale.count, "patients")}
    return Counted(report.feedback_id, report.day, Sums(**kept))


def _within(report: Report) -> Iterator[tuple[Key, int]]:
    """Yield the keys of one's own diagnosis: by day, and of the whole course with side effects."""
    place = (report.diagnosis_id, report.recommendation_id)
    yield Key(Level.DIAGNOSIS, *place), report.day
    for part in (0, *report.effects):
        yield Key(Level.COURSE, *place, part=part), NO_DAY
