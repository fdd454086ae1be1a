"""Published and own evidence as the counts that models take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import Published
from tajriba.evidence.sums import RECENT_DAYS, WINDOW_DAYS, Window
from tajriba.kit.clock import day_of
from tajriba.predictions.model import Counts
from tajriba.predictions.model.inputs import Part

_RECENT_AGE = RECENT_DAYS / 2
_OLDER_AGE = (RECENT_DAYS + WINDOW_DAYS) / 2
_AGE = WINDOW_DAYS / 2
"""How many days old the reports of a side of the window, or of all of it, are on average."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The counts of what is published; what is withheld is not in it."""

    by_key: Mapping[Key, Counts]
    by_remedy: Mapping[int, Counts]

    @staticmethod
    def of(published: Mapping[Key, Published], today: int) -> "Shown":
        """Return the counts of snapshots as of `today`."""
        found = counts_of_published(published, today)
        level = Level.RECOMMENDATION
        return Shown(found, {key.ref: one for key, one in found.items() if key.level == level})

    def remedies(self, ids: frozenset[int]) -> tuple[Counts, ...]:
        """Return the counts of those remedies that are published, in the order of their ids."""
        return tuple(self.by_remedy[each] for each in sorted(ids & self.by_remedy.keys()))


def counts_of_published(published: Mapping[Key, Published], today: int) -> dict[Key, Counts]:
    """Return the counts of snapshots, their two sides as old as they are `today`."""
    return {
        key: counts_of_snapshot(one, max(0, today - day_of(one.published_at)))
        for key, one in published.items()
    }


def counts_of_snapshot(one: Published, days_ago: int = 0) -> Counts:
    """Return the counts of what was published `days_ago`, as old as half the window then."""
    whole = one.whole
    improvement = float(whole.improvement_sum)
    part = Part(_AGE + days_ago, whole.successes, whole.total, improvement)
    return Counts(whole.successes, whole.total, whole.patients, improvement, (part,))


def counts_of(window: Window) -> Counts:
    """Return the counts of an exact window that ends today."""
    whole, recent = window.whole, window.recent
    older = (
        whole.successes - recent.successes,
        whole.total - recent.total,
        float(whole.improvement_sum - recent.improvement_sum),
    )
    newer = (recent.successes, recent.total, float(recent.improvement_sum))
    sides = ((_RECENT_AGE, newer), (_OLDER_AGE, older))
    return Counts(
        whole.successes,
        whole.total,
        whole.patients,
        float(whole.improvement_sum),
        tuple(Part(age, *sums) for age, sums in sides if sums[1] > 0),
    )


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
