"""What is published when: by whole atoms of five fresh patients."""

from typing import Any

import pytest

from tajriba.evidence.keys import ALL_KEY, Key, Level
from tajriba.evidence.publication.atoms import (
    ENOUGH,
    MIXED,
    PATIENCE,
    Atom,
    Part,
    Value,
    Waiting,
    plan_atoms,
)
from tajriba.evidence.publication.policy import BY_ATOMS
from tajriba.evidence.service import published, published_one, published_parts
from tajriba.evidence.sums import WINDOW_DAYS, Sums, values_of
from tajriba.loop.verification.verification import differences
from tests.kit.clinics.in_memory_clinic import InMemoryClinic
from tests.kit.generators.generated_histories import observed


def key_of(world: InMemoryClinic, remedy: int = 0) -> Key:
    return Key(Level.RECOMMENDATION, world.remedies[remedy].id)


def report_of(
    world: InMemoryClinic, numbers: range, remedy: int = 0, every: int = 5, **fields: Any
) -> list[int]:
    """Let patients report once each, not all alike; return their feedback ids."""
    return [
        world.report(
            world.seats[number],
            world.remedies[remedy],
            every,
            **{"rating": 2 if number % 5 == 0 else 4} | fields,
        ).id
        for number in numbers
    ]


def figures(world: InMemoryClinic, key: Key) -> tuple[int, int, int]:
    """Return version, patients and successes of what is published of a key."""
    found = published_one(world.tx, key)
    return (found.version, found.whole.patients, found.whole.successes) if found else (0, 0, 0)


def test_four_patients_are_never_shown_however_much_they_report(world: InMemoryClinic) -> None:
    with world.history():
        for number in range(40):
            world.report(world.seats[number % 4], world.remedies[0], rating=1 + number % 5)
        assert published(world.tx, [key_of(world), ALL_KEY]) == {}


def test_who_does_not_agree_is_in_no_figure(world: InMemoryClinic) -> None:
    """Until they do: their report has waited."""
    with world.history():
        world.agree(world.seats[4], agrees=False)
        world.agree(world.seats[4], agrees=True)
        world.agree(world.seats[3], agrees=False)
        report_of(world, range(5), every=1)
        assert published(world.tx, [key_of(world), ALL_KEY]) == {}
        report_of(world, range(5, 6), every=1)
        assert figures(world, key_of(world)) == (1, 5, 3)
        assert list(differences(world.tx)) == []


def test_who_agrees_no_longer_is_taken_back_with_the_next_atom(world: InMemoryClinic) -> None:
    """And what was taken back is never published again, however often they agree."""
    with world.history():
        report_of(world, range(5), every=1)
        assert figures(world, key_of(world)) == (1, 5, 4)
        world.agree(world.seats[1], agrees=False)
        world.agree(world.seats[2], agrees=False)
        world.agree(world.seats[2], agrees=True)
        report_of(world, range(1, 2), every=1)
        report_of(world, range(5, 10), every=1)
        assert figures(world, key_of(world)) == (2, 8, 6)
        world.agree(world.seats[1], agrees=True)
        report_of(world, range(10, 12), every=1)
        report_of(world, range(2, 5), every=1)
        assert figures(world, key_of(world))[1] == 11
        report_of(world, range(1, 2), every=1)
        report_of(world, range(5, 9), every=1)
        assert figures(world, key_of(world))[1] == 12
        assert list(differences(world.tx)) == []


def test_the_fifth_patient_shows_all_levels(world: InMemoryClinic) -> None:
    remedy = world.remedies[0]
    with world.history():
        report_of(world, range(5))
        keys = [
            key_of(world),
            Key(Level.CONDITION, remedy.condition_id),
            Key(Level.HERB, remedy.herb_id),
            ALL_KEY,
        ]
        assert {figures(world, key) for key in keys} == {(1, 5, 4)}
        assert all(one.trend == "insufficient" for one in published(world.tx, keys).values())


def test_who_reports_a_hundred_times_counts_once(world: InMemoryClinic) -> None:
    with world.history():
        for number in range(100):
            world.report(world.seats[0], world.remedies[0], every=1000, rating=1 + number % 2)
        report_of(world, range(1, 5), every=1)
        assert figures(world, key_of(world))[1:] == (5, 4)


