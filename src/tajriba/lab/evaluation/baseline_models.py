"""The baselines that model 2 is compared with: each learns from some rows and predicts others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tajriba.lab.evaluation.vectorized_fixed_model import Known
from tajriba.predictions.fitting.report_columns import Reports
from tajriba.predictions.fitting.training import train
from tajriba.predictions.fitting.vectorized_scoring import predict_columns, vectorized_scores
from tajriba.predictions.model import predict
from tajriba.predictions.model.arrays import Codes, Column
from tajriba.predictions.model.learned.hierarchical_levels import improvement, posterior_strength
from tajriba.predictions.model.logit import expit

WEIGHTS: Final = (0.40, 0.35, 0.25)
STRENGTH_OF_LEVEL: Final = 10.0
STRENGTH_OF_PAIR: Final = 5.0
FOLDS: Final = 5
_TREES: Final[dict[str, Any]] = {
    "max_iter": 60,
    "learning_rate": 0.05,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 40,
    "random_state": 0,
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of each asked row: the probability of success, the expected improvement (1-5), and the
    strength of the Beta posterior where the model has one."""

    mean: Column
    improvement: Column
    strength: Column | None = None


Model = Callable[[Reports, Codes, Codes], Forecast]
"""Foretells the asked rows (third) from the known ones (second)."""


def model_1(reports: Reports, known: Codes, asked: Codes) -> Forecast:
    """Model 1; the improvement is the average of the remedy, else of all, as it is shown."""
    sums = Known(reports, known)
    posteriors = [predict(sums.inputs(reports, row)).posterior for row in asked.tolist()]
    return Forecast(
        np.array([one.mean for one in posteriors]),
        _raw(reports.recommendation, reports.improvement, known, asked),
        np.array([one.strength for one in posteriors]),
    )


def model_2(reports: Reports, known: Codes, asked: Codes) -> Forecast:
    """Model 2, trained on the known rows."""
    model = train(reports.taken(known))
    predicted = predict_columns(vectorized_scores(reports, known, asked, model), model)
    mean = np.asarray(expit(predicted.logit))
    improved = np.asarray(improvement(predicted.opinions, mean, model))
    strength = np.asarray(posterior_strength(predicted.opinions, model))
    return Forecast(mean, np.clip(improved, 1.0, 5.0), strength)


def global_mean(reports: Reports, known: Codes, asked: Codes) -> Forecast:
    """The overall rate for everyone."""
    return _of_both(
        reports, lambda values: np.full(len(asked), values[known].mean(), dtype=np.float64)
    )


def condition_mean(reports: Reports, known: Codes, asked: Codes) -> Forecast:
    """The rate of the condition, held to the overall rate with the weight of ten reports."""
    keys = reports.condition
    return _of_both(
        reports, lambda values: _held(keys, values, known, asked, STRENGTH_OF_LEVEL, None)
    )


def raw_rate(reports: Reports, known: Codes, asked: Codes) -> Forecast:
    """The raw rate of the remedy for the condition; the overall rate where there is none."""
    return _of_both(reports, lambda values: _raw(_pairs(reports), values, known, asked))


def fixed_weights(reports: Reports, known: Codes, asked: Codes) -> Forecast:
    """0.40 / 0.35 / 0.25 on the raw rates of the pair, the condition and the remedy."""
    keys = (_pairs(reports), reports.condition, reports.herb)

    def weighed(values: Column) -> Column:
        rates = [_raw(one, values, known, asked) for one in keys]
        return np.asarray(sum(w * rate for w, rate in zip(WEIGHTS, rates, strict=True)))

    return _of_both(reports, weighed)


def partial_pooling(reports: Reports, known: Codes, asked: Codes) -> Forecast:
    """Rates of condition and remedy held to the overall rate with the weight of ten reports, and
    the pair to their sum beyond it with that of five: strengths that nobody learned."""

    def pooled(values: Column) -> Column:
        overall = values[known].mean()
        by_condition, by_herb = (
            _held(keys, values, known, asked, STRENGTH_OF_LEVEL, None)
            for keys in (reports.condition, reports.herb)
        )
        parent = np.clip(by_condition + by_herb - overall, values.min(), values.max())
        return _held(_pairs(reports), values, known, asked, STRENGTH_OF_PAIR, parent)

    return _of_both(reports, pooled)


