"""Noisy atoms: who counts in them, with how much, and what follows from their sums."""

from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.evidence.publication.atoms import Value
from tajriba.evidence.publication.noisy_atoms import (
    SQUARED_LENGTH,
    YEAR_DAYS,
    Entry,
    closing_day,
    counting,
    figures_of,
    vector_of,
)
from tajriba.evidence.sums import SUMS, WINDOW_DAYS, Sums, values_of
from tajriba.evidence.wilson_interval import wilson

answers = st.fixed_dictionaries(
    {
        "successes": st.integers(0, 1),
        "positives": st.integers(0, 1),
        "rating_sum": st.integers(1, 5),
        "improvement_sum": st.integers(1, 5),
    }
)


def said(**answers: int) -> tuple[int, ...]:
    return values_of(Sums(total=1, patients=1, **answers))


@given(answers)
def test_nobody_adds_more_than_the_longest_vector(given: dict[str, int]) -> None:
    assert sum(one**2 for one in vector_of(said(**given))) <= SQUARED_LENGTH


@given(st.tuples(*[st.integers(-(10**9), 10**9)] * len(SUMS)))
def test_nor_does_who_could_write_anything(counts: tuple[int, ...]) -> None:
    assert sum(one**2 for one in vector_of(counts)) <= SQUARED_LENGTH


@given(st.lists(answers, min_size=5, max_size=40))
def test_without_noise_figures_are_those_of_the_patients(several: list[dict[str, int]]) -> None:
    vectors = [vector_of(said(**one)) for one in several]
    total = tuple(map(sum, zip(*(said(**one) for one in several), strict=True)))
    assert figures_of(vectors, 0.0) == total


def test_fewer_than_five_patients_are_not_shown() -> None:
    vectors = [vector_of(said(successes=1, rating_sum=4, improvement_sum=4))] * 4
    assert figures_of(vectors, 0.0) is None
    assert figures_of([(-9, 0, 0, 0, 0)], 1.0) is None


coordinates = st.integers(-100_000, 100_000)
sums = st.tuples(*[coordinates] * 5)


@given(st.lists(sums, min_size=1, max_size=13), st.floats(0.01, 1e6))
def test_whatever_the_noise_figures_are_possible(atoms: list[Any], variance: float) -> None:
    found = figures_of(atoms, variance)
    if found is None:
        return
    shown = Sums(*found)
    assert 0 <= shown.successes <= shown.total == shown.patients > 0
    assert 0 <= shown.positives <= shown.total
    for mean in (shown.average_rating, shown.average_improvement):
        assert mean is not None
        assert 1 <= mean <= 5


@given(sums, st.floats(0.01, 1e4))
def test_more_noise_never_counts_for_more_patients(atom: Any, variance: float) -> None:
    less, more = figures_of([atom], variance), figures_of([atom], 4 * variance)
    assert more is None or less is not None
    if less is not None and more is not None:
        assert Sums(*more).patients <= Sums(*less).patients


@pytest.mark.parametrize("patients", [60, 120, 300, 1000])
@pytest.mark.parametrize("rate", [0.3, 0.6, 0.9])
def test_intervals_hold_the_truth_as_often_as_they_say(patients: int, rate: float) -> None:
    """Of seven atoms with the noise of the default budget; the same draws each time."""
    draw, held, shown = np.random.default_rng(7), 0, 0
    scale = sqrt(7) * 17
    for successes in draw.binomial(patients, rate, 2000):
        noise = np.round(draw.normal(0, scale, 2))
        sums = (4 * patients + noise[0], 4 * (2 * successes - patients) + noise[1])
        found = figures_of([(*map(int, sums), 0, 0, 0)], scale**2)
        if found is not None:
            low, high = wilson(Sums(*found).score, Sums(*found).patients) or (1.0, 0.0)
            held, shown = held + (low <= rate <= high), shown + 1
    assert shown > 1800
    assert held / shown > (0.93 if patients > 60 else 0.88)


def values(*remedies: int, day: int = 1000) -> dict[int, Value]:
    return {one: Value(7, 100 + one, day, 0, ()) for one in remedies}


def test_the_latest_count_first_up_to_the_budget() -> None:
    assert list(counting(values(1, 2, 3, 4), [], 2, 1001)) == [4, 3]
    older = values(9, day=999)
    assert list(counting(values(1) | older, [], 2, 1001)) == [1, 9]


def test_who_counts_in_a_remedy_counts_again_only_in_another_window() -> None:
    entry = [Entry(7, 1, 1000)]
    assert counting(values(1), entry, 4, 1000 + WINDOW_DAYS - 1) == {}
    assert list(counting(values(1), entry, 4, 1000 + WINDOW_DAYS)) == [1]


@given(
    st.lists(st.sets(st.integers(1, 9)), min_size=1, max_size=60),
    st.integers(1, 6),
    st.integers(1, 30),
)
def test_nobody_counts_more_often_a_year_or_twice_in_a_window(
    reported: list[set[int]], entries: int, days: int
) -> None:
    kept: list[Entry] = []
    for closing, remedies in enumerate(reported):
        day = closing * days
        found = counting(values(*remedies, day=day), kept, entries, day)
        kept += [Entry(7, remedy, day) for remedy in found]
        year = [one for one in kept if one.day > day - YEAR_DAYS]
        window = [one.recommendation_id for one in kept if one.day > day - WINDOW_DAYS]
        assert len(year) <= entries
        assert len(window) == len(set(window))


@given(st.integers(0, 30_000), st.integers(1, 30))
def test_the_calendar_closes_once_in_so_many_days(today: int, days: int) -> None:
    day = closing_day(None, today, days)
    assert day is not None
    assert today - days < day <= today
    assert closing_day(day, today, days) is None
    assert closing_day(day, day + days - 1, days) is None
    assert closing_day(day, day + days, days) == day + days