def test_what_all_say_alike_waits_for_another(world: InMemoryClinic) -> None:
    with world.history():
        report_of(world, range(8), every=1, rating=5)
        assert figures(world, key_of(world)) == (0, 0, 0)
        report_of(world, range(8, 9), every=1, rating=2)
        assert figures(world, key_of(world)) == (1, 9, 8)


def test_who_takes_back_what_they_said_is_not_fresh(world: InMemoryClinic) -> None:
    with world.history():
        report_of(world, range(5))
        for seat in world.seats[5:9]:
            world.withdraw(seat, world.report(seat, world.remedies[0], every=100).id)
        report_of(world, range(9, 10), every=1)
        assert figures(world, key_of(world)) == (1, 5, 4)


def test_withdrawals_go_along_with_five_others(world: InMemoryClinic) -> None:
    """Four withdrawals and one new report would leave two patients."""
    with world.history():
        withdrawn = zip(world.seats[:4], report_of(world, range(5)), strict=False)
        for seat, feedback_id in withdrawn:
            world.withdraw(seat, feedback_id)
        report_of(world, range(5, 9), every=1)
        assert figures(world, key_of(world)) == (1, 5, 4)
        report_of(world, range(9, 11), every=1, rating=1)
        assert figures(world, key_of(world))[1] == 6


def test_a_revision_back_and_forth_is_not_fresh(world: InMemoryClinic) -> None:
    with world.history():
        for seat, feedback_id in zip(world.seats, report_of(world, range(5)), strict=False):
            before = 2 if seat is world.seats[0] else 4
            world.revise(seat, feedback_id, rating=1)
            world.revise(seat, feedback_id, rating=before)
        report_of(world, range(9, 10), every=1)
        assert figures(world, key_of(world)) == (1, 5, 4)


def test_a_late_report_does_not_replace_a_later_one(world: InMemoryClinic) -> None:
    with world.history():
        report_of(world, range(5))
        late = observed(world, 3)
        report_of(world, range(5), every=1, rating=1, observed_at=late)
        assert figures(world, key_of(world)) == (1, 5, 4)
        assert list(differences(world.tx)) == []


def test_a_snapshot_shows_for_ninety_days(world: InMemoryClinic) -> None:
    with world.history():
        report_of(world, range(5))
        world.clock.advance(days=89)
        assert figures(world, key_of(world)) == (1, 5, 4)
        world.clock.advance(days=1)
        assert figures(world, key_of(world)) == (0, 0, 0)


def test_who_is_too_old_leaves_with_the_next_atom(world: InMemoryClinic) -> None:
    with world.history():
        report_of(world, range(5), observed_at=observed(world, 30))
        world.clock.advance(days=61)
        assert figures(world, key_of(world)) == (1, 5, 4)
        report_of(world, range(5, 10))
        assert figures(world, key_of(world)) == (2, 5, 4)


def test_a_side_effect_of_four_is_not_published(world: InMemoryClinic) -> None:
    with world.history():
        report_of(world, range(5), side_effects="تهوع")
        report_of(world, range(5, 9), every=1, side_effects="خارش")
        report_of(world, range(9, 12), every=1)
        (part,) = published_parts(world.tx, key_of(world))
        assert (part.whole.total, part.whole.patients) == (5, 5)


def test_a_condition_is_the_sum_of_what_its_remedies_show(world: InMemoryClinic) -> None:
    condition = Key(Level.CONDITION, world.remedies[0].condition_id)
    with world.history():
        report_of(world, range(5, 9), 1, every=1)
        report_of(world, range(5))
        assert figures(world, condition)[1:] == (5, 4)
        report_of(world, range(9, 11), 1, every=1)
        shown = [figures(world, key_of(world, one))[1] for one in (0, 1)]
        assert figures(world, condition)[1] == sum(shown)


def test_who_is_in_nobodys_care_closes_nothing(world: InMemoryClinic) -> None:
    """The patients of this clinic are in nobody's care: five of them close nothing."""
    with world.history():
        for number in range(10):
            body = world.body(world.seats[number], world.remedies[0], rating=1 + number % 5)
            submission = world.submission(world.seats[number], body, every=1, policy=BY_ATOMS)
            world.submit_all([submission])
        assert figures(world, key_of(world)) == (0, 0, 0)


