"""The simulated truth: bounded, the same for a seed, and told of as it is calculated."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.feedback.success import is_success
from tajriba.lab.simulation.ground_truth import (
    FADING_DAYS,
    INERT,
    MIZAJES,
    Person,
    Remedy,
    Setting,
    best_chance,
    chance,
    draw_truth,
    drifting_place,
    inert_place,
    works,
)
from tajriba.lab.simulation.patient_behaviour import choose, told_chance, undergo

RECOVERS = 0.354
people = st.builds(
    Person,
    mizaj=st.sampled_from(MIZAJES),
    assessed=st.booleans(),
    adherence=st.floats(0, 1),
    condition=st.just(0),
)
remedies = st.builds(
    Remedy,
    effect=st.floats(-3, 3),
    warmth=st.floats(-2, 2),
    moisture=st.floats(-2, 2),
    harm=st.floats(0, 0.2),
)


@given(remedies, people, st.integers(0, 400))
def test_a_chance_is_one_and_the_best_is_at_least_it(remedy: Remedy, who: Person, day: int) -> None:
    found = chance(remedy, who, day)
    assert 0 < found < 1
    assert found <= works(remedy, who, day)
    assert best_chance([INERT, remedy], who, day) == max(found, chance(INERT, who, day))


@given(people, st.integers(0, 400))
def test_the_inert_remedy_does_nothing_for_anybody(who: Person, day: int) -> None:
    assert chance(INERT, who, day) == pytest.approx(RECOVERS, abs=0.001)


@given(people)
def test_who_takes_nothing_is_helped_by_nothing(who: Person) -> None:
    idle = Person(who.mizaj, who.assessed, 0.0, 0)
    assert chance(Remedy(2.0, 1.0, 1.0, 0.0), idle, 0) == chance(INERT, idle, 0)


@pytest.mark.parametrize("seed", range(20))
def test_a_seed_draws_one_clinic_with_an_inert_and_a_fading_remedy(seed: int) -> None:
    setting = Setting(seed=seed)
    truth = draw_truth(setting)

    assert truth == draw_truth(setting)
    assert truth != draw_truth(Setting(seed=seed + 1))
    assert truth.remedies[0][inert_place(truth)] == INERT
    fading = truth.remedies[-1][drifting_place(truth)]
    assert fading.effect == max(one.effect for one in truth.remedies[-1])
    who = Person("garm", True, 1.0, 1)
    gone = setting.drift_day + FADING_DAYS
    assert works(fading, who, 0) == works(fading, who, setting.drift_day)
    assert works(fading, who, gone) == pytest.approx(RECOVERS, abs=0.001)


@pytest.mark.parametrize("remedy", [INERT, Remedy(1.0, 0.5, -0.5, 0.1), Remedy(-1.0, 0, 0, 0.2)])
def test_courses_go_and_are_told_of_as_often_as_calculated(remedy: Remedy) -> None:
    who, draw = Person("garm_khoshk", True, 1.0, 0), Random(7)
    courses = [undergo(remedy, who, 0, draw) for _ in range(20_000)]
    told = [one for one in courses if one.told]

    share = sum(one.success for one in courses) / len(courses)
    assert share == pytest.approx(chance(remedy, who, 0), abs=0.012)
    share_told = sum(one.success for one in told) / len(told)
    assert share_told == pytest.approx(told_chance(remedy, who, 0), abs=0.015)
    assert share_told > share, "who is happy answers more"


@given(people, st.integers(0, 10_000))
def test_what_is_a_success_would_be_counted_as_one(who: Person, seed: int) -> None:
    course = undergo(Remedy(0.5, 0.3, 0.3, 0.2), who, 0, Random(seed))
    assert is_success(course.answers) == course.success


def test_only_who_failed_with_the_first_ever_takes_another() -> None:
    draw = Random(3)
    assert {choose([5, 6, 7], None, draw) for _ in range(100)} == {5}
    assert {choose([5, 6, 7], 6, draw) for _ in range(100)} == {5}
    assert {choose([5, 6, 7], 5, draw) for _ in range(100)} == {5, 6, 7}
    assert {choose([5], 5, draw) for _ in range(100)} == {5}
