"""Noisy atoms over whole histories: what one patient moves, who counts, and what shows when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from tajriba.evidence.publication.noisy_atoms import SQUARED_LENGTH, YEAR_DAYS, Budget
from tajriba.evidence.publication.policy import (
    BY_ATOMS,
    AtomPolicy,
    NoisePolicy,
    fits,
    violations_of,
)
from tajriba.evidence.sums import WINDOW_DAYS
from tajriba.evidence.tables import (
    evidence_closing,
    evidence_history,
    evidence_noisy_atom,
    evidence_noisy_entry,
    evidence_published,
)
from tajriba.loop.announcement.announcement import announce_closing
from tests.kit.clinics.in_memory_clinic import InMemoryClinic
from tests.kit.generators.generated_histories import (
    Pass,
    Revise,
    Run,
    Step,
    Submit,
    Withdraw,
    back,
    figures,
)

ENTRIES, DAYS = 2, 7
SEATS = 6

many = settings(
    deadline=None,
    max_examples=20,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
seats = st.integers(0, SEATS - 1)
remedies = st.sampled_from([0, 0, 1, 2])
histories = st.lists(
    st.one_of(
        *[st.builds(Submit, seats, remedies, back, figures)] * 6,
        st.builds(Revise, st.integers(0, 60), figures),
        st.builds(Withdraw, st.integers(0, 60)),
        *[st.builds(Pass, st.sampled_from([1, 3, 7, 30, 90]))] * 3,
    ),
    min_size=20,
    max_size=60,
)


@dataclass
class Recorder:
    """No noise at all, but the memory of what noise would have been added to, and when."""

    world: InMemoryClinic
    sums: dict[int, list[int]] = field(default_factory=dict)

    def __call__(self, figures: Sequence[int], scale: float) -> list[int]:
        self.sums[self.world.tx.today] = list(figures)
        return list(figures)


def lived(world: InMemoryClinic, history: list[Step], without: int | None) -> dict[int, list[int]]:
    """Return the exact sums of each closing of a history, with or without one patient."""
    with world.history():
        recorder = Recorder(world)
        policy = NoisePolicy(Budget(20.0, ENTRIES, DAYS), "everybody", noise=recorder)
        world.policy = policy
        run = Run(world, 1)
        for step in history:
            if isinstance(step, Submit) and step.seat == without:
                run.standing.append((0, SEATS))  # nobody's: later steps mean the same reports
            elif not _is_of_nobody(run, step):
                run.take(step)
            announce_closing(world.tx, policy)
        world.policy = AtomPolicy("everybody")
        return recorder.sums


def _is_of_nobody(run: Run, step: Step) -> bool:
    if not isinstance(step, Revise | Withdraw) or not run.standing:
        return False
    feedback_id, _ = run.standing[step.which % len(run.standing)]
    if feedback_id == 0 and isinstance(step, Withdraw):
        run.standing.pop(step.which % len(run.standing))
    return feedback_id == 0


@many
@given(history=histories, patient=seats)
def test_a_patient_moves_no_more_in_a_year_than_the_noise_is_made_for(
    world: InMemoryClinic, history: list[Step], patient: int
) -> None:
    """The premise of the proof, over whole histories: two that differ in all that one patient did
    close on the same days, and the sums of no year differ by more than the budget's entries."""
    there, absent = lived(world, history, None), lived(world, history, patient)
    assert there.keys() == absent.keys()
    moved = {
        day: sum((a - b) ** 2 for a, b in zip(there[day], absent[day], strict=True))
        for day in there
    }
    for day in moved:
        year = (length for other, length in moved.items() if day - YEAR_DAYS < other <= day)
        assert sum(year) <= ENTRIES * SQUARED_LENGTH


class Seen:
    """A clinic under noise, which the test sees through."""

    def __init__(self, world: InMemoryClinic, entries: int = 4) -> None:
        self.world = world
        self.policy = NoisePolicy(Budget(20.0, entries, DAYS), "everybody")
        world.policy = self.policy

    def report(self, patients: int = 12, **fields: Any) -> None:
        for seat in self.world.seats[:patients]:
            self.world.report(seat, self.world.remedies[0], every=1, **fields)

    def close(self, days: int = DAYS) -> int:
        self.world.clock.advance(days=days)
        return announce_closing(self.world.tx, self.policy)

    def count(self, table: Any) -> int:
        return int(self.world.tx.scalar(select(func.count()).select_from(table)))

    def visible(self) -> int:
        shown = evidence_published.c.day > self.world.tx.today - WINDOW_DAYS
        return int(self.world.tx.scalar(select(func.count()).where(shown)))

    def violations(self) -> list[str]:
        return [place for place, _, _ in violations_of(self.world.tx)]


