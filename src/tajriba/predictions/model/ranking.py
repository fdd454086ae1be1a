"""The order of a plan, and what has changed since it was last announced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MOVE: Final = 0.05
# .70 - .65 is a little less than .05 in binary.
ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """A recommendation and its score at the level asked for."""

    recommendation_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A recommendation's place in a plan, from 1, and its score."""

    recommendation_id: int
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Change:
    """A recommendation that stayed in the plan, before and after."""

    recommendation_id: int
    old_rank: int
    new_rank: int
    old_score: float
    new_score: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved between two rankings; false where nothing did."""

    added: tuple[Ranked, ...]
    removed: tuple[Ranked, ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def rank(items: Iterable[Scored]) -> tuple[Ranked, ...]:
    """Order by score, highest first, and by id where scores are equal; whatever order came in."""
    ordered = sorted(items, key=lambda item: (-item.score, item.recommendation_id))
    return tuple(
        Ranked(item.recommendation_id, place, item.score)
        for place, item in enumerate(ordered, start=1)
    )


def moved(old: Sequence[Ranked], new: Sequence[Ranked]) -> Changes:
    """Compare two rankings at the balanced level: who came, who left, who moved.

    One that stayed has moved where its rank changed or its score did by MOVE or more.
    """
    before = {item.recommendation_id: item for item in old}
    after = {item.recommendation_id: item for item in new}
    stayed = [(before[key], item) for key, item in after.items() if key in before]
    return Changes(
        added=tuple(item for key, item in after.items() if key not in before),
        removed=tuple(item for key, item in before.items() if key not in after),
        changed=tuple(_change(was, now) for was, now in stayed if _differs(was, now)),
    )


def _differs(was: Ranked, now: Ranked) -> bool:
    return was.rank != now.rank or abs(was.score - now.score) >= MOVE - ROUNDING


def _change(was: Ranked, now: Ranked) -> Change:
    return Change(was.recommendation_id, was.rank, now.rank, was.score, now.score)
