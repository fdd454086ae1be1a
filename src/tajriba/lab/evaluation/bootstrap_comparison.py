"""Comparing two models on the same reports by a bootstrap: is the difference more than noise?"""

from dataclasses import asdict, dataclass
from typing import Final

import numpy as np

from tajriba.predictions.fitting.calibration_metrics import auc, ece, log_losses, slope
from tajriba.predictions.model.arrays import Codes, Column

Interval = tuple[float, float]

DRAWS: Final = 1000
_SEED: Final = 0


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
    """A new model beside the one that served; `difference` of log loss is low, mean, high.

    `without_one` is the highest mean difference that leaving one patient out gives.
    """

    rows: int
    patients: int
    model: Reached
    served: Reached
    difference: tuple[float, float, float]
    without_one: float
    perfect: Interval


def judge(success: Column, model: Column, served: Column, patient: Codes) -> Judgement:
    """Compare two models' probabilities of the same outcomes, of both kinds. Deterministic."""
    differences = log_losses(success, model) - log_losses(success, served)
    of_each = by_patient(differences, patient)
    return Judgement(
        rows=len(success),
        patients=len(of_each[0]),
        model=reached(success, model),
        served=reached(success, served),
        difference=patient_bootstrap(*of_each),
        without_one=without_one(*of_each),
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


def perfect_ece(mean: Column) -> Interval:
    """Return the 95 % range of the error where every probability is right; by simulation."""
    random = np.random.default_rng(_SEED)
    draws = [ece((random.random(len(mean)) < mean).astype(np.float64), mean) for _ in range(200)]
    low, high = np.quantile(draws, (0.025, 0.975))
    return float(low), float(high)


def by_patient(differences: Column, patient: Codes) -> tuple[Column, Column]:
    """Return the sum of each patient's differences, and how many they are."""
    _, places = np.unique(patient, return_inverse=True)
    counts = np.bincount(places).astype(np.float64)
    sums: Column = np.bincount(places, weights=differences).astype(np.float64)
    return sums, counts


def patient_bootstrap(sums: Column, counts: Column) -> tuple[float, float, float]:
    """Return like `bootstrap`, but drawing patients, whose reports are alike, with all theirs."""
    random = np.random.default_rng(_SEED)
    patients = len(sums)
    draws = (random.integers(0, patients, patients) for _ in range(DRAWS))
    means = [float(sums[drawn].sum() / counts[drawn].sum()) for drawn in draws]
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(sums.sum() / counts.sum()), float(high)


def without_one(sums: Column, counts: Column) -> float:
    """Return the highest mean that leaving out one patient gives; infinite of one alone."""
    if len(sums) == 1:
        return float("inf")
    return float(np.max((sums.sum() - sums) / (counts.sum() - counts)))


def bootstrap(differences: Column) -> tuple[float, float, float]:
    """Return the 2.5 % quantile, the mean and the 97.5 % quantile of a mean of paired differences.

    The percentile bootstrap (Efron & Tibshirani 1993, An Introduction to the Bootstrap, 13.3).
    """
    random = np.random.default_rng(_SEED)
    rows = len(differences)
    means = [float(np.mean(differences[random.integers(0, rows, rows)])) for _ in range(DRAWS)]
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(np.mean(differences)), float(high)
