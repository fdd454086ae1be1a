"""Trains a challenger on earlier reports and compares it with the champion on later ones. Pure."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from tajriba.evidence.sums import MIN_PATIENTS
from tajriba.lab.evaluation.bootstrap_comparison import Judgement, judge
from tajriba.lab.evaluation.vectorized_fixed_model import model_1_expects
from tajriba.lab.training.request import Outcome, Reason, Request
from tajriba.predictions.fitting.report_columns import Reports
from tajriba.predictions.fitting.training import train
from tajriba.predictions.fitting.vectorized_scoring import predict_columns, vectorized_scores
from tajriba.predictions.model.arrays import Codes, Column
from tajriba.predictions.model.learned.parameters import Learned
from tajriba.predictions.model.logit import expit
from tajriba.predictions.registry.model_artifact import dump, parse

HELD_OUT: Final = 0.2
LEAST: Final = 50
"""Fewer reports tell nothing of which model is better."""

MOST: Final = 20
"""So many of a patient's reports count, the latest: a model is nobody's own."""

Tell = Callable[[str, float], None]


def retrain(request: Request, tell: Tell) -> Outcome:
    """Train on the first 80 % of the reports and compare on the rest with the model that serves.

    Where the new model is better beyond noise and no worse calibrated, it is trained again on all
    reports, to be promoted; else it is kept as it was compared, with the reason.
    """
    reports = bounded(request.reports)
    before, after = parted(len(reports))
    if len(reports) < LEAST:
        return _untrained(reports, "too_few")
    if any(len(np.unique(reports.success[rows])) < 2 for rows in (before, after)):
        return _untrained(reports, "one_class")
    tell("training", 0.0)
    challenger = train(reports.taken(before))
    tell("judging", 0.5)
    judged = judge(
        reports.success[after],
        expected(reports, before, after, challenger),
        expected(reports, before, after, _served(request)),
        reports.patient[after],
    )
    figures = figures_of(judged, request.version, len(before))
    reason = verdict(judged)
    if reason != "better":
        return Outcome(False, reason, len(before), dump(challenger), figures)
    tell("refitting", 0.6)
    return Outcome(True, reason, len(reports), dump(train(reports)), figures)


def bounded(reports: Reports) -> Reports:
    """Return the latest reports of each patient, `MOST` at most, in their order."""
    left: dict[int, int] = {}
    kept = []
    for row in range(len(reports) - 1, -1, -1):
        patient = int(reports.patient[row])
        left[patient] = left.get(patient, 0) + 1
        if left[patient] <= MOST:
            kept.append(row)
    return reports.taken(np.array(kept[::-1], dtype=np.int64))


def parted(rows: int) -> tuple[Codes, Codes]:
    """Return the places of the first 80 % of rows, and of the rest."""
    first = round(rows * (1 - HELD_OUT))
    return np.arange(first), np.arange(first, rows)


def expected(reports: Reports, known: Codes, asked: Codes, model: Learned | None) -> Column:
    """Return the probability of success that a model gives asked reports; None is model 1."""
    if model is None:
        return model_1_expects(reports, known, asked)
    scores = vectorized_scores(reports, known, asked, model)
    return np.asarray(expit(predict_columns(scores, model).logit))


def verdict(judged: Judgement) -> Reason:
    """Return whether the new model is to serve, and if not, why. No patient alone decides it."""
    if judged.patients < MIN_PATIENTS:
        return "too_few"
    if judged.difference[2] >= 0 or judged.without_one >= 0:
        return "not_better"
    calibrated = judged.model.ece <= max(judged.served.ece, judged.perfect[1])
    return "better" if calibrated else "worse_calibrated"


def figures_of(judged: Judgement, against: str, trained_on: int) -> dict[str, Any]:
    """Return the comparison as it is stored with the model (`modelling.HeldOut`)."""
    return {
        "rows": judged.rows,
        "trained_on": trained_on,
        "against": against,
        "model": judged.model.shown(),
        "served": judged.served.shown(),
        "log_loss_difference": list(judged.difference),
        "ece_of_perfect": list(judged.perfect),
    }


def _served(request: Request) -> Learned | None:
    return parse(request.artifact) if request.artifact else None


def _untrained(reports: Reports, reason: Reason) -> Outcome:
    return Outcome(False, reason, len(reports), None, {})
