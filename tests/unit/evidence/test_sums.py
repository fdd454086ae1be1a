"""The figures at their edges, against values known from elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tajriba.evidence.sums import SUMS, Sums, Window, averages_of, direction, window_of
from tajriba.evidence.wilson_interval import wilson

counts = st.integers(0, 200)


def some(total: int, successes: int = 0, rating: int = 3, patients: int = 1) -> Sums:
    return Sums(
        total=total,
        successes=successes,
        rating_sum=rating * total,
        improvement_sum=2 * total,
        patients=patients,
    )


def two_sides(recent: Sums, older: Sums) -> Window:
    return Window(recent + older, recent)


@pytest.mark.parametrize(
    ("back", "whole", "recent"),
    [(0, 1, 1), (29, 1, 1), (30, 1, 0), (89, 1, 0), (90, 0, 0), (-1, 0, 0)],
)
def test_windows_are_90_and_30_whole_days_with_today(back: int, whole: int, recent: int) -> None:
    found = window_of({20_000 - back: some(1)}, 20_000)
    assert (found.whole.total, found.recent.total) == (whole, recent)
    assert found.older.total == whole - recent


@pytest.mark.parametrize(
    ("recent", "older", "trend"),
    [
        ((6, 10), (5, 10), "stable"),
        ((5, 10), (6, 10), "stable"),
        ((3, 10), (2, 10), "stable"),
        ((8, 10), (7, 10), "stable"),
        ((61, 100), (50, 100), "improving"),
        ((50, 100), (61, 100), "declining"),
        ((601, 1000), (500, 1000), "improving"),
        ((10, 10), (0, 0), "stable"),
        ((0, 0), (10, 10), "stable"),
        ((0, 0), (0, 0), "stable"),
    ],
)
def test_the_trend_needs_more_than_a_tenth(
    recent: tuple[int, int], older: tuple[int, int], trend: str
) -> None:
    window = two_sides(some(recent[1], recent[0]), some(older[1], older[0]))
    assert window.trend == trend


@pytest.mark.parametrize(
    ("recent", "older", "trend"),
    [
        ((10, 35), (10, 30), "stable"),
        ((10, 36), (10, 30), "improving"),
        ((10, 30), (10, 35), "stable"),
        ((10, 30), (10, 36), "declining"),
        ((0, 0), (10, 30), "stable"),
        ((10, 30), (0, 0), "new"),
        ((0, 0), (0, 0), "new"),
    ],
)
def test_the_rating_trend_needs_more_than_half_a_point(
    recent: tuple[int, int], older: tuple[int, int], trend: str
) -> None:
    sides = [Sums(total=total, rating_sum=ratings) for total, ratings in (recent, older)]
    assert two_sides(*sides).rating_trend == trend


@pytest.mark.parametrize(
    ("total", "confidence"), [(0, 0.5), (1, 0.505), (50, 0.75), (100, 1.0), (1000, 1.0)]
)
def test_confidence_grows_to_one_at_a_hundred(total: int, confidence: float) -> None:
    assert some(total).confidence == pytest.approx(confidence)


@given(n=st.integers(1, 400), share=st.floats(0, 1))
def test_wilson_is_the_score_interval(n: int, share: float) -> None:
    successes = round(n * share)
    expected = binomtest(successes, n).proportion_ci(0.95, method="wilson")
    found = wilson(successes / n, n)
    assert found == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilson_of_known_cases() -> None:
    assert wilson(0.0, 10) == pytest.approx((0.0, 0.27753), abs=1e-5)
    assert wilson(0.9, 10) == pytest.approx((0.59585, 0.98212), abs=1e-5)
    assert wilson(None, 10) is None
    assert wilson(0.5, 0) is None
    assert wilson(0.5, -1) is None


@given(rate=st.floats(0, 1), n=st.integers(1, 10_000))
def test_an_interval_holds_its_rate_and_narrows_with_patients(rate: float, n: int) -> None:
    found, narrower = wilson(rate, n), wilson(rate, 4 * n)
    assert found is not None
    assert narrower is not None
    assert 0 <= found[0] <= rate <= found[1] <= 1
    assert narrower[1] - narrower[0] < found[1] - found[0]


def test_a_hundred_reports_of_one_patient_are_not_a_hundred_patients() -> None:
    alone = Window(some(100, 90, patients=1), some(100, 90, patients=1)).interval
    many = Window(some(100, 90, patients=100), some(100, 90, patients=100)).interval
    assert alone == wilson(0.9, 1)
    assert many == wilson(0.9, 100)


def test_nothing_reported_has_no_figures() -> None:
    nothing = Sums()
    assert nothing.score is nothing.average_rating is nothing.average_improvement is None
    assert averages_of(nothing)["average_compliance"] is nothing.positive_percentage is None
    assert (Window().rise, Window().interval, Window().trend) == (None, None, "stable")


def test_figures_are_means_over_reports() -> None:
    sums = Sums(4, 3, 2, rating_sum=14, improvement_sum=10, compliance_sum=9, compliance_count=2)
    assert (sums.score, sums.average_rating, sums.average_improvement) == (0.75, 3.5, 2.5)
    assert (averages_of(sums)["average_compliance"], sums.positive_percentage) == (4.5, 50.0)


@given(st.builds(Sums, *[counts] * len(SUMS)), st.builds(Sums, *[counts] * len(SUMS)))
def test_sums_add_and_take_back(one: Sums, other: Sums) -> None:
    assert one + other + -other == one
    assert one + Sums() == one
    assert one + other == other + one


@given(st.floats(-1, 1), st.floats(0, 0.9))
def test_a_direction_is_that_of_its_mirror_turned(rise: float, beyond: float) -> None:
    turned = {"improving": "declining", "declining": "improving", "stable": "stable"}
    assert direction(-rise, beyond) == turned[direction(rise, beyond)]


@given(st.dictionaries(st.integers(19_880, 20_010), counts, max_size=8))
def test_a_window_is_the_sum_of_its_days(totals: dict[int, int]) -> None:
    found = window_of({day: Sums(total=total) for day, total in totals.items()}, 20_000)
    assert found.whole.total == sum(totals.get(day, 0) for day in range(19_911, 20_001))
    assert found.recent.total == sum(totals.get(day, 0) for day in range(19_971, 20_001))
