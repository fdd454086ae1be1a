"""What is not believed: differences that few reports show, and intervals that miss what comes."""

from dataclasses import replace

import numpy as np
import pytest

from tajriba.kit.mizaj import MIZAJ_AXES
from tajriba.predictions.fitting.calibration_metrics import group_loss, log_losses
from tajriba.predictions.fitting.regularization import NOTHING
from tajriba.predictions.fitting.report_columns import MIZAJES, ReportRow, Reports, reports_from
from tajriba.predictions.fitting.training import train
from tajriba.predictions.fitting.vectorized_scoring import predict_columns, vectorized_scores
from tajriba.predictions.model import (
    DEFAULT_LEARNED,
    Counts,
    Evidence,
    PredictionInput,
    predict_learned,
)
from tajriba.predictions.model.logit import expit
from tests.kit.generators.synthetic_reports import Truth, table


def plain(rows: list[ReportRow]) -> Reports:
    return reports_from([one._replace(day=None, sex=None, age=None) for one in rows])


@pytest.mark.parametrize("rows", [300, 1500])
def test_where_nothing_differs_everything_is_foretold_alike(rows: int) -> None:
    reports = plain(table(2 * rows, Truth(herb=0, condition=0, pair=0)))
    known, asked = np.arange(rows), np.arange(rows, 2 * rows)
    model = train(reports.taken(known))
    predicted = np.asarray(
        expit(predict_columns(vectorized_scores(reports, known, asked, model), model).logit)
    )
    success = reports.success[asked]
    overall = np.full(rows, reports.success[known].mean())
    assert log_losses(success, predicted).mean() < log_losses(success, overall).mean() + 0.004
    assert predicted.std() < 0.05


def test_few_reports_bend_less_than_many() -> None:
    few, many = (train(plain(table(rows, Truth(pair=0)))).slope for rows in (200, 2000))
    assert few < many


def by_mizaj(smooth: float, own: float, rows: int = 4000) -> Reports:
    """Reports whose success depends on mizaj: along its axes, or on each kind by itself."""
    rng = np.random.default_rng(0)
    tilt = rng.normal(0, smooth, (6, 2))
    alone = rng.normal(0, own, (6, len(MIZAJES)))

    def row(number: int) -> ReportRow:
        herb, kind = int(rng.integers(6)), int(rng.integers(len(MIZAJES)))
        logit = float(tilt[herb] @ MIZAJ_AXES[MIZAJES[kind]]) + alone[herb, kind]
        success = bool(rng.random() < 1 / (1 + np.exp(-logit)))
        improvement = 4.0 if success else 2.0
        return ReportRow(number, herb, "one", herb, success, improvement, mizaj=MIZAJES[kind])

    return reports_from(row(number) for number in range(rows))


def test_likeness_is_learned_where_reports_carry_a_mizaj() -> None:
    assert train(by_mizaj(0, 1.2)).likeness < 0.5 <= train(by_mizaj(1.0, 0)).likeness
    assert train(plain(table(400, Truth()))).likeness == DEFAULT_LEARNED.likeness


def test_what_levels_do_not_see_is_learned_from_what_is_held_out() -> None:
    assert train(plain(table(2000, Truth(pair=0)))).unseen == NOTHING
    drifting = reports_from(table(3000, Truth(drift=2.5)))
    assert train(drifting).unseen < NOTHING


def test_what_is_not_seen_widens_the_interval_but_not_that_of_ones_own_reports() -> None:
    many = PredictionInput(Evidence(recommendation=Counts(300, 500, 500)))
    own = replace(many, evidence=replace(many.evidence, own=Counts(6, 10, 1)))
    blind, seeing = (replace(DEFAULT_LEARNED, unseen=strength) for strength in (12.0, NOTHING))
    assert predict_learned(many, blind).posterior.strength < 12
    assert predict_learned(many, seeing).posterior.strength > 300
    assert predict_learned(own, blind).posterior.strength > 12
    means = [predict_learned(many, model).posterior.mean for model in (blind, seeing)]
    assert means[0] == pytest.approx(means[1])


def test_the_loss_of_groups_is_least_where_strengths_are_right() -> None:
    rng = np.random.default_rng(0)
    groups = np.arange(2000).repeat(6)
    success = (rng.random(len(groups)) < rng.beta(6, 4, 2000).repeat(6)).astype(np.float64)
    mean = np.full(len(groups), 0.6)
    losses = {
        held: group_loss(groups, success, mean, np.full(len(groups), held))
        for held in (2.5, 10.0, 40.0)
    }
    assert min(losses, key=lambda held: losses[held]) == 10.0
