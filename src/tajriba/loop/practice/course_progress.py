"""The progress of a patient's course, computed from the days of their reports. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from tajriba.feedback.daily_courses import DayOfCourse

Course = Literal["worse", "steady", "better", "new", "silent"]
COURSES: Final[tuple[Course, ...]] = get_args(Course)
MOVED: Final = 0.5
"""A change of mean improvement that counts, of its five points."""
BEFORE: Final = 3
"""So many earlier days of reports are what the last one is compared with."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a course goes: means of improvement, 1-5, on the last day of reports and before."""

    course: Course
    last: float | None = None
    before: float | None = None
    day: int | None = None
    last_at: int | None = None
    reports: int = 0

    @property
    def change(self) -> float | None:
        """The last day's mean less that of the days before."""
        return None if self.last is None or self.before is None else self.last - self.before


def progress(days: Sequence[DayOfCourse]) -> Progress:
    """Return how a course goes from its days, oldest first.

    It is worse where the last day says so in plain words, or its mean improvement lies 0.5 or more
    below that of the three days of reports before it.
    """
    if not days:
        return Progress("silent")
    *earlier, last = days
    compared = earlier[-BEFORE:]
    total = sum(one.reports for one in compared)
    mean = sum(one.improvement * one.reports for one in compared) / total if total else None
    reports = sum(one.reports for one in days)
    return Progress(_course(last, mean), last.improvement, mean, last.day, last.last_at, reports)


def _course(last: DayOfCourse, before: float | None) -> Course:
    if last.got_worse:
        return "worse"
    if before is None:
        return "new"
    change = last.improvement - before
    if abs(change) < MOVED:
        return "steady"
    return "better" if change > 0 else "worse"


def urgency(found: Progress) -> tuple[int, float]:
    """Return a key by which courses are sorted: getting worse first, the steepest before."""
    return COURSES.index(found.course), found.change or 0.0
