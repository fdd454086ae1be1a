"""Figures of intervals, the coverage that model 2 promises, and what pooling is known to gain."""

import numpy as np
import pytest
from scipy.stats import beta as beta_distribution

from tajriba.predictions.fitting.calibration_metrics import interval_coverage, mae, rmse
from tajriba.predictions.fitting.report_columns import ReportRow, reports_from
from tajriba.predictions.fitting.training import train
from tajriba.predictions.fitting.vectorized_scoring import predict_columns, vectorized_scores
from tajriba.predictions.model.learned.hierarchical_levels import posterior_strength
from tajriba.predictions.model.learned.parameters import Learned
from tajriba.predictions.model.logit import expit

# Efron & Morris 1975, J. Am. Stat. Assoc. 70:311-319, table 1: hits of 18 players in their first
# 45 at-bats of 1970, and their averages over the rest of the season.
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
REST = [
    *(0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269),
    *(0.230, 0.264, 0.256, 0.303, 0.264, 0.226, 0.285, 0.316, 0.200),
]
AT_BATS = 45


def _row(number: int, remedy: int, success: bool) -> ReportRow:
    improvement = 4.0 if success else 2.0
    return ReportRow(number, remedy, "one condition", remedy, success, improvement)


def _trained(outcomes: list[tuple[int, bool]]) -> Learned:
    return train(reports_from(_row(number, *one) for number, one in enumerate(outcomes)))


def _asked(
    model: Learned, outcomes: list[tuple[int, bool]], remedies: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and strength of the posterior of each remedy, by its outcomes."""
    known = [_row(number, *one) for number, one in enumerate(outcomes)]
    asked = [_row(-1 - remedy, remedy, True) for remedy in range(remedies)]
    reports = reports_from([*known, *asked])
    rows = np.arange(len(known))
    predicted = predict_columns(
        vectorized_scores(reports, rows, np.arange(len(known), len(reports)), model), model
    )
    return np.asarray(expit(predicted.logit)), np.asarray(
        posterior_strength(predicted.opinions, model)
    )


def test_pooling_foretells_the_players_of_efron_and_morris() -> None:
    raw = sum((hits / AT_BATS - rest) ** 2 for hits, rest in zip(HITS, REST, strict=True))
    assert raw == pytest.approx(0.0754, abs=0.0005)
    outcomes = [(player, at < hits) for player, hits in enumerate(HITS) for at in range(AT_BATS)]
    means, _ = _asked(_trained(outcomes), outcomes, len(HITS))
    assert float(np.sum((means - np.array(REST)) ** 2)) <= 0.0235


SIZES = np.array([1, 2, 5, 10, 30, 100])


def _population(rng: np.random.Generator, each: int) -> tuple[np.ndarray, list[tuple[int, bool]]]:
    """Return the rates of remedies, as many of each size, and what is reported of them."""
    rates = rng.beta(5, 4, each * len(SIZES))
    counts = np.tile(SIZES, each)
    outcomes = [
        (remedy, bool(rng.random() < rate))
        for remedy, (rate, count) in enumerate(zip(rates, counts, strict=True))
        for _ in range(count)
    ]
    return rates, outcomes


def test_intervals_cover_as_often_as_they_say() -> None:
    """Rates of a simulated population, seen n times: each n covers; 1,200 remedies of each.

    The share of 1,200 has a standard error of .009.
    """
    rounds, each = 6, 200
    covered = np.zeros(len(SIZES))
    for seed in range(rounds):
        rng = np.random.default_rng(seed)
        model = _trained(_population(rng, 40)[1])
        rates, outcomes = _population(rng, each)
        means, strengths = _asked(model, outcomes, len(rates))
        shapes = means * strengths, (1 - means) * strengths
        low, high = (beta_distribution.ppf(level, *shapes) for level in (0.05, 0.95))
        within = ((low <= rates) & (rates <= high)).reshape(each, len(SIZES))
        covered += within.mean(axis=0) / rounds
    assert covered.tolist() == pytest.approx([0.9] * len(SIZES), abs=0.03)


def test_coverage_is_nominal_where_posteriors_are_right_and_less_where_they_are_too_sure() -> None:
    rng = np.random.default_rng(0)
    groups = np.arange(3000).repeat(8)
    rates = rng.beta(6, 4, 3000).repeat(8)
    success = (rng.random(len(groups)) < rates).astype(np.float64)
    mean = np.full(len(groups), 0.6)
    right = interval_coverage(groups, success, mean, np.full(len(groups), 10.0))
    too_sure = interval_coverage(groups, success, mean, np.full(len(groups), 1000.0))
    assert right == pytest.approx(0.9, abs=0.015)
    assert too_sure is not None
    assert too_sure < 0.82


def test_no_group_of_two_has_no_coverage() -> None:
    ones = np.ones(3)
    assert interval_coverage(np.arange(3), ones, ones / 2, ones * 5) is None


def test_errors_of_the_improvement() -> None:
    expected, seen = np.array([3.0, 3.0]), np.array([2.0, 5.0])
    assert rmse(expected, seen) == pytest.approx(2.5**0.5)
    assert mae(expected, seen) == 1.5
