"""No combination of what is published, of any times, tells of fewer than five patients."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tajriba.evidence.publication.policy import BY_ATOMS
from tajriba.loop.submission.submission import Group
from tajriba.loop.verification.verification import differences
from tajriba.settings import Settings
from tests.kit.clinics.in_memory_clinic import InMemoryClinic
from tests.kit.disclosure_attacker import DisclosureAttacker, Form, told_of_few
from tests.kit.generators.generated_histories import (
    Agree,
    Describe,
    Pass,
    Revise,
    Run,
    Step,
    Submit,
    Temper,
    Withdraw,
    back,
    descriptions,
    figures,
    request,
)

many = settings(
    deadline=None,
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def histories(patients: int, steps: int) -> st.SearchStrategy[list[Step]]:
    seats = st.integers(0, patients - 1)
    busy = st.builds(Submit, seats, st.sampled_from([0, 0, 0, 1, 2]), back, figures)
    return st.lists(
        st.one_of(
            *[busy] * 16,
            st.builds(Revise, st.integers(0, 200), figures),
            st.builds(Revise, st.integers(0, 200), figures),
            st.builds(Withdraw, st.integers(0, 200)),
            st.builds(Withdraw, st.integers(0, 200)),
            st.builds(Pass, st.sampled_from([1, 3, 10, 29, 60, 89, 90])),
            st.builds(Temper, seats, st.sampled_from(["garm", "sard", None])),
            st.builds(Describe, seats, descriptions),
            st.builds(Agree, seats, st.sampled_from([False, True, True])),
        ),
        min_size=steps // 2,
        max_size=steps,
    )


@contextmanager
def attacked(world: InMemoryClinic) -> Iterator[DisclosureAttacker]:
    """Let somebody look at a history, and judge what they have seen."""
    with world.history():
        attacker = DisclosureAttacker(world)
        yield attacker
        assert told_of_few(attacker.seen) is None
        assert [one for one in differences(world.tx) if one.table != "counter"] == []


@pytest.fixture(scope="session")
def crowd(template: str) -> InMemoryClinic:
    return InMemoryClinic(Settings(database_url=template).sqlite_path, patients=40)


def attack(world: InMemoryClinic, history: list[Step], every: int) -> None:
    with attacked(world) as attacker:
        run = Run(world, every)
        for step in history:
            run.take(step)
            attacker.look()


@many
@given(history=histories(12, 120), every=st.sampled_from([1, 2, 5]))
def test_twelve_patients(world: InMemoryClinic, history: list[Step], every: int) -> None:
    attack(world, history, every)


@settings(many, max_examples=15)
@given(history=histories(20, 160), every=st.sampled_from([1, 5]))
def test_twenty_patients(crowd: InMemoryClinic, history: list[Step], every: int) -> None:
    attack(crowd, history, every)


@settings(many, max_examples=6)
@given(history=histories(40, 240), every=st.sampled_from([1, 5]))
def test_forty_patients(crowd: InMemoryClinic, history: list[Step], every: int) -> None:
    attack(crowd, history, every)


groups = st.lists(
    st.lists(
        st.builds(Submit, st.integers(0, 11), st.sampled_from([0, 0, 1, 2]), back, figures),
        min_size=1,
        max_size=8,
    ),
    min_size=6,
    max_size=14,
)


@many
@given(several=groups, every=st.sampled_from([1, 2, 5]))
def test_submissions_in_one_transaction(
    world: InMemoryClinic, several: list[list[Submit]], every: int
) -> None:
    with attacked(world) as attacker:
        for group in several:
            together = Group(world.tx)
            for step in group:
                together.submit(request(world, step, every))
                attacker.look()
            together.finish()
            attacker.look()


def variables(*patients: int) -> Form:
    return Form((patient, patient, 1, 0) for patient in patients)


def test_the_judge_finds_what_tells_of_few() -> None:
    assert told_of_few([variables(1, 2, 3, 4, 5), variables(6, 7, 8, 9, 10)]) is None
    assert 6 in (told_of_few([variables(1, 2, 3, 4, 5), variables(1, 2, 3, 4, 5, 6)]) or ())
    around = [
        variables(1, 2, 3, 4, 5, 6),
        variables(5, 6, 7, 8, 9),
        variables(1, 2, 3, 4, 7, 8, 9, 10),
    ]
    assert told_of_few(around[:2]) is None
    assert {5, 6, 10} <= (told_of_few(around) or set())
    assert told_of_few([]) is None


SYBILS = range(1, 11)


@pytest.mark.parametrize("accounts", SYBILS)
def test_accounts_of_ones_own_publish_nothing_of_others(
    world: InMemoryClinic, accounts: int
) -> None:
    """Who is not vouched for closes no atom, whatever they report, however often."""
    with world.history():
        attacker = DisclosureAttacker(world)
        mine, others = world.seats[:accounts], world.seats[accounts:]
        for number in range(60):
            seat = (others[0], *mine)[number % (accounts + 1)]
            body = world.body(seat, world.remedies[0], rating=1 + number % 5)
            world.submit_all([world.submission(seat, body, every=1, policy=BY_ATOMS)])
            attacker.look()
        assert attacker.seen == set()
