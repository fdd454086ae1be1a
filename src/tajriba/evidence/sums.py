"""The sums and figures of evidence, pure. They are defined in docs/evidence.md.

The sums are those that the answers' scales name (`feedback/answers.py`), and what is counted of a
report as a whole.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import add, attrgetter, neg
from typing import Final, Literal

from tajriba.evidence.wilson_interval import wilson
from tajriba.feedback.answers import SCALES, Answers, Scale

WINDOW_DAYS: Final = 90
RECENT_DAYS: Final = 30
MIN_PATIENTS: Final = 5
"""Fewer distinct patients than this are never shown to others."""

Trend = Literal["improving", "declining", "stable", "insufficient"]
RatingTrend = Literal["improving", "declining", "stable", "new", "insufficient"]


@dataclass(frozen=True, slots=True)
class Sums:
    """What feedback adds up to. `patients` counts those whose latest report fell into it."""

    total: int = 0
    successes: int = 0
    positives: int = 0
    rating_sum: int = 0
    improvement_sum: int = 0
    compliance_sum: int = 0
    compliance_count: int = 0
    patients: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*map(add, values_of(self), values_of(other)))

    def __neg__(self) -> "Sums":
        return Sums(*map(neg, values_of(self)))

    @property
    def score(self) -> float | None:
        """Successes over all reports; None without any."""
        return self.successes / self.total if self.total else None

    def average(self, scale: Scale) -> float | None:
        """Mean of the reports that answer a scale; None without any."""
        count: int = getattr(self, scale.count)
        total: int = getattr(self, scale.sum)
        return total / count if count else None

    def rise_to(self, other: "Sums") -> float | None:
        """Return the success rate of others less one's own; None where either is empty."""
        own, their = self.score, other.score
        return None if own is None or their is None else their - own

    @property
    def average_rating(self) -> float | None:
        """Mean rating, 1-5."""
        return self.rating_sum / self.total if self.total else None

    @property
    def average_improvement(self) -> float | None:
        """Mean symptom improvement, 1-5."""
        return self.improvement_sum / self.total if self.total else None

    @property
    def positive_percentage(self) -> float | None:
        """Share of reports with a rating of 3 or more, 0-100."""
        return 100 * self.positives / self.total if self.total else None

    @property
    def confidence(self) -> float:
        """0.5 without reports, rising to 1 at 100."""
        return 0.5 + 0.5 * min(self.total, 100) / 100


SUMS: Final = tuple(field.name for field in fields(Sums))
"""The names of the sums in the order of their fields: columns of tables, places in rows."""

BEFORE: Final = ("total", "successes", "rating_sum")
"""The sums that are kept of what was published before, for trends."""

COORDINATES: Final = ("patients", "success", "positive", "rating", "improvement")
"""What noisy atoms are sums of: one for each patient, and how far each answer lies from the middle.

From the middle, since the noise of the number of patients then hardly moves a rate near one half.
"""

values_of: Callable[[Sums], tuple[int, ...]] = attrgetter(*SUMS)
"""Returns the figures of sums in the order of their fields."""


Counts = tuple[int, ...]
"""Figures in the order of `SUMS`."""

_TOTAL, _SUCCESSES, _POSITIVES = map(SUMS.index, ("total", "successes", "positives"))
_PLACES: Final = tuple(
    (Answers._fields.index(scale.name), SUMS.index(scale.sum), SUMS.index(scale.count))
    for scale in SCALES
)
"""Of each scale: the places of its answer among the answers, and of its figures in the sums."""


def counts_of(answers: Answers, success: bool) -> list[int]:
    """Return what one report adds, in the order of `SUMS`.

    It marks no patient: that depends on their other reports.
    """
    counts = [0] * len(SUMS)
    counts[_TOTAL] = 1
    counts[_SUCCESSES] = int(success)
    counts[_POSITIVES] = int(answers.rating >= 3)
    for answer, total, count in _PLACES:
        value = answers[answer]
        if isinstance(value, int):
            counts[total] = value
            counts[count] = 1
    return counts


def averages_of(sums: Sums) -> dict[str, float | None]:
    """Return the mean of each scale by its name, as "average_rating"."""
    return {scale.average: sums.average(scale) for scale in SCALES}


@dataclass(frozen=True, slots=True)
class Window:
    """The sums of the last 90 days and of their last 30."""

    whole: Sums = Sums()
    recent: Sums = Sums()

    @property
    def older(self) -> Sums:
        """The 60 days before the recent ones. Its `patients` are those not seen since."""
        return self.whole + -self.recent

    @property
    def rise(self) -> float | None:
        """Recent less older success rate; None where a side is empty."""
        return self.older.rise_to(self.recent)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the score, its n the distinct patients."""
        return wilson(self.whole.score, self.whole.patients)

    @property
    def trend(self) -> Trend:
        """Improving or declining beyond 0.1 of success rate, else stable."""
        return direction(self.rise, 0.1)

    @property
    def rating_trend(self) -> RatingTrend:
        """Improving or declining beyond 0.5 of mean rating; new without an older side."""
        recent, older = self.recent.average_rating, self.older.average_rating
        if older is None:
            return "new"
        return direction(None if recent is None else recent - older, 0.5)


def direction(rise: float | None, beyond: float) -> Literal["improving", "declining", "stable"]:
    """Name a change: one of at most `beyond`, or an unknown one, is stable."""
    if rise is None or abs(rise) <= beyond + 1e-12:
        return "stable"
    return "improving" if rise > 0 else "declining"


def window_of(days: dict[int, Sums], today: int) -> Window:
    """Return the window that ends with `today` over daily sums."""
    whole = recent = Sums()
    for day, sums in days.items():
        if today - WINDOW_DAYS < day <= today:
            whole += sums
        if today - RECENT_DAYS < day <= today:
            recent += sums
    return Window(whole, recent)
