"""Incremental evidence equals a recompute, whatever happens in whatever order."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, select

from tajriba.evidence.accounting.recompute import recompute
from tajriba.evidence.accounting.windows import own_window
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import own_evidence
from tajriba.evidence.sums import SUMS, Sums
from tajriba.evidence.tables import KEY, evidence_day
from tajriba.loop.verification.verification import differences
from tests.kit.clinics.in_memory_clinic import InMemoryClinic
from tests.kit.generators.generated_histories import Run, Step, brute_window, counts_for, steps

shared_world = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def stored_days(world: InMemoryClinic) -> dict[tuple[Key, int], Sums]:
    return {
        (Key(*(getattr(row, name) for name in KEY)), row.day): sums
        for row in world.tx.all(select(evidence_day))
        if (sums := _sums(row)) != Sums()
    }


def _sums(row: Row[Any]) -> Sums:
    return Sums(*(getattr(row, name) for name in SUMS))


def check_tables(world: InMemoryClinic) -> None:
    expected = recompute(world.reports())
    assert stored_days(world) == expected.days
    assert [one for one in differences(world.tx) if one.table != "counter"] == []


def check_own(world: InMemoryClinic) -> None:
    reports, tx = world.reports(), world.tx
    for diagnosis_id in {one.diagnosis_id for one in reports}:
        own = own_evidence(tx, diagnosis_id)
        for recommendation_id, found in own.items():
            key = Key(Level.COURSE, diagnosis_id, recommendation_id)
            mine = [one for one in reports if counts_for(one, key)]
            whole, recent = brute_window(reports, key, tx.today)
            assert (found.window.whole, found.window.recent) == (whole, recent)
            assert own_window(tx, diagnosis_id, recommendation_id) == found.window
            assert found.course.total == len(mine)
            named = [part for one in mine for part in one.effects]
            assert found.effects == {part: named.count(part) for part in named}


@shared_world
@given(history=st.lists(steps, min_size=1, max_size=40), every=st.sampled_from([1, 5]))
def test_any_history_leaves_what_a_recompute_finds(
    world: InMemoryClinic, history: list[Step], every: int
) -> None:
    with world.history():
        run = Run(world, every)
        for step in history:
            run.take(step)
        check_tables(world)
        check_own(world)


@settings(shared_world, max_examples=10)
@given(history=st.lists(steps, min_size=1, max_size=12))
def test_it_holds_after_each_step(world: InMemoryClinic, history: list[Step]) -> None:
    with world.history():
        run = Run(world)
        for step in history:
            run.take(step)
            check_tables(world)


@settings(shared_world, max_examples=15)
@given(history=st.lists(steps, min_size=5, max_size=25), ahead=st.lists(st.integers(0, 95)))
def test_windows_stay_right_while_days_pass(
    world: InMemoryClinic, history: list[Step], ahead: list[int]
) -> None:
    with world.history():
        run = Run(world)
        for step in history:
            run.take(step)
        start = world.clock.now
        for days in ahead:
            world.clock.now = start
            world.clock.advance(days=days)
            check_own(world)


@settings(shared_world, max_examples=10)
@given(history=st.lists(steps, min_size=5, max_size=25))
def test_withdrawing_everything_leaves_nothing(world: InMemoryClinic, history: list[Step]) -> None:
    with world.history():
        run = Run(world)
        for step in history:
            run.take(step)
        for feedback_id, seat in run.standing:
            world.withdraw(world.seats[seat], feedback_id)
        assert stored_days(world) == {}
        assert recompute(world.reports()).counted == {}
