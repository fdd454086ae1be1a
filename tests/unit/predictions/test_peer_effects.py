"""Those alike on one axis, from the published cells of the remedies around a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.predictions.inputs.peer_effects import Alike, peers_within, shift_of, wide_peers

RATES = {1: 0.6, 2: 0.4, 3: 0.5}


def women(cells: dict[int, tuple[int, int]], deviation: float = 0.3) -> Alike:
    return Alike.of("sex", cells, RATES, deviation)


def test_who_fares_as_expected_shifts_nothing() -> None:
    found = women({1: (6, 10), 2: (4, 10)})
    assert found.wide.expected == pytest.approx(10)
    assert found.shift == pytest.approx(0)


def test_who_fares_better_shifts_up_by_less_than_it_seems() -> None:
    found = women({3: (8, 10)})
    assert 0 < found.shift < 1.386
    assert women({3: (80, 100)}).shift > found.shift
    assert women({3: (8, 10)}, deviation=0.0).shift == pytest.approx(0, abs=1e-6)


def test_a_cell_whose_remedy_is_withheld_is_left_aside() -> None:
    assert women({9: (5, 5)}).wide.total == 0


def test_within_a_herb_it_is_told_what_lies_beyond_all() -> None:
    """All succeed alike beyond expectation: of one remedy little is left to tell."""
    found = women({1: (80, 100), 2: (64, 100)}, deviation=5.0)
    (one,) = peers_within([found], [1])
    (wide,) = wide_peers([found])
    assert wide.wide
    assert not one.wide
    assert wide.reports.successes - wide.reports.expected == pytest.approx(44)
    assert abs(one.reports.successes - one.reports.expected) < 4
    assert peers_within([found], [3, 9]) == ()


@given(
    st.dictionaries(
        st.sampled_from([1, 2, 3]),
        st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda two: (two[0], sum(two))),
    )
)
def test_mirror_patients_get_mirror_shifts(cells: dict[int, tuple[int, int]]) -> None:
    mirrored = {ref: (total - successes, total) for ref, (successes, total) in cells.items()}
    other = Alike.of("sex", mirrored, {ref: 1 - rate for ref, rate in RATES.items()}, 0.3)
    assert shift_of([women(cells), other]) == pytest.approx(0, abs=1e-9)
