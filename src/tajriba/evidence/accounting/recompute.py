"""Recomputing evidence from its definition over all reports. Pure; the `Ledger` must agree with it.

It shares no step with the incremental path: not the keys, not the sums, not the patients' marks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tajriba.evidence.keys import NO_DAY, Key, Level, Report
from tajriba.evidence.sums import Sums
from tajriba.feedback.answers import SCALES

PatientRow = tuple[int, int, int]
"""patient, recommendation, side effect"""

Place = tuple[int, int]
"""day, cohort"""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the tables of evidence hold where they are right; rows without reports are absent."""

    days: dict[tuple[Key, int], Sums]
    patients: dict[PatientRow, Place]


class _Row:
    """One row of sums in the making."""

    __slots__ = ("answered", "marks", "positives", "successes", "total")

    def __init__(self) -> None:
        self.total = 0
        self.successes = 0
        self.positives = 0
        self.marks = 0
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

    def sums(self) -> Sums:
        figures = {
            "total": self.total,
            "successes": self.successes,
            "positives": self.positives,
            "patients": self.marks,
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

    A key's row of a day sums the reports of that day. Across patients, its `patients` are those
    whose latest report of that key fell on the day, and of a cohort those whose latest report of
    the recommendation is of the cohort; a diagnosis and a course mark none. Without
    `across` what counts across patients is left out, without `within` what counts for a diagnosis.
    """
    rows: dict[tuple[Key, int], _Row] = defaultdict(_Row)
    latest: dict[tuple[Key, int], int] = {}
    patients: dict[PatientRow, Place] = {}
    for report in reports:
        who, day = report.patient_id, report.day
        for key in _across(report) if across else ():
            rows[key, day].count(report)
            latest[key, who] = max(day, latest.get((key, who), day))
        for key, on in _within(report) if within else ():
            rows[key, on].count(report)
        for part in (0, *report.effects) if across else ():
            row, place = (who, report.recommendation_id, part), (day, report.cohort)
            patients[row] = max(place, patients.get(row, place))
    for (key, _), day in latest.items():
        rows[key, day].marks += key.level != Level.COHORT
    for (_, recommendation_id, part), (day, cohort) in patients.items():
        if cohort > 0 and part == 0:
            rows[Key(Level.COHORT, recommendation_id, sub=cohort), day].marks += 1
    return Recomputed({place: row.sums() for place, row in rows.items()}, patients)


def _across(report: Report) -> Iterator[Key]:
    """Yield the keys across patients: all, condition, herb, recommendation, cohort, effects."""
    yield Key(Level.ALL, 0)
    yield Key(Level.CONDITION, report.condition_id)
    yield Key(Level.HERB, report.herb_id)
    if report.cohort > 0:
        yield Key(Level.COHORT, report.recommendation_id, sub=report.cohort)
    for part in (0, *report.effects):
        yield Key(Level.RECOMMENDATION, report.recommendation_id, part=part)


def _within(report: Report) -> Iterator[tuple[Key, int]]:
    """Yield the keys of one's own diagnosis: by day, and of the whole course with side effects."""
    place = (report.diagnosis_id, report.recommendation_id)
    yield Key(Level.DIAGNOSIS, *place), report.day
    for part in (0, *report.effects):
        yield Key(Level.COURSE, *place, part=part), NO_DAY
