"""Which conditions have words in common, and the sums of reports on them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import sparse

from tajriba.predictions.fitting.time_decay import nothing, weighted
from tajriba.predictions.model.arrays import Codes, Column
from tajriba.predictions.model.learned.features import Tally
from tajriba.predictions.model.name_similarity import (
    LEAST_SIMILARITY,
    MAX_SIMILAR_CONDITIONS,
    every_word,
    rarities,
    words_of,
)

_CELLS = 4_000_000
_ROUNDING = 1e-9


class _Level(Protocol):
    """What others report of any keys of a level, one for each asked report."""

    def at(self, keys: Codes, /) -> Tally: ...


@dataclass(frozen=True)
class ConditionNeighbours:
    """The codes and shares of each condition's most similar conditions, 0 where there is none."""

    codes: Codes
    shares: Column

    def of_condition(self, conditions: _Level, condition: Codes) -> Tally:
        """Return what others report of the conditions similar to each asked condition."""
        return self._together(condition, conditions.at)

    def of_pair(self, pairs: _Level, condition: Codes, herb: Codes) -> Tally:
        """Return what others report of each asked herb for the similar conditions."""
        size = len(self.codes)
        return self._together(condition, lambda similar: pairs.at(herb * size + similar))

    def _together(self, condition: Codes, of: Callable[[Codes], Tally]) -> Tally:
        ranks = [rank for rank in range(self.codes.shape[1]) if self.shares[:, rank].any()]
        if not ranks:
            return nothing(len(condition))
        return weighted(
            [(self.shares[condition, rank], of(self.codes[condition, rank])) for rank in ranks]
        )


def related_conditions_of(names: Sequence[str], reports: Column) -> ConditionNeighbours:
    """Return the most similar conditions of each condition: those with the largest shares times
    reports, MAX_SIMILAR_CONDITIONS at most.

    `reports` counts those of each condition.
    """
    rarity = rarities(names)
    weight = np.array([rarity[word] for word in sorted(rarity)])
    alike, every = (_holds(map(words, names), rarity) for words in (words_of, every_word))
    sizes = every @ weight
    weighted_alike, weighted_every = ((one * weight).T.tocsc() for one in (alike, every))
    codes = np.zeros((len(names), MAX_SIMILAR_CONDITIONS), dtype=np.int64)
    shares = np.zeros((len(names), MAX_SIMILAR_CONDITIONS))
    at_once = max(1, _CELLS // max(1, len(names)))
    for start in range(0, len(names), at_once):
        block = slice(start, min(start + at_once, len(names)))
        shared = (alike[block] @ weighted_alike).toarray()
        common = (every[block] @ weighted_every).toarray()
        whole = shared + sizes[block, None] + sizes[None, :] - 2 * common
        share = np.divide(shared, whole, out=np.zeros_like(shared), where=whole > _ROUNDING)
        share[share < LEAST_SIMILARITY] = 0.0
        share[np.arange(block.stop - start), np.arange(start, block.stop)] = 0.0
        _nearest(share, reports, codes[block], shares[block])
    return ConditionNeighbours(codes, shares)


def _holds(names: Iterable[frozenset[str]], rarity: Mapping[str, float]) -> sparse.csr_array:
    """Return a row of each name with a one for each of its words, in their order."""
    words = list(names)
    places = {word: place for place, word in enumerate(sorted(rarity))}
    rows = [row for row, found in enumerate(words) for _ in found]
    columns = [places[word] for found in words for word in sorted(found)]
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), (len(words), len(places)))


def _nearest(share: Column, reports: Column, codes: Codes, shares: Column) -> None:
    most = min(MAX_SIMILAR_CONDITIONS, share.shape[1])
    order = np.argsort(-(share * reports), axis=1, kind="stable")[:, :most]
    codes[:, :most] = order
    picked = np.take_along_axis(share, order, axis=1)
    shares[:, :most] = np.where(reports[order] > 0, picked, 0.0)
