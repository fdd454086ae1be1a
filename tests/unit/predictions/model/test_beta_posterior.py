"""Beta posteriors: quantiles against known values, mixtures against their moments."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.predictions.model.beta_posterior import (
    EDGE,
    BetaPosterior,
    beta_at,
    both,
    mixture,
    quantiles,
)

shapes = st.floats(0.01, 1e6)


def test_quantiles_of_betas_with_a_closed_form() -> None:
    uniform, power, mirrored = BetaPosterior(1, 1), BetaPosterior(3, 1), BetaPosterior(1, 3)
    levels = (0.05, 0.1, 0.5, 0.9, 0.95)
    rows = quantiles([uniform, power, mirrored], levels)
    assert rows[0] == pytest.approx(levels, rel=1e-12)
    assert rows[1] == pytest.approx([level ** (1 / 3) for level in levels], rel=1e-12)
    assert rows[2] == pytest.approx([1 - (1 - level) ** (1 / 3) for level in levels], rel=1e-12)


def test_quantiles_of_the_arcsine_law() -> None:
    (row,) = quantiles([BetaPosterior(0.5, 0.5)], (0.1, 0.5, 0.9))
    assert row == pytest.approx([math.sin(math.pi * q / 2) ** 2 for q in (0.1, 0.5, 0.9)])


def test_quantiles_agree_with_the_binomial_tail() -> None:
    """P(Beta(a, b) <= x) = P(Binomial(a + b - 1, x) >= a) for whole a and b."""
    (row,) = quantiles([BetaPosterior(7, 5)], (0.05, 0.5, 0.95))
    tails = [sum(math.comb(11, k) * x**k * (1 - x) ** (11 - k) for k in range(7, 12)) for x in row]
    assert tails == pytest.approx([0.05, 0.5, 0.95], abs=1e-10)


def test_no_posteriors_have_no_quantiles() -> None:
    assert quantiles([], (0.1, 0.5)) == []


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, math.nan])
def test_a_quantile_level_lies_inside_0_and_1(level: float) -> None:
    with pytest.raises(ValueError, match="levels"):
        quantiles([BetaPosterior(1, 1)], (level,))


@given(shapes, shapes)
def test_quantiles_stay_inside_and_in_order(alpha: float, beta: float) -> None:
    ((low, middle, high),) = quantiles([BetaPosterior(alpha, beta)], (0.05, 0.5, 0.95))
    assert EDGE <= low <= middle <= high <= 1 - EDGE


@pytest.mark.parametrize(("alpha", "beta"), [(0, 1), (1, 0), (-1, 2), (math.inf, 1), (math.nan, 1)])
def test_what_is_no_beta_is_refused(alpha: float, beta: float) -> None:
    with pytest.raises(ValueError, match="not a Beta"):
        BetaPosterior(alpha, beta)


def test_a_mean_is_held_off_certainty() -> None:
    assert beta_at(0, 10).mean == pytest.approx(EDGE)
    assert beta_at(1, 10).mean == pytest.approx(1 - EDGE)


def test_two_uncertainties_on_top_of_each_other() -> None:
    assert both(12, 12) == 6
    assert both(12, 1e12) == pytest.approx(12)


def test_one_opinion_is_its_own_mixture() -> None:
    mixed = mixture([(1.0, BetaPosterior(3, 7))])
    assert (mixed.alpha, mixed.beta) == pytest.approx((3, 7))


@given(st.lists(st.tuples(st.floats(0.01, 1), shapes, shapes), min_size=1, max_size=4))
def test_a_mixture_has_the_moments_of_its_parts(parts: list[tuple[float, float, float]]) -> None:
    whole = sum(weight for weight, _, _ in parts)
    opinions = [(weight / whole, BetaPosterior(a, b)) for weight, a, b in parts]
    mixed = mixture(opinions)
    mean = sum(weight * part.mean for weight, part in opinions)
    square = sum(weight * (part.variance + part.mean**2) for weight, part in opinions)
    assert mixed.mean == pytest.approx(mean, abs=2 * EDGE)
    assert mixed.variance == pytest.approx(square - mean**2, abs=1e-5)


def test_the_moments_of_a_mixture_are_those_of_draws_from_it() -> None:
    draws = np.random.default_rng(0)
    sample = np.concatenate([draws.beta(8, 2, 60_000), draws.beta(2, 3, 40_000)])
    mixed = mixture([(0.6, BetaPosterior(8, 2)), (0.4, BetaPosterior(2, 3))])
    assert mixed.mean == pytest.approx(float(sample.mean()), abs=0.005)
    assert mixed.variance == pytest.approx(float(sample.var()), abs=0.002)


@given(st.floats(0.05, 0.45), st.floats(0.01, 0.04))
def test_disagreement_widens_a_mixture(apart: float, more: float) -> None:
    near = mixture([(0.5, beta_at(0.5 - apart, 20)), (0.5, beta_at(0.5 + apart, 20))])
    wider = apart + more
    far = mixture([(0.5, beta_at(0.5 - wider, 20)), (0.5, beta_at(0.5 + wider, 20))])
    assert far.variance > near.variance