@pytest.fixture
def seen(world: InMemoryClinic) -> Any:
    with world.history():
        yield Seen(world)
        world.policy = AtomPolicy("everybody")


def test_every_public_remedy_has_an_atom_of_each_closing(seen: Seen) -> None:
    seen.close()
    first = seen.count(evidence_noisy_atom)
    seen.report()
    seen.close()
    assert first > 50
    assert seen.count(evidence_noisy_atom) == 2 * first
    assert seen.count(evidence_noisy_entry) == 12


def test_a_closing_happens_once(seen: Seen) -> None:
    seen.report()
    seen.close()
    kept = seen.count(evidence_noisy_atom)
    assert not seen.policy.is_due(seen.world.tx)
    assert announce_closing(seen.world.tx, seen.policy) == 0
    assert (seen.count(evidence_noisy_atom), seen.count(evidence_closing)) == (kept, 1)


def test_who_is_not_vouched_for_counts_in_no_atom(seen: Seen) -> None:
    seen.policy = NoisePolicy(seen.policy.budget, "vouched")
    seen.report()
    seen.close()
    assert seen.count(evidence_noisy_entry) == 0


def test_the_first_closing_takes_exact_figures_away(world: InMemoryClinic) -> None:
    with world.history():
        for number, seat in enumerate(world.seats[:5]):
            world.report(seat, world.remedies[0], every=1, rating=1 + number)
        seen = Seen(world)
        assert seen.count(evidence_published) > 0
        seen.close()
        assert (seen.count(evidence_published), seen.count(evidence_history)) == (0, 0)
        assert fits(world.tx, seen.policy)
        assert not fits(world.tx, BY_ATOMS)
        world.policy = AtomPolicy("everybody")


def test_figures_whose_atoms_have_left_the_window_show_no_longer(seen: Seen) -> None:
    """Closed on the last day of a closing, they would show for 90 days from that day."""
    seen.policy = NoisePolicy(Budget(20.0, 1, DAYS), "everybody")
    until_the_last_day = (DAYS - 1 - seen.world.tx.today) % DAYS
    seen.report()
    assert seen.close(until_the_last_day) >= 1
    assert seen.visible() >= 4
    assert seen.close(13 * DAYS - (DAYS - 1)) == 0
    assert seen.visible() == 0
    assert seen.violations() == []


def test_a_changed_figure_is_found(seen: Seen) -> None:
    seen.report()
    seen.close()
    assert seen.violations() == []
    seen.world.tx.run(
        update(evidence_published)
        .where(evidence_published.c.ref == seen.world.remedies[0].id)
        .where(evidence_published.c.level == 3)
        .values(successes=evidence_published.c.successes + 1)
    )
    assert f"level=3 ref={seen.world.remedies[0].id} sub=0 part=0" in seen.violations()


def test_figures_without_an_atom_are_found(seen: Seen) -> None:
    seen.report()
    seen.close()
    remedies = evidence_published.c.level == 3
    seen.world.tx.run(update(evidence_published).where(remedies).values(part=-1))
    assert f"level=3 ref={seen.world.remedies[0].id} sub=0 part=-1" in seen.violations()


def test_who_counts_too_often_is_found(seen: Seen) -> None:
    seen.report(1)
    seen.close()
    seen.close()
    seen.world.tx.run(update(evidence_closing).values(entries=1))
    entry = seen.world.tx.first(select(evidence_noisy_entry))
    assert entry is not None
    seen.world.tx.add_all(evidence_noisy_entry, [{**entry._mapping, "day": entry.day + DAYS}])
    kinds = {place.split(" ", 3)[-1] for place in seen.violations()}
    assert {"in a year", "twice in a window"} <= kinds


@pytest.mark.parametrize("change", ["none", "far", "lost"])
def test_noise_that_is_none_is_found(seen: Seen, change: str) -> None:
    seen.report()
    seen.close()
    tx, remedy = seen.world.tx, seen.world.remedies[0].id
    atom = evidence_noisy_atom.c
    if change == "none":
        tx.run(update(evidence_noisy_atom).values(patients=0))
        tx.run(update(evidence_noisy_atom).where(atom.recommendation_id == remedy)
               .values(patients=4 * 12))  # fmt: skip
    elif change == "far":
        tx.run(update(evidence_noisy_atom).values(patients=atom.patients + 10_000))
    else:
        tx.run(delete(evidence_noisy_atom).where(atom.recommendation_id == remedy))
    wanted = {"none": "noise of day=", "far": "noise of recommendation=", "lost": "atom of "}
    assert any(place.startswith(wanted[change]) for place in seen.violations())
