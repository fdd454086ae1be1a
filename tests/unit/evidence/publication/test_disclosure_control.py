"""Nothing published tells of fewer than five patients, alone or beside another."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tajriba.evidence.keys import ALL_KEY, Key, Level
from tajriba.evidence.service import (
    published,
    published_by_mizaj,
    published_one,
    published_parts,
)
from tajriba.loop.submission.submission import Group
from tests.kit.clinics.in_memory_clinic import InMemoryClinic
from tests.kit.disclosure_attacker import DisclosureAttacker
from tests.kit.generators.generated_histories import (
    Describe,
    Revise,
    Run,
    Step,
    Submit,
    Temper,
    Withdraw,
    back,
    descriptions,
    figures,
    observed,
    request,
)

busy = st.builds(Submit, st.integers(0, 11), st.sampled_from([0, 0, 1, 2]), back, figures)
histories = st.lists(
    st.one_of(
        *[busy] * 12,
        st.builds(Revise, st.integers(0, 60), figures),
        st.builds(Withdraw, st.integers(0, 60)),
        st.builds(Temper, st.integers(0, 11), st.sampled_from(["garm", "sard", None])),
        st.builds(Describe, st.integers(0, 11), descriptions),
    ),
    min_size=30,
    max_size=60,
)
one_world = settings(
    max_examples=60,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@one_world
@given(history=histories, every=st.sampled_from([1, 2, 5]))
def test_no_snapshot_tells_of_a_few(world: InMemoryClinic, history: list[Step], every: int) -> None:
    with world.history():
        run, onlooker = Run(world, every), DisclosureAttacker(world)
        for step in history:
            run.take(step)
            advanced = onlooker.look()
            onlooker.check_parents(advanced)
            onlooker.check_cells(advanced)
            onlooker.check_crossed(advanced)


@one_world
@given(
    groups=st.lists(st.lists(busy, min_size=1, max_size=6), min_size=6, max_size=12),
    every=st.sampled_from([1, 2, 5]),
)
def test_no_group_publishes_what_tells_of_a_few(
    world: InMemoryClinic, groups: list[list[Submit]], every: int
) -> None:
    with world.history():
        onlooker = DisclosureAttacker(world)
        for group in groups:
            together, advanced = Group(world.tx), set[Key]()
            for step in group:
                together.submit(request(world, step, every))
                advanced |= onlooker.look()
            together.finish()
            advanced |= onlooker.look()
            onlooker.check_parents(advanced)
            onlooker.check_cells(advanced)
            onlooker.check_crossed(advanced)


def key_of(world: InMemoryClinic, remedy: int = 0) -> Key:
    return Key(Level.RECOMMENDATION, world.remedies[remedy].id)


def five_report(world: InMemoryClinic, first: int = 0, remedy: int = 0, **fields: Any) -> list[int]:
    """Let five patients report once each; return their feedback ids."""
    seats = world.seats[first : first + 5]
    return [world.report(seat, world.remedies[remedy], **fields).id for seat in seats]


def test_ready_siblings_advance_with_the_condition(world: InMemoryClinic) -> None:
    """Else the condition, less its remedies, would tell of the sibling's next reporter alone."""
    first, *others = world.remedies
    sibling = next(one for one in others if one.condition_id == first.condition_id)
    with world.history():
        for seat in world.seats[:6]:
            world.report(seat, sibling, every=100)
        five_report(world)
        keys = [
            Key(Level.RECOMMENDATION, first.id),
            Key(Level.RECOMMENDATION, sibling.id),
            Key(Level.CONDITION, first.condition_id),
        ]
        shown = published(world.tx, keys)
        assert [shown[key].window.whole.total for key in keys] == [5, 6, 11]


def test_four_patients_are_never_shown_however_much_they_report(world: InMemoryClinic) -> None:
    with world.history():
        for number in range(40):
            world.report(world.seats[number % 4], world.remedies[0])
        assert published_one(world.tx, key_of(world)) is None
        assert published_one(world.tx, ALL_KEY) is None


def test_the_fifth_patient_shows_all_levels(world: InMemoryClinic) -> None:
    remedy = world.remedies[0]
    with world.history():
        five_report(world, rating=2)
        keys = [
            key_of(world),
            Key(Level.CONDITION, remedy.condition_id),
            Key(Level.HERB, remedy.herb_id),
            ALL_KEY,
        ]
        assert set(published(world.tx, keys)) == set(keys)
        found = published_one(world.tx, key_of(world))
        assert found is not None
        assert (found.window.whole.total, found.window.whole.patients) == (5, 5)
        assert found.window.whole.average_rating == 2
        assert not found.trend_shows


def test_who_takes_back_what_they_said_hides_nobody(world: InMemoryClinic) -> None:
    with world.history():
        five_report(world)
        for seat in world.seats[5:9]:
            world.withdraw(seat, world.report(seat, world.remedies[0], every=100).id)
        world.report(world.seats[9], world.remedies[0], every=1, rating=1)
        found = published_one(world.tx, key_of(world))
        assert found is not None
        assert (found.version, found.window.whole.total) == (1, 5)


