"""How good intervals and expected improvements were: pure figures over columns."""

import numpy as np
from scipy.special import betaln, gammaln

from tajriba.predictions.core.columns import Codes, Column

_TAILS = (0.05, 0.95)


def rmse(expected: Column, seen: Column) -> float:
    """Return the root of the mean squared error, in the unit of what is expected."""
    return float(np.sqrt(np.mean((expected - seen) ** 2)))


def mae(expected: Column, seen: Column) -> float:
    """Return the mean absolute error, in the unit of what is expected."""
    return float(np.mean(np.abs(expected - seen)))


def interval_coverage(
    groups: Codes, success: Column, mean: Column, strength: Column
) -> float | None:
    """Return the share of groups whose successes fall within the 90 % interval foretold for them.

    A rate itself is never seen; what its Beta posterior foretells is the number of successes
    among a group's reports (beta-binomial). As such a number is whole, the coverage is that of the
    randomised probability integral transform (Czado, Gneiting & Held 2009, Biometrics
    65:1254-1261), in expectation: .90 where the posteriors are right. Groups are of at least
    two reports, and have the mean of their rows' posteriors; None where there is no such group.
    """
    _, places, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    shares = [np.bincount(places, values) / sizes for values in (mean, strength)]
    seen = np.bincount(places, success)
    covered = [
        _covered(int(count), int(size), float(rate), float(held))
        for count, size, rate, held in zip(seen, sizes, *shares, strict=True)
        if size >= 2
    ]
    return float(np.mean(covered)) if covered else None


def _covered(count: int, size: int, mean: float, strength: float) -> float:
    below = _cumulative(size, mean, strength)
    low = float(below[count - 1]) if count else 0.0
    high = float(below[count])
    within = min(high, _TAILS[1]) - max(low, _TAILS[0])
    return max(0.0, within) / max(high - low, 1e-12)


def _cumulative(size: int, mean: float, strength: float) -> Column:
    """Return the beta-binomial distribution function at 0..size."""
    alpha, beta = mean * strength, (1 - mean) * strength
    counts = np.arange(size + 1)
    ways = gammaln(size + 1) - gammaln(counts + 1) - gammaln(size - counts + 1)
    logs = ways + betaln(counts + alpha, size - counts + beta) - betaln(alpha, beta)
    return np.asarray(np.minimum(1.0, np.cumsum(np.exp(logs))))
