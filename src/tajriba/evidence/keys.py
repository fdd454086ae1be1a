"""The keys of evidence: a key names one row of sums a day."""

from enum import IntEnum
from typing import Final, NamedTuple

from tajriba.feedback.answers import Answers

NO_DAY: Final = 0
"""The day of a row whose sums are of a whole course."""


class Level(IntEnum):
    """The levels of evidence.

    `CELL` is a recommendation among those of its patients who are published as of one stratum, as
    a mizaj. These levels are published; `DIAGNOSIS` is a recommendation within one diagnosis by
    day, and `COURSE` the same over its whole course: these are kept exactly.
    """

    ALL = 0
    CONDITION = 1
    HERB = 2
    RECOMMENDATION = 3
    CELL = 4
    DIAGNOSIS = 5
    COURSE = 6


class Key(NamedTuple):
    """`ref` is the id of the level's subject; `sub` the mark of a cell (`patients/cohort.py`), 0
    for those of no stratum, or the recommendation of a diagnosis or course; `part` a side effect,
    an answer that may be left out (below 0), or 0 for the whole."""

    level: int
    ref: int
    sub: int = 0
    part: int = 0


class Report(NamedTuple):
    """What one feedback adds to the evidence."""

    feedback_id: int
    patient_id: int
    diagnosis_id: int
    recommendation_id: int
    cohort: int
    day: int
    answers: Answers
    success: bool
    effects: tuple[int, ...]


ALL_KEY: Final = Key(Level.ALL.value, 0)
_DIAGNOSIS, _COURSE = Level.DIAGNOSIS.value, Level.COURSE.value
"""Plain numbers, which the driver binds and Python hashes in half the time."""


def diagnosis_key(report: Report) -> Key:
    """Return the key of the patient's own diagnosis that a report counts for, by day."""
    return Key(_DIAGNOSIS, report.diagnosis_id, report.recommendation_id)


def course_keys(report: Report) -> list[Key]:
    """Return the keys of the whole course that a report counts for, its side effects' too."""
    parts = (0, *report.effects)
    return [Key(_COURSE, report.diagnosis_id, report.recommendation_id, one) for one in parts]
