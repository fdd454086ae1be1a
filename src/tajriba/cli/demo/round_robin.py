"""Choosing which patient of the demo clinic reports next. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

ROUND: Final = 5
"""So many reports of one remedy in a row, each by another patient: then it is announced."""


class Turn(NamedTuple):
    """Who reports of which remedy."""

    patient: int
    recommendation_id: int


class RoundRobin:
    """Gives each watched remedy a round, and within it each of its patients a turn."""

    def __init__(self, takers: Mapping[int, Sequence[int]]) -> None:
        """`takers` are the patients of each remedy; one of fewer than a round stays silent."""
        self._takers = {key: list(who) for key, who in takers.items() if len(who) >= ROUND}
        self._given = dict.fromkeys(self._takers, 0)
        self._now: int | None = None

    def next(self, watched: Collection[int]) -> Turn | None:
        """Return the next turn among the watched remedies; None where there is nobody to report."""
        now = self._now
        if now is None or now not in watched or self._given[now] % ROUND == 0:
            self._now = now = self._least_told(watched)
        if now is None:
            return None
        takers, given = self._takers[now], self._given[now]
        self._given[now] = given + 1
        return Turn(takers[given % len(takers)], now)

    def _least_told(self, watched: Collection[int]) -> int | None:
        known = [one for one in watched if one in self._given]
        return min(known, key=lambda one: (self._given[one] // ROUND, one), default=None)
