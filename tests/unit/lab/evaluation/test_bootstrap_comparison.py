"""The figures by which a model is promoted, on cases whose answer is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.lab.evaluation.bootstrap_comparison import (
    Judgement,
    Reached,
    bootstrap,
    judge,
    perfect_ece,
)
from tajriba.lab.training.champion_challenger import bounded, parted, verdict
from tajriba.predictions.fitting.calibration_metrics import auc, ece, log_losses, slope
from tajriba.predictions.fitting.report_columns import ReportRow, reports_from
from tajriba.predictions.model.arrays import Column


def column(*values: float) -> Column:
    return np.array(values, dtype=np.float64)


def drawn(rows: int = 4000) -> tuple[Column, Column]:
    """Outcomes, and the very probabilities by which they were drawn."""
    random = np.random.default_rng(3)
    mean = random.uniform(0.1, 0.9, rows)
    return (random.random(rows) < mean).astype(np.float64), mean


def test_log_loss_is_minus_the_log_of_what_happened() -> None:
    found = log_losses(column(1, 0), column(0.25, 0.25))
    assert found == pytest.approx([-np.log(0.25), -np.log(0.75)])


def test_a_tie_counts_a_half_in_the_auc() -> None:
    assert auc(column(1, 0, 1, 0), column(0.9, 0.1, 0.5, 0.5)) == pytest.approx(3.5 / 4)
    assert auc(column(1, 0), column(0.1, 0.9)) == 0
    assert auc(column(1, 1), column(0.1, 0.9)) is None


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.3, 0.5, 0.8])), max_size=30))
def test_the_auc_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[bool, float]]) -> None:
    good = [mean for success, mean in rows if success]
    bad = [mean for success, mean in rows if not success]
    found = auc(column(*(float(s) for s, _ in rows)), column(*(mean for _, mean in rows)))
    if not good or not bad:
        assert found is None
        return
    right = sum((one > other) + (one == other) / 2 for one in good for other in bad)
    assert found == pytest.approx(right / len(good) / len(bad))


def test_right_probabilities_are_calibrated_and_wrong_ones_are_not() -> None:
    success, mean = drawn()
    low, high = perfect_ece(mean)
    assert low <= ece(success, mean) <= high
    assert ece(success, np.clip(mean + 0.1, 0, 1)) > high
    assert slope(success, mean) == pytest.approx(1, abs=0.1)
    bold = 1 / (1 + np.exp(-2 * np.log(mean / (1 - mean))))
    assert slope(success, bold) == pytest.approx(0.5, abs=0.1)


def test_no_slope_is_told_where_there_is_none() -> None:
    assert slope(column(1, 0, 1), column(0.5, 0.5, 0.5)) is None
    apart = column(0.1, 0.1, 0.9, 0.9)
    assert slope(column(0, 0, 1, 1), apart) is None


def test_the_interval_of_a_difference_holds_its_mean_and_is_the_same_each_time() -> None:
    low, mean, high = bootstrap(column(*np.linspace(-1, 0.9, 200)))
    assert low < mean < high
    assert mean == pytest.approx(-0.05)
    assert bootstrap(column(*np.linspace(-1, 0.9, 200))) == (low, mean, high)


def test_a_better_model_is_better_beyond_noise() -> None:
    success, mean = drawn()
    patients = np.arange(len(mean))
    judged = judge(success, mean, np.full(len(mean), 0.5), patients)
    assert judged.difference[2] < 0
    assert judged.model.log_loss < judged.served.log_loss
    assert verdict(judged) == "better"
    assert verdict(judge(success, mean, mean, patients)) == "not_better"


def test_what_one_patient_decides_is_not_better() -> None:
    """However many reports say so, and however sure their difference would be."""
    success, mean = drawn()
    served = mean.copy()
    served[:600] = 0.5
    patients = np.arange(len(mean))
    patients[:600] = 0
    judged = judge(success, mean, served, patients)
    assert bootstrap(log_losses(success, mean) - log_losses(success, served))[2] < 0
    assert judged.without_one >= 0
    assert verdict(judged) == "not_better"


def test_fewer_than_five_patients_decide_nothing() -> None:
    success, mean = drawn()
    judged = judge(success, mean, np.full(len(mean), 0.5), np.arange(len(mean)) % 4)
    assert verdict(judged) == "too_few"


def test_a_patients_latest_reports_count_twenty_at_most() -> None:
    one = [
        ReportRow("a", "h", "c", "r", number % 2 == 0, 3.0, float(number)) for number in range(600)
    ]
    other = [ReportRow("b", "h", "c", "r", True, 3.0, 600.0)]
    kept = bounded(reports_from(one + other))
    assert kept.day.tolist() == [*map(float, range(580, 600)), 600.0]


def judgement(high: float, model: float, served: float) -> Judgement:
    def reached(error: float) -> Reached:
        return Reached(0.6, 0.2, 0.6, error, 1.0)

    difference = (-0.1, -0.05, high)
    return Judgement(100, 50, reached(model), reached(served), difference, -0.04, (0.01, 0.03))


@pytest.mark.parametrize(
    ("judged", "reason"),
    [
        (judgement(-0.01, 0.02, 0.02), "better"),
        (judgement(0.0, 0.02, 0.02), "not_better"),
        (judgement(-0.01, 0.03, 0.01), "better"),
        (judgement(-0.01, 0.04, 0.05), "better"),
        (judgement(-0.01, 0.06, 0.05), "worse_calibrated"),
    ],
)
def test_it_serves_where_it_is_better_and_no_worse_calibrated(
    judged: Judgement, reason: str
) -> None:
    assert verdict(judged) == reason


@given(st.integers(0, 1000))
def test_the_last_fifth_is_held_out(rows: int) -> None:
    before, after = parted(rows)
    assert [*before, *after] == list(range(rows))
    assert abs(len(after) - rows / 5) <= 0.5
