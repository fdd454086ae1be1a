"""Which cells may advance: by hand, and against whoever takes published figures from each other."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tajriba.evidence.publication.complementary_suppression import (
    Count,
    SuppressionDecision,
    SuppressionInput,
    suppress_complementary,
)
from tajriba.patients.cohort import AXES, Cohort, axis_of, marks_of

WOMAN, MAN = Cohort(sex=1).number, Cohort(sex=2).number
HOT, COLD = Cohort(mizaj=2).number, Cohort(mizaj=3).number
Crowd = list[int]
"""The cohort of each patient, who reported once."""


def suppression_input(
    crowd: Crowd, shown: set[int] | None = None, late: dict[int, int] | None = None
) -> SuppressionInput:
    """Return what is known of a crowd; everybody has changed their cells, or so many of some."""
    cohorts = {one: Count(crowd.count(one), crowd.count(one)) for one in set(crowd) if one}
    changed: dict[int, set[int]] = {}
    for who, cohort in enumerate(crowd):
        for mark in filter(None, marks_of(cohort)):
            changed.setdefault(mark, set()).add(who)
    for mark, many in (late or {}).items():
        changed[mark] = set(sorted(changed[mark])[:many])
    return SuppressionInput(Count(len(crowd), len(crowd)), cohorts, shown or set(), changed)


def test_both_sexes_advance_where_nobody_is_left_over() -> None:
    assert suppress_complementary(
        suppression_input([WOMAN] * 6 + [MAN] * 5)
    ) == SuppressionDecision([WOMAN, MAN], may=True)


def test_the_smaller_waits_where_a_few_have_no_sex() -> None:
    assert suppress_complementary(suppression_input([WOMAN] * 7 + [MAN] * 6 + [0] * 2)).marks == [
        WOMAN
    ]
    assert suppress_complementary(suppression_input([WOMAN] * 7 + [MAN] * 6 + [0] * 5)).marks == [
        WOMAN,
        MAN,
    ]


def test_where_all_but_one_are_the_same_only_mizaj_is_told() -> None:
    """The women less the hot ones would be the report of one."""
    crowd = [WOMAN + HOT] * 6 + [WOMAN + COLD] + [MAN + COLD] * 6
    assert suppress_complementary(suppression_input(crowd)).marks == [COLD, HOT]


def test_a_sum_less_the_whole_tells_of_nobody_either() -> None:
    """The hot and the men together are all but the one who is both."""
    crowd = [HOT + WOMAN] * 6 + [HOT + MAN] + [COLD + MAN] * 6
    assert suppress_complementary(suppression_input(crowd)).marks == [HOT, COLD]


def test_the_recommendation_waits_for_the_last_few() -> None:
    crowd = [WOMAN] * 8
    assert not suppress_complementary(suppression_input(crowd, {WOMAN}, {WOMAN: 3})).may
    assert suppress_complementary(
        suppression_input(crowd, {WOMAN}, {WOMAN: 5})
    ) == SuppressionDecision([WOMAN], may=True)
    assert suppress_complementary(
        suppression_input([*crowd, *[0] * 5], {WOMAN}, {WOMAN: 3})
    ) == SuppressionDecision([], may=True)


def test_without_anybody_known_nothing_is_weighed() -> None:
    assert suppress_complementary(suppression_input([0] * 9)) == SuppressionDecision([], may=True)


crowds = st.lists(
    st.builds(
        lambda *digits: Cohort(*digits).number,
        st.sampled_from([0, 2, 2, 3]),
        st.sampled_from([0, 1, 1, 2]),
        st.sampled_from([0, 2]),
        st.sampled_from([0, 0, 0, 1]),
        st.sampled_from([0, 1, 2]),
    ),
    min_size=5,
    max_size=40,
)


@settings(max_examples=300)
@given(crowds)
def test_no_two_figures_tell_of_a_few(crowd: Crowd) -> None:
    """Taken from each other, any two cells, a rest and a cell, or two rests: nobody, or five."""
    marks = suppress_complementary(suppression_input(crowd)).marks
    everybody = set(range(len(crowd)))
    cells = {mark: _who(crowd, mark) for mark in marks}
    by_axis = [[cells[mark] for mark in marks if axis_of(mark) == axis] for axis in AXES]
    sides = [[*one, everybody.difference(*one)] for one in by_axis if one]
    for side in sides:
        assert all(not 0 < len(part) < 5 for part in side)
    for one, other in combinations(sides, 2):
        for part in one:
            for crossed in other:
                assert not 0 < len(part ^ crossed) < 5
                assert not 0 < len(everybody - (part ^ crossed)) < 5


@given(crowds)
def test_the_order_of_patients_is_irrelevant(crowd: Crowd) -> None:
    assert suppress_complementary(suppression_input(crowd)) == suppress_complementary(
        suppression_input(crowd[::-1])
    )


def _who(crowd: Crowd, mark: int) -> set[int]:
    return {who for who, cohort in enumerate(crowd) if mark in marks_of(cohort)}