@pytest.mark.parametrize("names", [{"rating": 1}, {"symptom_improvement": 1}])
def test_a_revision_shows_with_the_next_atom(world: InMemoryClinic, names: dict[str, int]) -> None:
    with world.history():
        ids = report_of(world, range(5))
        for number in range(1, 4):
            world.revise(world.seats[number], ids[number], **names)
        report_of(world, range(5, 6), every=1, rating=5)
        assert figures(world, key_of(world)) == (1, 5, 4)
        report_of(world, range(6, 7), every=1, rating=5)
        assert figures(world, key_of(world))[1:] == (7, 3)


TODAY = 1000
GARM, SARD = 1, 2


def value(patient_id: int, stratum: int, day: int = TODAY) -> Value:
    """Return what a patient says; those of an even id succeed."""
    success = 1 - patient_id % 2
    sums = Sums(total=1, successes=success, rating_sum=1 + 3 * success, patients=1)
    return Value(patient_id, 100 + patient_id, day, stratum, values_of(sums))


def atoms_of(
    waiting: list[Waiting], published: list[Value], live: set[int], shown: int
) -> list[Atom]:
    start = TODAY - WINDOW_DAYS
    before = {one.patient_id: one for one in published}
    expired = [one for one in published if one.day <= start]
    return plan_atoms(Part(0, TODAY, start, waiting, before, expired, live, shown)).atoms


def patients_of(atom: Atom) -> list[int]:
    return sorted(change.patient_id for change in atom.changes)


def waiting_for(numbers: range, stratum: int, since: int = TODAY) -> list[Waiting]:
    return [Waiting(value(number, stratum), since, False) for number in numbers]


def test_of_few_published_patients_all_are_taken_together() -> None:
    waiting = [*waiting_for(range(3), GARM), *waiting_for(range(3, 5), SARD)]
    (atom,) = atoms_of(waiting, [], set(), ENOUGH - 1)
    assert (atom.stratum, patients_of(atom)) == (MIXED, [0, 1, 2, 3, 4])
    assert atoms_of(waiting, [], {MIXED}, ENOUGH) == []


def test_five_of_a_stratum_are_published_in_it() -> None:
    waiting = [*waiting_for(range(5), GARM), *waiting_for(range(5, 9), SARD)]
    (atom,) = atoms_of(waiting, [], {MIXED}, ENOUGH)
    assert (atom.stratum, patients_of(atom)) == (GARM, [0, 1, 2, 3, 4])


def test_who_waited_long_goes_with_any() -> None:
    long_ago = TODAY - PATIENCE
    waiting = [*waiting_for(range(3), GARM, long_ago), *waiting_for(range(3, 5), SARD, long_ago)]
    (atom,) = atoms_of(waiting, [], {MIXED}, ENOUGH)
    assert (atom.stratum, patients_of(atom)) == (MIXED, [0, 1, 2, 3, 4])
    assert atoms_of(waiting[:4], [], {MIXED}, ENOUGH) == []


def test_who_waited_long_still_goes_with_four_of_their_stratum() -> None:
    waiting = [*waiting_for(range(1), GARM, TODAY - PATIENCE), *waiting_for(range(1, 5), GARM)]
    (atom,) = atoms_of(waiting, [], {MIXED}, ENOUGH)
    assert (atom.stratum, patients_of(atom)) == (GARM, [0, 1, 2, 3, 4])


@pytest.mark.parametrize(("live", "leaving"), [({MIXED, GARM}, [10, 11]), ({MIXED}, [])])
def test_the_too_old_leave_a_stratum_that_shows_alone(live: set[int], leaving: list[int]) -> None:
    """What does not show any more begins anew: nothing is taken out of it."""
    old = [value(number, GARM, TODAY - WINDOW_DAYS) for number in (10, 11)]
    (atom,) = atoms_of(waiting_for(range(5), GARM), old, live, ENOUGH)
    assert [one.patient_id for one in (change.before for change in atom.changes) if one] == leaving
    assert atom.delta[0] == 5 - len(leaving)


def test_who_was_published_in_what_no_longer_shows_is_fresh() -> None:
    was = [value(0, GARM, TODAY - 1)]
    waiting = waiting_for(range(5), GARM)
    (atom,) = atoms_of(waiting, was, {MIXED}, ENOUGH)
    assert [change.before for change in atom.changes] == [None] * 5
    assert all(change.fresh for change in atom.changes)
