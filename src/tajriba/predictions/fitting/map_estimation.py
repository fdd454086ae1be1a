"""Fitting the parameters of model 2 to reports by maximum a posteriori estimation."""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import minimize

from tajriba.predictions.fitting.calibration_metrics import log_losses_at
from tajriba.predictions.fitting.vectorized_scoring import VectorizedScores, predict_columns
from tajriba.predictions.model.arrays import Column
from tajriba.predictions.model.learned.parameters import DEFAULT_LEARNED, Learned


@dataclass(frozen=True, slots=True)
class _Learnt:
    """A parameter that is fitted: on the log scale, with the standard deviation of its prior."""

    name: str
    spread: float


_POSITIVE: Final = (
    _Learnt("herb", 0.3),
    _Learnt("condition", 0.3),
    _Learnt("herb_condition", 0.3),
    _Learnt("recommendation", 0.3),
    _Learnt("family", 0.3),
    _Learnt("family_herb", 0.3),
    _Learnt("similar", 0.5),
    _Learnt("weight_similar", 0.3),
    _Learnt("own", 1.0),
    _Learnt("habit", 1.0),
    _Learnt("peers", 1.0),
    _Learnt("peers_within", 1.0),
    _Learnt("weight_match", 0.5),
    _Learnt("match_logit", 0.3),
    _Learnt("slope", 0.2),
)
_INTERCEPT: Final = 0.3
GROUPS: Final = {
    frozenset({"herb", "condition", "family"}): 2.0,
    frozenset({"herb_condition", "recommendation", "family_herb"}): 12.0,
}
"""How far herbs and conditions differ, and pairs from what both say: each moves together first. How
much stronger it is held in training than by default: what reports do not show is not there."""
_SHARED: Final = 0.3
"""The scale of the Cauchy prior of such a move: few reports move little, and many as far as they
show, also to no difference at all."""
_FARTHEST: Final = 4.0
_TOLERANCE: Final = 1e-6


def skeptical_prior(rate: float) -> Learned:
    """Return what training starts from where so many reports are successes.

    Levels are held more strongly than by default. A strength stands for the same spread on the
    logit scale at any rate.
    """
    base = 4 * rate * (1 - rate)
    held = {
        name: getattr(DEFAULT_LEARNED, name) * times / base
        for group, times in GROUPS.items()
        for name in sorted(group)
    }
    return replace(DEFAULT_LEARNED, **held)


def fitted(scores: VectorizedScores, start: Learned) -> Learned:
    """Return the parameters under which the asked reports are likeliest, with priors at `start`."""
    names = [one for one in _POSITIVE if _matters(scores, start, one.name)]
    spreads = np.array([one.spread for one in names] + [_INTERCEPT])

    def at(point: Column) -> Learned:
        shared, own = point[: len(GROUPS)], point[len(GROUPS) : -1]
        moved = {
            one.name: getattr(start, one.name) * math.exp(shift + _shared(one.name, shared))
            for one, shift in zip(names, own, strict=True)
        }
        return replace(start, **moved, intercept=start.intercept + float(point[-1]))

    def penalised(point: Column) -> float:
        shared, own = point[: len(GROUPS)], point[len(GROUPS) :]
        prior = _far(shared) + np.sum((own / spreads) ** 2) / 2
        return loss(scores, at(point)) + float(prior)

    start_at = np.zeros(len(GROUPS) + len(spreads))
    bounds = [(-_FARTHEST, _FARTHEST)] * len(start_at)
    return at(minimize(penalised, start_at, method="L-BFGS-B", bounds=bounds, tol=_TOLERANCE).x)


def _far(shared: Column) -> float:
    return float(np.sum(np.log1p((shared / _SHARED) ** 2)))


def loss(scores: VectorizedScores, model: Learned) -> float:
    """Return the log loss of all asked reports together."""
    return float(np.sum(losses(scores, model)))


def losses(scores: VectorizedScores, model: Learned) -> Column:
    """Return the log loss of each asked report."""
    success = scores.reports.success[scores.asked]
    return log_losses_at(success, predict_columns(scores, model).logit)


def _shared(name: str, shifts: Column) -> float:
    return sum(float(shift) for shift, group in zip(shifts, GROUPS, strict=True) if name in group)


def _matters(scores: VectorizedScores, model: Learned, name: str) -> bool:
    moved = replace(model, **{name: getattr(model, name) * 1.5})
    return loss(scores, moved) != loss(scores, model)
