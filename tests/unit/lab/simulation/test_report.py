"""The report of a run, on traces that are written by hand."""

from dataclasses import replace
from typing import Any

import pytest

from tajriba.lab.simulation.ground_truth import INERT, Person, Remedy, Setting, Truth
from tajriba.lab.simulation.report import report_of
from tajriba.lab.simulation.trace import Checkpoint, Claim, Step, Trace

FADING = Remedy(2.0, 0.0, 0.0, 0.0, fades_on=10)
TRUTH = Truth((Person("garm", True, 1.0, 0),), ((INERT, FADING),))
SETTING = Setting(patients=1, feedbacks=60, days=40, drift_day=10, conditions=1, remedies=2)
STEP = Step(day=0, condition=0, place=0, chance=0.4, best=0.6, success=True)


def claim(place: int, balanced: float, **fields: Any) -> Claim:
    given = Claim(0, place, place == 1, balanced, 0.3, 0.5, truth=0.4, told=0.6)
    return replace(given, **fields)


def looked(day: int, *claims: Claim, mean: float = 0.5, trend: str | None = None) -> Checkpoint:
    return Checkpoint(day * 2, day, mean, trend, claims)


def trace(*checkpoints: Checkpoint, steps: tuple[Step, ...] = (STEP,)) -> Trace:
    return Trace(SETTING, "loop", TRUTH, steps, checkpoints)


CALM = (claim(0, 0.4), claim(1, 0.7))


def test_gain_and_regret_are_counted_by_fifty_reports() -> None:
    late = replace(STEP, day=30, chance=0.6)
    report = report_of(trace(looked(0, *CALM), steps=(STEP,) * 50 + (late,) * 10))

    assert report.improvement.per_block == pytest.approx([0.4, 0.6])
    assert report.improvement.last_block == pytest.approx((40 * 0.4 + 10 * 0.6) / 50)
    assert report.regret.cumulative == pytest.approx([10.0, 10.0])
    assert report.regret.per_feedback == pytest.approx(10 / 60)
    assert (report.feedbacks, report.days) == (60, 31)


@pytest.mark.parametrize(("balanced", "false"), [(0.59, False), (0.61, True)])
def test_praise_of_what_does_nothing_is_a_false_claim(balanced: float, false: bool) -> None:
    report = report_of(trace(looked(0, *CALM), looked(9, claim(0, balanced), claim(1, 0.7))))

    assert report.inert.false_claim is report.inert.ever_a_false_claim is false
    assert report.inert.excess == pytest.approx(balanced - 0.5)


def test_an_early_false_claim_is_told_apart_from_one_that_stands() -> None:
    report = report_of(trace(looked(0, claim(0, 0.9), claim(1, 0.7)), looked(9, *CALM)))

    assert (report.inert.false_claim, report.inert.ever_a_false_claim) == (False, True)


def test_intervals_are_held_against_the_truth_and_against_who_answers() -> None:
    held = (claim(0, 0.4), claim(1, 0.4, truth=0.2), claim(1, 0.4, told=0.45))
    report = report_of(trace(looked(0, *held)))

    assert report.intervals.checked == 3
    assert report.intervals.mean_width == pytest.approx(0.2)
    assert report.intervals.mean_error == pytest.approx(0.2 / 3)
    assert report.intervals.miss_truth == pytest.approx(1 / 3)
    assert report.intervals.miss_answered == pytest.approx(2 / 3)


def test_drift_is_noticed_by_trend_by_rank_and_by_prediction() -> None:
    report = report_of(
        trace(
            looked(5, *CALM),
            looked(12, *CALM, trend="stable"),
            looked(15, *CALM, trend="declining"),
            looked(20, claim(0, 0.65, leads=True), claim(1, 0.6, leads=False)),
            looked(30, claim(0, 0.4, leads=True), claim(1, 0.5, leads=False)),
            steps=(STEP,) * 9 + (replace(STEP, day=11),) * 51,
        )
    )

    assert report.drift.truth_before == pytest.approx(0.802, abs=0.001)
    assert report.drift.truth_after == pytest.approx(0.354, abs=0.001)
    assert (report.drift.leads_before, report.drift.leads_after) == (1.0, 0.0)
    assert report.drift.days_until_trend == 5
    assert report.drift.days_until_demoted == 10
    assert report.drift.days_until_noticed == 20
    assert report.drift.feedbacks_until_noticed == 60 - 9


def test_what_was_never_noticed_has_no_day() -> None:
    drift = report_of(trace(looked(5, *CALM, trend="declining"), looked(39, *CALM))).drift

    assert drift.days_until_noticed is drift.feedbacks_until_noticed is None
    assert drift.days_until_trend is drift.days_until_demoted is None
