"""Published and own evidence as the counts that models are given."""

from collections.abc import Iterable

from tajriba.evidence.core import RECENT_DAYS, WINDOW_DAYS, Sums, Window
from tajriba.evidence.service import Published
from tajriba.kit.clock import day_of
from tajriba.predictions.core import Counts
from tajriba.predictions.core.inputs import Part

_RECENT_AGE = RECENT_DAYS / 2
_OLDER_AGE = (RECENT_DAYS + WINDOW_DAYS) / 2
"""How many days old the reports of a side of the window are on average."""


def counts_of_published(one: Published, today: int) -> Counts:
    """Return the counts of a snapshot, its two sides as old as they are `today`."""
    return counts_of(one.window, max(0, today - day_of(one.published_at)))


def counts_of(window: Window, days_ago: int = 0) -> Counts:
    """Return the counts of a window that ended `days_ago`.

    Repeated reports never make fewer patients than one.
    """
    whole = window.whole
    sides = ((_RECENT_AGE, window.recent), (_OLDER_AGE, window.older))
    return Counts(
        whole.successes,
        whole.total,
        min(whole.patients, whole.total),
        float(whole.improvement_sum),
        tuple(_part(age + days_ago, sums) for age, sums in sides if sums.total > 0),
    )


def _part(age: float, sums: Sums) -> Part:
    return Part(age, sums.successes, sums.total, float(sums.improvement_sum))


def together(parts: Iterable[Counts]) -> Counts | None:
    """Return the counts of several remedies as one, None of none."""
    every = tuple(parts)
    if not every:
        return None
    return Counts(
        sum(one.successes for one in every),
        sum(one.total for one in every),
        sum(one.patients for one in every),
        sum(one.improvement or 0.0 for one in every),
        tuple(part for one in every for part in one.parts),
    )
