"""Exact quantiles and medians of what was measured."""

import math
from collections.abc import Sequence


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value with at least `share` of all values at or below it (nearest rank).

    Raises ValueError without values.
    """
    if not values:
        raise ValueError("no values to take a quantile of")
    rank = max(1, math.ceil(share * len(values)))
    return sorted(values)[rank - 1]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Round by round, ours / theirs; both have one value a round."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]
