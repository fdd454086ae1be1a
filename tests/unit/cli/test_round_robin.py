"""Whose turn it is to report in the demo clinic."""

from collections import Counter

from tajriba.cli.demo.round_robin import ROUND, RoundRobin

SIX = [3, 1, 4, 5, 9, 2]


def test_a_remedy_gets_a_round_of_different_patients_before_the_next_begins() -> None:
    turns = RoundRobin({10: SIX, 20: SIX})
    told = [turns.next([10, 20]) for _ in range(4 * ROUND)]
    rounds = [told[start : start + ROUND] for start in range(0, len(told), ROUND)]
    assert [{one.recommendation_id for one in each if one} for each in rounds] == [
        {10}, {20}, {10}, {20},
    ]  # fmt: skip
    assert all(len({one.patient for one in each if one}) == ROUND for each in rounds)


def test_any_five_reports_of_a_remedy_in_a_row_are_of_five_patients() -> None:
    turns = RoundRobin({10: SIX})
    told = [one.patient for one in (turns.next([10]) for _ in range(50)) if one]
    assert all(len(set(told[at : at + ROUND])) == ROUND for at in range(len(told) - ROUND))
    assert set(Counter(told)) == set(SIX)


def test_what_nobody_looks_at_is_not_reported_of() -> None:
    turns = RoundRobin({10: SIX, 20: SIX})
    assert turns.next([]) is None
    assert turns.next([99]) is None
    first = turns.next([10, 20])
    assert first
    assert first.recommendation_id == 10
    second = turns.next([20])
    assert second
    assert second.recommendation_id == 20


def test_a_remedy_of_too_few_patients_stays_silent() -> None:
    assert RoundRobin({10: SIX[:4]}).next([10]) is None
