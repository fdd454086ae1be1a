"""What is told of a patient by noisy atoms, measured, and compared with what the budget states."""

from collections.abc import Sequence
from math import exp, log

import pytest
from scipy.stats import beta

from tajriba.evidence.publication.noise import Noise, gaussian_noise, scale_of
from tajriba.evidence.publication.noisy_atoms import DELTA, SQUARED_LENGTH, Budget, vector_of
from tajriba.evidence.sums import Sums, values_of

RUNS = 1500
CONFIDENCE = 1e-6
"""Of a bound that is wrong: so seldom does a right mechanism fail here."""

LOUDEST = vector_of(
    values_of(Sums(1, successes=1, positives=1, rating_sum=5, improvement_sum=5, patients=1))
)


def test_the_loudest_patient_is_as_long_as_noise_is_made_for() -> None:
    assert sum(one**2 for one in LOUDEST) == SQUARED_LENGTH


def told(noise: Noise, scale: float, years: Sequence[int]) -> list[float]:
    """Return how much each run's atoms of a year look as if the loudest patient were in them.

    The patient counts in one atom after the other, alone: the neighbouring database is empty.
    """
    drawn = iter(noise(list(years) * RUNS, scale))
    return [sum(next(drawn) * one for one in LOUDEST * 4) for _ in range(RUNS)]


def lower_bound(noise: Noise, scale: float) -> float:
    """Return an epsilon below which the mechanism's is not: Clopper-Pearson over the event that
    the atoms look as if the patient were there."""
    there, absent = told(noise, scale, LOUDEST * 4), told(noise, scale, (0,) * len(LOUDEST) * 4)
    best = 0.0
    for share in (0.5, 1, 1.5, 2):
        bar = share * 4 * SQUARED_LENGTH / 2
        hits, alarms = (sum(one >= bar for one in several) for several in (there, absent))
        low = float(beta.ppf(CONFIDENCE, hits, RUNS - hits + 1)) if hits else 0.0
        high = float(beta.ppf(1 - CONFIDENCE, alarms + 1, RUNS - alarms)) if alarms < RUNS else 1.0
        best = max(best, log(max(low - DELTA, exp(-50)) / high))
    return best


def test_what_is_told_in_a_year_is_below_what_is_stated() -> None:
    assert 0.1 < lower_bound(gaussian_noise, scale_of(Budget(4.0, 4, 14))) < 4


def nothing(figures: Sequence[int], _: float) -> list[int]:
    return list(figures)


def too_little(figures: Sequence[int], scale: float) -> list[int]:
    return gaussian_noise(figures, scale / 10)


@pytest.mark.parametrize("broken", [nothing, too_little])
def test_a_mechanism_without_enough_noise_is_found(broken: Noise) -> None:
    assert lower_bound(broken, scale_of(Budget(4.0, 4, 14))) > 4


def test_more_is_told_with_less_noise_and_more_entries_ask_for_more() -> None:
    scales = [scale_of(Budget(epsilon, 4, 14)) for epsilon in (0.1, 4.0, 20.0)]
    assert scales == sorted(scales, reverse=True)
    assert scale_of(Budget(4.0, 8, 14)) > 1.3 * scale_of(Budget(4.0, 4, 14))
