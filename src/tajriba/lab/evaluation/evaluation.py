"""Evaluation: every model predicts the same held-out rows and is scored on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from tajriba.lab.evaluation.baseline_models import FOLDS, MODELS, Forecast, Model
from tajriba.lab.evaluation.bootstrap_comparison import bootstrap, perfect_ece, reached
from tajriba.lab.evaluation.records_table import TableError
from tajriba.predictions.fitting.calibration_metrics import interval_coverage, log_losses, mae, rmse
from tajriba.predictions.fitting.report_columns import Reports
from tajriba.predictions.model.arrays import Codes, Column

Protocol = Literal["kfold", "time"]
Figure = float | list[float] | None
_SHARE: Final = 0.8
_EDGE: Final = 0.01
"""A raw rate of 0 or 1 is held to 1 % and 99 %, or one row would make its log loss infinite."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of each model by name, and the forecasts that they were made of."""

    asked: Codes
    success: Column
    figures: dict[str, dict[str, Figure]]
    means: dict[str, Column]


def evaluate(
    reports: Reports, protocol: Protocol = "kfold", tell: Callable[[str], None] = lambda _: None
) -> Evaluation:
    """Return what every model reaches; raises TableError where these rows cannot tell.

    `kfold`: five folds, shuffled with seed 0; `time`: the first 80 % by date tell of the rest.
    `tell` is told the name of each model before it begins.
    """
    parts = list(_parts(reports, protocol))
    asked = np.sort(np.concatenate([part for _, part in parts]))
    forecasts: dict[str, Forecast] = {}
    for name, model in MODELS.items():
        tell(name)
        forecasts[name] = _forecast(reports, parts, model)
    success = reports.success[asked]
    best = log_losses(success, forecasts["model_2"].mean)
    figures = {
        name: {
            **_figures(reports, asked, one),
            "log_loss_minus_model_2": list(bootstrap(log_losses(success, one.mean) - best)),
        }
        for name, one in forecasts.items()
    }
    means = {name: one.mean for name, one in forecasts.items()}
    return Evaluation(asked, success, figures, means)


def _parts(reports: Reports, protocol: Protocol) -> Iterator[tuple[Codes, Codes]]:
    """Yield the known and the asked rows of each part; each known part has both outcomes."""
    if len(np.unique(reports.success)) < 2:
        outcome = "a success" if reports.success[0] else "a failure"
        raise TableError(f"Every row is {outcome}: there is nothing to tell apart.")
    found = list(_by_time(reports) if protocol == "time" else _by_fold(reports))
    if any(len(np.unique(reports.success[known])) < 2 for known, _ in found):
        raise TableError("A part to learn from holds one outcome alone: there are too few rows.")
    yield from found


def _by_fold(reports: Reports) -> Iterator[tuple[Codes, Codes]]:
    from sklearn.model_selection import KFold  # noqa: PLC0415

    if len(reports) < FOLDS:
        raise TableError(f"There are {len(reports)} rows: too few for {FOLDS} folds.")
    yield from KFold(FOLDS, shuffle=True, random_state=0).split(np.arange(len(reports)))


def _by_time(reports: Reports) -> Iterator[tuple[Codes, Codes]]:
    if not reports.dated:
        undated = int(np.isnan(reports.day).sum())
        raise TableError(f"{undated} rows have no created_at: the protocol 'time' needs dates.")
    border = round(len(reports) * _SHARE)
    if not 0 < border < len(reports):
        raise TableError(f"There are {len(reports)} rows: too few to part by time.")
    order = np.argsort(reports.day, kind="stable")
    yield np.sort(order[:border]), np.sort(order[border:])


def _forecast(reports: Reports, parts: list[tuple[Codes, Codes]], model: Model) -> Forecast:
    """Return a model's forecasts of all parts, in the order of the asked rows."""
    found = [model(reports, known, part) for known, part in parts]
    order = np.argsort(np.concatenate([part for _, part in parts]))
    strengths = [one.strength for one in found if one.strength is not None]
    return Forecast(
        np.clip(np.concatenate([one.mean for one in found])[order], _EDGE, 1 - _EDGE),
        np.clip(np.concatenate([one.improvement for one in found])[order], 1.0, 5.0),
        np.concatenate(strengths)[order] if strengths else None,
    )


def _figures(reports: Reports, asked: Codes, one: Forecast) -> dict[str, Figure]:
    success, improved = reports.success[asked], reports.improvement[asked]
    coverage = None
    if one.strength is not None:
        groups = reports.recommendation[asked]
        coverage = interval_coverage(groups, success, one.mean, one.strength)
    return {
        **reached(success, one.mean).shown(),
        "ece_of_perfect": list(perfect_ece(one.mean)),
        "interval_coverage": coverage,
        "rmse": rmse(one.improvement, improved),
        "mae": mae(one.improvement, improved),
    }
