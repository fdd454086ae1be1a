"""Learns the parameters of model 2 from reports: each foretold without its own patient's."""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import minimize

from tajriba.predictions.core.columns import Codes, Column
from tajriba.predictions.core.parameters import DEFAULT_LEARNED, Learned
from tajriba.predictions.core.reports import Reports
from tajriba.predictions.core.scale import expit
from tajriba.predictions.core.standing import Foretold, Standing, foretell, stand_among

ROWS_MOST: Final = 8_000
"""So many reports are foretold in training, of whole patients; all of them are known."""
_ROWS_FEW: Final = 4_000
"""So many when only the half-life is sought."""
HALF_LIVES: Final = (180.0, math.inf, 720.0, 360.0, 90.0, 45.0)


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
    _Learnt("similar", 0.3),
    _Learnt("own", 1.0),
    _Learnt("habit", 1.0),
    _Learnt("peers", 1.0),
    _Learnt("peers_within", 1.0),
    _Learnt("match_strength", 0.3),
    _Learnt("match_logit", 0.3),
    _Learnt("slope", 0.2),
)
_INTERCEPT: Final = 0.3
_TOLERANCE: Final = 1e-6
_INTERACTIONS: Final = ("herb_condition", "recommendation", "family_herb")
"""How far pairs differ from what herb and condition say: these move together first."""
_TOGETHER: Final = 3.0
_FARTHEST: Final = 4.0


def train(reports: Reports) -> Learned:
    """Return the parameters under which the reports are likeliest, each without its own patient.

    Maximises the leave-one-patient-out predictive log likelihood (pseudo-likelihood; Geisser &
    Eddy 1979, J. Am. Stat. Assoc. 74:153-160) with weak normal priors on the log scale around
    the defaults, so that few reports leave these nearly as they are; reports of one outcome
    alone, or none, leave them. Deterministic.
    """
    if len(np.unique(reports.success)) < 2:
        return DEFAULT_LEARNED
    asked = _patients(reports, ROWS_MOST)
    start = DEFAULT_LEARNED
    if reports.dated:
        start = replace(start, half_life=_half_life(reports))
    standing = stand_among(reports, asked, start.half_life)
    fitted = _fit(standing, start)
    return replace(fitted, improvement=_slope(standing, fitted))


def _half_life(reports: Reports) -> float:
    """Return the half-life that foretells the newer half of the reports best.

    It is 180 days unless another does better.
    """
    asked = _patients(reports, _ROWS_FEW)
    steady = replace(DEFAULT_LEARNED, half_life=math.inf)
    model = _fit(stand_among(reports, asked, math.inf), steady)
    newer = reports.day[asked] >= np.median(reports.day[asked])

    def loss(days: float) -> float:
        return float(_losses(stand_among(reports, asked, days), model)[newer].sum())

    return min(HALF_LIVES, key=loss)


def _patients(reports: Reports, rows: int) -> Codes:
    """Return the reports of as many patients, in a fixed random order, as make enough rows."""
    if len(reports) <= rows:
        return np.arange(len(reports))
    counts = np.bincount(reports.patient)
    order = np.random.default_rng(0).permutation(len(counts))
    taken = order[: int(np.searchsorted(np.cumsum(counts[order]), rows)) + 1]
    return np.flatnonzero(np.isin(reports.patient, taken))


def _fit(standing: Standing, start: Learned) -> Learned:
    names = [one for one in _POSITIVE if _matters(standing, start, one.name)]
    spreads = np.array([one.spread for one in names] + [_TOGETHER, _INTERCEPT])

    def at(point: Column) -> Learned:
        moved = {
            one.name: getattr(start, one.name)
            * math.exp(shift + (point[-2] if one.name in _INTERACTIONS else 0.0))
            for one, shift in zip(names, point[:-2], strict=True)
        }
        return replace(start, **moved, intercept=start.intercept + float(point[-1]))

    def loss(point: Column) -> float:
        return _loss(standing, at(point)) + float(np.sum((point / spreads) ** 2)) / 2

    bounds = [(-_FARTHEST, _FARTHEST)] * len(spreads)
    start_at = np.zeros(len(spreads))
    return at(minimize(loss, start_at, method="L-BFGS-B", bounds=bounds, tol=_TOLERANCE).x)


def _matters(standing: Standing, model: Learned, name: str) -> bool:
    moved = replace(model, **{name: getattr(model, name) * 1.5})
    return _loss(standing, moved) != _loss(standing, model)


def _loss(standing: Standing, model: Learned) -> float:
    return float(np.sum(_losses(standing, model)))


def _losses(standing: Standing, model: Learned) -> Column:
    success = standing.reports.success[standing.asked]
    return log_losses(success, foretell(standing, model).logit)


def log_losses(success: Column, logit: Column) -> Column:
    """Return the log loss of each outcome under its logit."""
    return np.asarray(np.logaddexp(0.0, logit) - success * logit)


def _slope(standing: Standing, model: Learned) -> float:
    """Return by how many points improvement rises with a probability moved by habit and peers."""
    told: Foretold = foretell(standing, model)
    node = told.opinions.historical
    moved = np.asarray(expit(told.logit)) - np.asarray(node.mean)
    left = standing.reports.improvement[standing.asked] - np.asarray(node.improvement)
    weight = 0.5
    return float((np.sum(moved * left) + weight * 3.0) / (np.sum(moved * moved) + weight))