def boosted_trees(reports: Reports, known: Codes, asked: Codes) -> Forecast:
    """Gradient-boosted trees on target encodings of condition, remedy and pair, out of fold."""
    from sklearn.ensemble import (  # noqa: PLC0415
        HistGradientBoostingClassifier,
        HistGradientBoostingRegressor,
    )
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    given, wanted = _encoded(reports, reports.success, known, asked)
    given_2, wanted_2 = _encoded(reports, reports.improvement, known, asked)
    with threadpool_limits(1):  # on a busy machine more threads wait for each other
        classes = HistGradientBoostingClassifier(**_TREES).fit(given, reports.success[known])
        values = HistGradientBoostingRegressor(**_TREES).fit(given_2, reports.improvement[known])
        return Forecast(classes.predict_proba(wanted)[:, 1], values.predict(wanted_2))


def ridge_logistic(reports: Reports, known: Codes, asked: Codes) -> Forecast:
    """Ridge regressions, logistic and linear, on remedy, condition and their pair."""
    from sklearn.linear_model import LogisticRegression, Ridge  # noqa: PLC0415
    from sklearn.preprocessing import OneHotEncoder  # noqa: PLC0415

    columns = np.column_stack([reports.herb, reports.condition, _pairs(reports)])
    encoder = OneHotEncoder(handle_unknown="ignore").fit(columns[known])
    given, wanted = encoder.transform(columns[known]), encoder.transform(columns[asked])
    classes = LogisticRegression(C=0.3, max_iter=1000).fit(given, reports.success[known])
    values = Ridge(alpha=3.0).fit(given, reports.improvement[known])
    return Forecast(classes.predict_proba(wanted)[:, 1], values.predict(wanted))


MODELS: Final[dict[str, Model]] = {
    "model_1": model_1,
    "model_2": model_2,
    "global_mean": global_mean,
    "condition_mean": condition_mean,
    "raw_rate": raw_rate,
    "fixed_weights": fixed_weights,
    "partial_pooling": partial_pooling,
    "boosted_trees": boosted_trees,
    "ridge_logistic": ridge_logistic,
}


def _of_both(reports: Reports, rate: Callable[[Column], Column]) -> Forecast:
    return Forecast(rate(reports.success), rate(reports.improvement))


def _pairs(reports: Reports) -> Codes:
    return reports.herb * len(reports.conditions) + reports.condition


def _sums(keys: Codes, values: Column, known: Codes, asked: Codes) -> tuple[Column, Column]:
    found, places = np.unique(keys[known], return_inverse=True)
    at = np.minimum(np.searchsorted(found, keys[asked]), len(found) - 1)
    at = np.where(found[at] == keys[asked], at, len(found))
    sums = np.append(np.bincount(places, values[known]), 0.0)[at]
    return sums, np.append(np.bincount(places), 0)[at].astype(np.float64)


def _raw(keys: Codes, values: Column, known: Codes, asked: Codes) -> Column:
    sums, counts = _sums(keys, values, known, asked)
    return np.where(counts > 0, sums / np.maximum(counts, 1.0), values[known].mean())


def _held(
    keys: Codes, values: Column, known: Codes, asked: Codes, strength: float, to: Column | None
) -> Column:
    parent = values[known].mean() if to is None else to
    sums, counts = _sums(keys, values, known, asked)
    return np.asarray((sums + strength * parent) / (counts + strength))


def _encoded(reports: Reports, values: Column, known: Codes, asked: Codes) -> tuple[Column, Column]:
    from sklearn.model_selection import KFold  # noqa: PLC0415

    keys = (reports.condition, reports.herb, _pairs(reports))

    def of(rows: Codes, targets: Codes) -> Column:
        columns = [_held(one, values, rows, targets, STRENGTH_OF_LEVEL, None) for one in keys]
        counts = [_sums(one, values, rows, targets)[1] for one in keys]
        return np.column_stack([*columns, *counts])

    given, folds = np.zeros((len(known), 2 * len(keys))), min(FOLDS, len(known))
    for rest, part in KFold(folds, shuffle=True, random_state=0).split(known):
        given[part] = of(known[rest], known[part])
    return given, of(known, asked)
