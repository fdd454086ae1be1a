"""The keys of evidence: a key names one row of sums a day."""

from enum import IntEnum
from typing import Final, NamedTuple

from tajriba.feedback.answers import Answers

NO_DAY: Final = 0
"""The day of a row whose sums are of a whole course."""


class Level(IntEnum):
    """The levels of evidence.

    `COHORT` is a recommendation among patients who are alike in all that is known of them: what is
    kept by day. `CELL` is the same among all patients who have one thing in common, as a mizaj:
    what is published, summed over cohorts. `DIAGNOSIS` is a recommendation within one diagnosis by
    day, and `COURSE` the same over its whole course.
    """

    ALL = 0
    CONDITION = 1
    HERB = 2
    RECOMMENDATION = 3
    CELL = 4
    DIAGNOSIS = 5
    COURSE = 6
    COHORT = 7


class Key(NamedTuple):
    """`ref` is the id of the level's subject; `sub` the number of a cohort, the mark of a cell
    (`patients/cohort.py`), or the recommendation of a diagnosis or course; `part` a side effect,
    or 0 for all reports."""

    level: int
    ref: int
    sub: int = 0
    part: int = 0


class Report(NamedTuple):
    """What one feedback adds to the evidence."""

    patient_id: int
    diagnosis_id: int
    recommendation_id: int
    herb_id: int
    condition_id: int
    cohort: int
    day: int
    answers: Answers
    success: bool
    effects: tuple[int, ...]


ALL_KEY: Final = Key(Level.ALL.value, 0)
_, _CONDITION, _HERB, _RECOMMENDATION, _, _DIAGNOSIS, _COURSE, _COHORT = (
    one.value for one in Level
)
"""Plain numbers, which the driver binds and Python hashes in half the time."""


def shared_keys(report: Report) -> list[Key]:
    """Return the keys across patients that a report counts for, its side effects' among them."""
    keys = [
        ALL_KEY,
        Key(_CONDITION, report.condition_id),
        Key(_HERB, report.herb_id),
        Key(_RECOMMENDATION, report.recommendation_id),
    ]
    ref = report.recommendation_id
    return keys + [Key(_RECOMMENDATION, ref, 0, effect) for effect in report.effects]


def cohort_key(report: Report) -> Key | None:
    """Return the key of the cohort that a report counts for; None where nothing is known of it."""
    return Key(_COHORT, report.recommendation_id, report.cohort) if report.cohort else None


def diagnosis_key(report: Report) -> Key:
    """Return the key of the patient's own diagnosis that a report counts for, by day."""
    return Key(_DIAGNOSIS, report.diagnosis_id, report.recommendation_id)


def course_keys(report: Report) -> list[Key]:
    """Return the keys of the whole course that a report counts for, its side effects' too."""
    parts = (0, *report.effects)
    return [Key(_COURSE, report.diagnosis_id, report.recommendation_id, one) for one in parts]
