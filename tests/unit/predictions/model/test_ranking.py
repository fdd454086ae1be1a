"""The order of a plan and what moved in it."""

from hypothesis import given
from hypothesis import strategies as st

from tajriba.predictions.model import Change, Changes, Ranked, Scored, moved, rank

plans = st.lists(
    st.builds(Scored, st.integers(1, 50), st.sampled_from([0.2, 0.5, 0.55, 0.6, 0.9])),
    unique_by=lambda item: item.recommendation_id,
)


def test_the_highest_score_comes_first_and_the_lower_id_where_equal() -> None:
    found = rank([Scored(7, 0.5), Scored(3, 0.5), Scored(9, 0.8)])
    assert found == (Ranked(9, 1, 0.8), Ranked(3, 2, 0.5), Ranked(7, 3, 0.5))


@given(st.data(), plans)
def test_the_order_of_inputs_is_irrelevant(data: st.DataObject, plan: list[Scored]) -> None:
    assert rank(data.draw(st.permutations(plan))) == rank(plan)


@given(plans)
def test_ranks_count_from_1_and_scores_never_rise(plan: list[Scored]) -> None:
    found = rank(plan)
    assert [item.rank for item in found] == list(range(1, len(plan) + 1))
    scores = [item.score for item in found]
    assert scores == sorted(scores, reverse=True)


@given(plans)
def test_nothing_moved_between_a_ranking_and_itself(plan: list[Scored]) -> None:
    assert not moved(rank(plan), rank(plan))


@given(plans, plans)
def test_what_was_added_is_removed_on_the_way_back(one: list[Scored], two: list[Scored]) -> None:
    there, back = moved(rank(one), rank(two)), moved(rank(two), rank(one))
    assert set(there.added) == set(back.removed)
    assert {item.recommendation_id for item in there.changed} == {
        item.recommendation_id for item in back.changed
    }


def test_who_came_who_left_who_moved() -> None:
    old = rank([Scored(1, 0.8), Scored(2, 0.7), Scored(3, 0.6)])
    new = rank([Scored(2, 0.71), Scored(3, 0.59), Scored(4, 0.9)])
    assert moved(old, new) == Changes(
        added=(Ranked(4, 1, 0.9),),
        removed=(Ranked(1, 1, 0.8),),
        changed=(),
    )


def test_a_change_of_rank_is_told_however_small_the_scores_moved() -> None:
    old = rank([Scored(1, 0.61), Scored(2, 0.60)])
    new = rank([Scored(1, 0.60), Scored(2, 0.61)])
    assert moved(old, new).changed == (Change(2, 2, 1, 0.60, 0.61), Change(1, 1, 2, 0.61, 0.60))


def test_a_score_is_told_from_five_hundredths_on() -> None:
    old = rank([Scored(1, 0.65)])
    assert moved(old, rank([Scored(1, 0.70)])).changed == (Change(1, 1, 1, 0.65, 0.70),)
    assert not moved(old, rank([Scored(1, 0.699)]))
    assert bool(moved(old, rank([Scored(1, 0.60)])))