def test_a_revision_back_and_forth_hides_nobody(world: InMemoryClinic) -> None:
    with world.history():
        for seat, feedback_id in zip(world.seats, five_report(world), strict=False):
            world.revise(seat, feedback_id, rating=1)
            world.revise(seat, feedback_id, rating=4)
        world.report(world.seats[9], world.remedies[0], every=1)
        assert published(world.tx, [key_of(world)])[key_of(world)].version == 1


def test_a_snapshot_shows_for_ninety_days(world: InMemoryClinic) -> None:
    with world.history():
        five_report(world)
        world.clock.advance(days=89)
        assert published_one(world.tx, key_of(world)) is not None
        world.clock.advance(days=1)
        assert published_one(world.tx, key_of(world)) is None


def test_after_five_withdrawals_the_next_moment_hides_it(world: InMemoryClinic) -> None:
    with world.history():
        for seat, feedback_id in zip(world.seats, five_report(world), strict=False):
            world.withdraw(seat, feedback_id)
        assert published_one(world.tx, key_of(world)) is not None
        world.report(world.seats[7], world.remedies[0], every=1)
        assert published_one(world.tx, key_of(world)) is None


def test_a_trend_needs_five_patients_on_both_sides(world: InMemoryClinic) -> None:
    with world.history():
        for seat in world.seats[:5]:
            world.report(seat, world.remedies[0], rating=1)
        world.clock.advance(days=40)
        for seat in world.seats[5:9]:
            world.report(seat, world.remedies[0], every=100)
        assert not published(world.tx, [key_of(world)])[key_of(world)].trend_shows
        for seat in world.seats[9:11]:
            world.report(seat, world.remedies[0], every=5)
        found = published(world.tx, [key_of(world)])[key_of(world)]
        assert (found.trend, found.window.recent.patients) == ("improving", 5)


def test_a_side_effect_of_four_has_no_count(world: InMemoryClinic) -> None:
    with world.history():
        five_report(world, side_effects="تهوع")
        for seat in world.seats[5:9]:
            world.report(seat, world.remedies[0], side_effects="خارش", every=1)
        world.report(world.seats[9], world.remedies[0], every=1)
        (part,) = published_parts(world.tx, key_of(world))
        assert (part.window.whole.total, part.window.whole.patients) == (5, 5)


def temper_all(world: InMemoryClinic, hot: int, cold: int) -> None:
    for number, seat in enumerate(world.seats):
        world.temper(seat, "garm" if number < hot else "sard" if number < hot + cold else None)


@pytest.mark.parametrize(
    ("hot", "cold", "shown"), [(5, 5, 2), (6, 4, 0), (10, 0, 1), (5, 0, 1), (8, 0, 0), (4, 4, 0)]
)
def test_cells_show_only_where_the_rest_is_nobody_or_five(
    world: InMemoryClinic, hot: int, cold: int, shown: int
) -> None:
    with world.history():
        temper_all(world, hot, cold)
        for seat in world.seats[:10]:
            world.report(seat, world.remedies[0], every=10)
        cells = published_by_mizaj(world.tx, [world.remedies[0].id])
        assert len(cells) == shown
        assert all(cell.window.whole.patients >= 5 for cell in cells)


def test_a_condition_waits_for_a_rest_of_five(world: InMemoryClinic) -> None:
    remedy = world.remedies[0]
    condition = Key(Level.CONDITION, remedy.condition_id)
    with world.history():
        for seat in world.seats[5:9]:
            world.report(seat, world.remedies[1])
        five_report(world)
        assert published_one(world.tx, key_of(world)) is not None
        assert published_one(world.tx, condition) is None
        world.report(world.seats[9], world.remedies[1])
        assert published_one(world.tx, condition) is not None


def test_changes_that_the_window_has_passed_hide_nobody(world: InMemoryClinic) -> None:
    with world.history():
        five_report(world)
        five_report(world, 5, every=100, observed_at=observed(world, 30))
        world.clock.advance(days=61)
        world.report(world.seats[11], world.remedies[0], every=1, rating=1)
        assert published(world.tx, [key_of(world)])[key_of(world)].version == 1


def cell_versions(world: InMemoryClinic) -> dict[Key, int]:
    cells = published_by_mizaj(world.tx, [world.remedies[0].id])
    return {one.key: one.version for one in cells}


def test_one_change_of_a_shown_cell_holds_the_others_back(world: InMemoryClinic) -> None:
    with world.history():
        temper_all(world, 6, 6)
        for seat in world.seats:
            world.report(seat, world.remedies[0], every=12)
        before = cell_versions(world)
        for seat in world.seats[:7]:
            world.report(seat, world.remedies[0], every=19)
        after = cell_versions(world)
        assert published(world.tx, [key_of(world)])[key_of(world)].version == 2
        assert len(before) == 2
        assert after == before


def test_the_sum_of_all_waits_for_the_last_few(world: InMemoryClinic) -> None:
    with world.history():
        five_report(world)
        world.report(world.seats[11], world.remedies[2], every=100)
        five_report(world, 5)
        assert published(world.tx, [key_of(world)])[key_of(world)].version == 2
        assert published(world.tx, [ALL_KEY])[ALL_KEY].version == 1
