"""Two models on the same reports: which predicted better, beyond noise."""

from dataclasses import asdict, dataclass
from typing import Final

import numpy as np

from tajriba.predictions.core.columns import Column
from tajriba.predictions.core.scale import logit

Interval = tuple[float, float]

BINS: Final = 15
DRAWS: Final = 1000
_SEED: Final = 0
_STEPS: Final = 25


@dataclass(frozen=True, slots=True)
class Reached:
    """What one model reached; None where too little can be said."""

    log_loss: float
    brier: float
    auc: float | None
    ece: float
    calibration_slope: float | None

    def shown(self) -> dict[str, float | None]:
        """Return the figures as JSON holds them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A new model beside the one that served; `difference` of log loss is low, mean, high."""

    rows: int
    model: Reached
    served: Reached
    difference: tuple[float, float, float]
    perfect: Interval


def judge(success: Column, model: Column, served: Column) -> Judgement:
    """Compare two models' probabilities of the same outcomes, of both kinds. Deterministic."""
    return Judgement(
        rows=len(success),
        model=reached(success, model),
        served=reached(success, served),
        difference=bootstrap(log_losses(success, model) - log_losses(success, served)),
        perfect=perfect_ece(model),
    )


def reached(success: Column, mean: Column) -> Reached:
    """Return what a model reached."""
    return Reached(
        log_loss=float(np.mean(log_losses(success, mean))),
        brier=float(np.mean((mean - success) ** 2)),
        auc=auc(success, mean),
        ece=ece(success, mean),
        calibration_slope=slope(success, mean),
    )


def log_losses(success: Column, mean: Column) -> Column:
    """Return minus the log of the probability that each outcome was given."""
    at = np.asarray(logit(mean))
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


def perfect_ece(mean: Column) -> Interval:
    """Return the 95 % range of the error where every probability is right; by simulation."""
    random = np.random.default_rng(_SEED)
    draws = [ece((random.random(len(mean)) < mean).astype(np.float64), mean) for _ in range(200)]
    low, high = np.quantile(draws, (0.025, 0.975))
    return float(low), float(high)


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


def bootstrap(differences: Column) -> tuple[float, float, float]:
    """Return the 2.5 % quantile, the mean and the 97.5 % quantile of a mean of paired differences.

    The percentile bootstrap (Efron & Tibshirani 1993, An Introduction to the Bootstrap, 13.3).
    """
    random = np.random.default_rng(_SEED)
    rows = len(differences)
    means = [float(np.mean(differences[random.integers(0, rows, rows)])) for _ in range(DRAWS)]
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(np.mean(differences)), float(high)
