"""From when each remedy of a plan is taken, and what a changed plan keeps of that."""

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.diagnoses.plans.arrangement import MOST_DAYS, Arrangement, Course, arranged, started
from tajriba.kit.clock import DAY_MS

NOW = 100 * DAY_MS
DAYS = st.one_of(st.none(), st.integers(1, MOST_DAYS))
COURSES = st.lists(st.tuples(DAYS, st.integers(0, NOW)), max_size=6).map(
    lambda drawn: [Course(ref, *one) for ref, one in enumerate(drawn)]
)


@given(COURSES, st.sampled_from(get_args(Arrangement)))
def test_in_turn_nothing_starts_before_what_comes_before_it_is_over(
    courses: list[Course], arrangement: Arrangement
) -> None:
    found = list(arranged(arrangement, courses).values())
    if arrangement != "in_turn":
        assert found == courses
        return
    assert [one[:2] for one in found] == [one[:2] for one in courses]
    for before, after in pairwise(found):
        assert after.starts_at >= before.starts_at + (before.duration_days or MOST_DAYS) * DAY_MS
    assert all(late.starts_at >= one.starts_at for late, one in zip(found, courses, strict=True))


@given(COURSES, st.sampled_from(get_args(Arrangement)), st.sampled_from(get_args(Arrangement)))
def test_nothing_of_a_new_plan_starts_in_the_future_by_itself(
    courses: list[Course], was: Arrangement, arrangement: Arrangement
) -> None:
    before = (was, arranged(was, courses))
    refs = [*reversed(range(len(courses))), 99]
    found = dict(zip(refs, started(arrangement, before, refs, NOW), strict=True))
    assert all(at <= NOW for at in found.values())
    assert found[99] == NOW
    if courses:  # the first goes on where it was begun
        assert found[refs[0]] == min(before[1][refs[0]].starts_at, NOW)


A, B, C = 1, 2, 3


def turns(*days: int, at: int = NOW) -> dict[int, Course]:
    """Return the courses of remedies 1, 2, … that came into a plan in turn at once."""
    return arranged("in_turn", [Course(ref, one, at) for ref, one in enumerate(days, 1)])


def days_from_now(arrangement: Arrangement, plan: dict[int, int], since: list[int]) -> list[float]:
    """Return in how many days each remedy of a plan of days starts."""
    courses = [Course(ref, days, at) for (ref, days), at in zip(plan.items(), since, strict=True)]
    return [(one.starts_at - NOW) / DAY_MS for one in arranged(arrangement, courses).values()]


@pytest.mark.parametrize(
    ("plan", "starts"),
    [
        ({A: 7, B: 14, C: 7}, [-8, -1, 13]),
        ({B: 14, C: 7}, [-1, 13]),
        ({C: 7, B: 14}, [0, 7]),
        ({A: 14, B: 14}, [-8, 6]),
        ({B: 14, A: 7}, [-1, 13]),
    ],
)
def test_on_the_second_day_of_the_second_remedy(plan: dict[int, int], starts: list[int]) -> None:
    """Saved again as it was, without the first, with the third first, the first prolonged, and
    with the first once more at the end."""
    before = turns(7, 14, 7, at=NOW - 8 * DAY_MS)
    since = started("in_turn", ("in_turn", before), list(plan), NOW)
    assert days_from_now("in_turn", plan, since) == starts


def test_what_was_taken_together_waits_for_its_turn() -> None:
    """The first goes on; the others begin once it is over, at once where it is over already."""
    together = {one: Course(one, 7, NOW - 3 * DAY_MS) for one in (A, B)}
    since = started("in_turn", ("together", together), [A, B], NOW)
    assert days_from_now("in_turn", {A: 7, B: 7}, since) == [-3, 4]
    long_ago = {one: Course(one, 7, NOW - 30 * DAY_MS) for one in (A, B)}
    since = started("in_turn", ("alternatives", long_ago), [A, B], NOW)
    assert days_from_now("in_turn", {A: 7, B: 7}, since) == [-30, 0]


def test_what_waited_for_its_turn_starts_now_where_all_are_taken_together() -> None:
    before = turns(7, 14, at=NOW - 3 * DAY_MS)
    since = started("together", ("in_turn", before), [A, B], NOW)
    assert days_from_now("together", {A: 7, B: 14}, since) == [-3, 0]
