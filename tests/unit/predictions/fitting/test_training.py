"""Training: columns say what single rows say, and what is there to be learned is learned."""

import math
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tajriba.lab.evaluation.baseline_models import MODELS
from tajriba.predictions.fitting.calibration_metrics import log_losses
from tajriba.predictions.fitting.map_estimation import skeptical_prior
from tajriba.predictions.fitting.report_columns import MIZAJES, ReportRow, reports_from
from tajriba.predictions.fitting.training import train
from tajriba.predictions.fitting.vectorized_scoring import (
    predict_columns,
    vectorized_scores,
    vectorized_scores_among,
)
from tajriba.predictions.model import DEFAULT_LEARNED
from tajriba.predictions.model.logit import expit
from tests.kit.generators.synthetic_reports import NAMES, Truth, table
from tests.kit.reference_scoring import reference_scores

pytestmark = pytest.mark.long

PLAIN = ("global_mean", "condition_mean", "partial_pooling", "ridge_logistic")


@st.composite
def rows(draw: st.DrawFn) -> list[ReportRow]:
    """A small table in which everything occurs: returning patients, doses, days, unknowns."""
    dated = draw(st.booleans())

    def row(_: int) -> ReportRow:
        patient = draw(st.integers(0, 4))
        herb, condition = draw(st.integers(0, 2)), draw(st.sampled_from(NAMES[:3]))
        success = draw(st.booleans())
        return ReportRow(
            patient=patient,
            herb=herb,
            condition=condition,
            recommendation=(herb, condition, draw(st.integers(0, 1))),
            success=success,
            improvement=float(draw(st.integers(3, 5) if success else st.integers(1, 5))),
            day=float(draw(st.integers(0, 15))) if dated else None,
            sex=("female", "male", None)[patient % 3],
            age=(None, 12.0, 30.0, 50.0, 70.0)[patient],
            mizaj=draw(st.none() | st.sampled_from(MIZAJES)),
            match=draw(st.none() | st.floats(0, 1)),
            standing=draw(st.sampled_from([None, 1])),
            responses=draw(st.sampled_from([None, 1, 2])),
        )

    return [row(number) for number in range(draw(st.integers(2, 9)))]


@given(rows(), st.sampled_from([math.inf, 10.0]))
@settings(max_examples=40)
def test_columns_say_what_single_rows_say(found: list[ReportRow], half_life: float) -> None:
    model = replace(DEFAULT_LEARNED, half_life=half_life, likeness=0.3, slope=1.2, intercept=0.1)
    reports = reports_from(found)
    predicted = predict_columns(
        vectorized_scores_among(reports, np.arange(len(found)), model), model
    )
    by_hand = [reference_scores(found, at, model) for at in range(len(found))]
    assert np.asarray(expit(predicted.logit)) == pytest.approx(by_hand, abs=1e-7)


def test_the_same_reports_give_the_same_model() -> None:
    found = reports_from(table(400, Truth()))
    assert train(found) == train(found)


def test_nothing_to_learn_from_leaves_the_defaults() -> None:
    assert train(reports_from([])) == DEFAULT_LEARNED


@pytest.mark.parametrize("success", [True, False])
def test_one_outcome_alone_leaves_the_defaults(success: bool) -> None:
    found = [row._replace(success=success) for row in table(60, Truth())]
    assert train(reports_from(found)) == DEFAULT_LEARNED


def test_few_reports_leave_what_training_starts_from_nearly_as_it_is() -> None:
    reports = reports_from([row._replace(day=None) for row in table(60, Truth())])
    learned, usual = asdict(train(reports)), asdict(skeptical_prior(float(reports.success.mean())))
    assert all(0.7 <= learned[name] / usual[name] <= 1.4 for name in ("herb", "condition"))


@pytest.mark.parametrize(
    ("truth", "per_patient"),
    [
        (Truth(), 1),
        (Truth(habit=1.0), 6),
        (Truth(drift=1.0), 1),
        (Truth(sex=0.4, age=0.4), 1),
    ],
    ids=["plain", "habit", "drift", "sex and age"],
)
def test_it_foretells_later_reports_better_than_any_reference(
    truth: Truth, per_patient: int
) -> None:
    reports = reports_from(table(2500, truth, per_patient=per_patient, seed=1))
    known, asked = np.arange(2000), np.arange(2000, 2500)
    losses = {
        name: log_losses(reports.success[asked], MODELS[name](reports, known, asked).mean).mean()
        for name in (*PLAIN, "model_2")
    }
    best = min(losses[name] for name in PLAIN)
    assert losses["model_2"] < best + (0.005 if truth == Truth() else -0.005)


def test_returning_patients_are_learned_as_a_habit() -> None:
    with_habit = train(reports_from(table(1500, Truth(habit=1.2), per_patient=8)))
    without = train(reports_from(table(1500, Truth(), per_patient=8)))
    assert with_habit.habit > 0.8 > without.habit


def test_drift_is_learned_as_a_short_half_life() -> None:
    drifting = train(reports_from(table(2000, Truth(drift=2.0))))
    steady = train(reports_from(table(2000, Truth())))
    assert drifting.half_life <= 180 < steady.half_life


def test_of_very_many_reports_as_many_are_foretold_of_whole_patients(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports = reports_from(table(700, Truth(habit=0.8), per_patient=5))
    whole = train(reports)
    for name in ("ROWS_MOST", "_ROWS_FEW"):
        monkeypatch.setattr(f"tajriba.predictions.fitting.training.{name}", 200)
    some = train(reports)
    assert some != whole
    assert some == train(reports)
    assert some.habit > DEFAULT_LEARNED.habit / 2


def test_where_nothing_is_known_everything_is_foretold_alike() -> None:
    reports = reports_from(table(6, Truth()))
    nothing, everybody = np.arange(0), np.arange(6)
    predicted = predict_columns(
        vectorized_scores(reports, nothing, everybody, DEFAULT_LEARNED), DEFAULT_LEARNED
    )
    assert np.asarray(expit(predicted.logit)) == pytest.approx([0.5] * 6)
