"""Training model 2: each report is predicted without its own patient's reports."""

import math
from dataclasses import replace
from typing import Final

import numpy as np

from tajriba.predictions.fitting.calibration_metrics import log_losses_at
from tajriba.predictions.fitting.holdout import by_remedy, held_out
from tajriba.predictions.fitting.map_estimation import fitted, losses, skeptical_prior
from tajriba.predictions.fitting.regularization import CLEARLY, shrunk, unseen
from tajriba.predictions.fitting.report_columns import Reports
from tajriba.predictions.fitting.vectorized_scoring import (
    ColumnPredictions,
    VectorizedScores,
    predict_columns,
    vectorized_scores_among,
)
from tajriba.predictions.model.arrays import Codes
from tajriba.predictions.model.learned.parameters import DEFAULT_LEARNED, Learned
from tajriba.predictions.model.logit import expit

ROWS_MOST: Final = 8_000
"""So many reports are foretold in training, of whole patients; all of them are known."""
_ROWS_FEW: Final = 4_000
"""So many when only the half-life or the likeness is sought."""
HALF_LIVES: Final = (180.0, math.inf, 720.0, 360.0, 90.0, 45.0)
LIKENESSES: Final = (0.5, 0.25, 0.75, 0.1, 0.9)


def train(reports: Reports) -> Learned:
    """Return the parameters under which the reports are likeliest, each without its own patient.

    Maximises the leave-one-patient-out predictive log likelihood (pseudo-likelihood; Geisser &
    Eddy 1979, J. Am. Stat. Assoc. 74:153-160) with priors around `skeptical_prior`, so that few
    reports leave it nearly as it is; then takes back what so few could not have told
    (`doubting`). Reports of one outcome alone, or none, leave the defaults. Deterministic.
    """
    if len(np.unique(reports.success)) < 2:
        return DEFAULT_LEARNED
    start = _reach(reports)
    scores = vectorized_scores_among(reports, _patients(reports, ROWS_MOST), start)
    model = shrunk(scores, fitted(scores, start))
    model = replace(model, unseen=unseen(reports, model))
    return replace(model, improvement=_slope(scores, model))


def _reach(reports: Reports) -> Learned:
    """Return what training starts from, once it is learned how far reports tell over time and
    over mizaj."""
    start = skeptical_prior(float(reports.success.mean()))
    asked = _patients(reports, _ROWS_FEW)
    if reports.dated:
        start = replace(start, half_life=_half_life(reports, asked, start))
    if (reports.mizaj >= 0).any():
        start = replace(start, likeness=_likeness(reports, asked, start))
    return start


def _half_life(reports: Reports, asked: Codes, start: Learned) -> float:
    """Return the half-life under which the earlier reports foretell the newest best.

    It is 180 days unless another does better.
    """
    steady = replace(start, half_life=math.inf)
    model = fitted(vectorized_scores_among(reports, asked, steady), steady)
    earlier, newest = held_out(reports)
    success = reports.success[newest]

    def loss(days: float) -> float:
        decay_factor = replace(model, half_life=days)
        predicted = by_remedy(reports, earlier, newest, decay_factor)
        return float(log_losses_at(success, np.asarray(predicted.logit)).sum())

    return min(HALF_LIVES, key=loss)


def _likeness(reports: Reports, asked: Codes, start: Learned) -> float:
    """Return how much neighbours by mizaj tell; the default unless another is clearly better."""

    def loss(likeness: float) -> float:
        model = replace(start, likeness=likeness)
        worse = 0.0 if likeness == start.likeness else CLEARLY
        return worse + float(losses(vectorized_scores_among(reports, asked, model), model).sum())

    return min(LIKENESSES, key=loss)


def _patients(reports: Reports, rows: int) -> Codes:
    """Return the reports of as many patients, in a fixed random order, as make enough rows."""
    if len(reports) <= rows:
        return np.arange(len(reports))
    counts = np.bincount(reports.patient)
    order = np.random.default_rng(0).permutation(len(counts))
    taken = order[: int(np.searchsorted(np.cumsum(counts[order]), rows)) + 1]
    return np.flatnonzero(np.isin(reports.patient, taken))


def _slope(scores: VectorizedScores, model: Learned) -> float:
    """Return by how many points improvement rises with a probability moved by habit and peers."""
    predicted: ColumnPredictions = predict_columns(scores, model)
    node = predicted.opinions.historical
    moved = np.asarray(expit(predicted.logit)) - np.asarray(node.mean)
    left = scores.reports.improvement[scores.asked] - np.asarray(node.improvement)
    weight = 0.5
    return float((np.sum(moved * left) + weight * 3.0) / (np.sum(moved * moved) + weight))
