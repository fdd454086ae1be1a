"""What evidence is kept of: a key names one row of sums a day."""

from enum import IntEnum
from typing import Final, NamedTuple, get_args

from tajriba.kit.mizaj import Mizaj

MIZAJ_NUMBER: Final[dict[Mizaj, int]] = {
    mizaj: number for number, mizaj in enumerate(get_args(Mizaj), start=1)
}
MIZAJ_BY_NUMBER: Final[dict[int, Mizaj]] = {number: name for name, number in MIZAJ_NUMBER.items()}


def number_of(mizaj: Mizaj | None) -> int:
    """Return the number that stands for a mizaj in the tables, 0 for an unknown one."""
    return MIZAJ_NUMBER[mizaj] if mizaj else 0


NO_DAY: Final = 0
"""The day of a row whose sums are of a whole course."""


class Level(IntEnum):
    """The levels of evidence.

    `CELL` is a recommendation among patients of one mizaj; `DIAGNOSIS` a recommendation within
    one diagnosis by day, and `COURSE` the same over its whole course.
    """

    ALL = 0
    CONDITION = 1
    HERB = 2
    RECOMMENDATION = 3
    CELL = 4
    DIAGNOSIS = 5
    COURSE = 6


class Key(NamedTuple):
    """`ref` is the id of the level's subject; `sub` the mizaj of a cell or the recommendation
    of a diagnosis or course; `part` a side effect, or 0 for all reports."""

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
    mizaj: int
    day: int
    rating: int
    improvement: int
    compliance: int | None
    success: bool
    effects: tuple[int, ...]


ALL_KEY: Final = Key(Level.ALL.value, 0)
_, _CONDITION, _HERB, _RECOMMENDATION, _CELL, _DIAGNOSIS, _COURSE = (one.value for one in Level)
"""Plain numbers, which the driver binds and Python hashes in half the time."""


def shared_keys(report: Report) -> list[Key]:
    """Return the keys across patients that a report counts for, its side effects' among them."""
    keys = [
        ALL_KEY,
        Key(_CONDITION, report.condition_id),
        Key(_HERB, report.herb_id),
        Key(_RECOMMENDATION, report.recommendation_id),
    ]
    if report.mizaj:
        keys.append(Key(_CELL, report.recommendation_id, report.mizaj))
    ref = report.recommendation_id
    return keys + [Key(_RECOMMENDATION, ref, 0, effect) for effect in report.effects]


def diagnosis_key(report: Report) -> Key:
    """Return the key of the patient's own diagnosis that a report counts for, by day."""
    return Key(_DIAGNOSIS, report.diagnosis_id, report.recommendation_id)


def course_keys(report: Report) -> list[Key]:
    """Return the keys of the whole course that a report counts for, its side effects' too."""
    parts = (0, *report.effects)
    return [Key(_COURSE, report.diagnosis_id, report.recommendation_id, one) for one in parts]
