"""Metrics of predictions (log loss, Brier, AUC, calibration, coverage), pure, over columns."""

from typing import Final

import numpy as np
from scipy.special import betaln, gammaln

from tajriba.predictions.model.arrays import Codes, Column
from tajriba.predictions.model.logit import logit

BINS: Final = 15
_TAILS: Final = (0.05, 0.95)
_STEPS: Final = 25


def log_losses(success: Column, mean: Column) -> Column:
    """Return minus the log of the probability that each outcome was given."""
    return log_losses_at(success, np.asarray(logit(mean)))


def log_losses_at(success: Column, at: Column) -> Column:
    """Return the log loss of each outcome under its logit."""
    return np.asarray(np.logaddexp(0.0, at) - success * at)


def auc(success: Column, mean: Column) -> float | None:
    """Return how often a success is given more than a failure, ties a half; None without both.

    The Mann-Whitney statistic (Hanley & McNeil 1982, Radiology 143:29-36).
    """
    good = int(np.sum(success))
    bad = len(success) - good
    if not good or not bad:
        return None
    _, places, counts = np.unique(mean, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((np.sum(ranks * success) - good * (good + 1) / 2) / (good * bad))


def ece(success: Column, mean: Column) -> float:
    """Return the expected calibration error over bins of equal count (Naeini et al. 2015, AAAI)."""
    bins = np.array_split(np.argsort(mean, kind="stable"), min(BINS, len(mean)))
    gaps = [len(rows) * abs(float(np.mean(success[rows] - mean[rows]))) for rows in bins]
    return sum(gaps) / len(mean)


def slope(success: Column, mean: Column) -> float | None:
    """Return the slope of a logistic regression of the outcome on the logit (Cox 1958, Biometrika
    45:562-565), by Newton's method; None where all logits are one, or it does not settle."""
    at = np.asarray(logit(mean))
    if float(np.ptp(at)) < 1e-9:
        return None
    design = np.column_stack([np.ones(len(at)), at])
    weights = np.array([0.0, 1.0])
    for _ in range(_STEPS):
        fitted = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        spread = np.maximum(fitted * (1 - fitted), 1e-12)
        step = np.linalg.solve(design.T @ (design * spread[:, None]), design.T @ (success - fitted))
        weights = weights + step
        if float(np.max(np.abs(step))) < 1e-8:
            return float(weights[1])
    return None


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
    seen, sizes, rates, held = _grouped(groups, success, mean, strength)
    covered = [
        _covered(int(count), int(size), float(rate), float(by))
        for count, size, rate, by in zip(seen, sizes, rates, held, strict=True)
        if size >= 2
    ]
    return float(np.mean(covered)) if covered else None


def group_loss(groups: Codes, success: Column, mean: Column, strength: Column) -> float:
    """Return minus the log of the probability that all groups' successes were given together.

    Each group's outcomes share one rate from the mean of their rows' posteriors (beta-binomial);
    so it is least where intervals are as wide as they should be.
    """
    seen, sizes, rates, held = _grouped(groups, success, mean, strength)
    alpha, beta = rates * held, (1 - rates) * held
    return -float(np.sum(betaln(seen + alpha, sizes - seen + beta) - betaln(alpha, beta)))


def _grouped(groups: Codes, success: Column, *shapes: Column) -> tuple[Column, ...]:
    _, places, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    shares = [np.bincount(places, values) / sizes for values in shapes]
    return np.bincount(places, success).astype(np.float64), sizes.astype(np.float64), *shares


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
