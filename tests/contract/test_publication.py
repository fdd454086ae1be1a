"""What every release policy promises, on a real database through the routes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Table, select

from tajriba.events.tables import event
from tajriba.evidence.publication.noisy_atoms import Budget
from tajriba.evidence.publication.policy import AtomPolicy, NoisePolicy, PublicationPolicy
from tajriba.evidence.tables import (
    evidence_atom,
    evidence_closing,
    evidence_entry,
    evidence_noisy_atom,
    evidence_noisy_entry,
)
from tajriba.kit.database.transactions import ReadTx
from tajriba.loop.announcement.announcement import announce_closing
from tajriba.loop.verification.verification import differences
from tests.api.evidence.test_evidence_routes import Course, course, get, report
from tests.kit.clinics.clinic import Clinic, data_of

RATINGS = (4, 2, 5, 4, 3, 4, 1, 5, 4, 4)
FIGURES = "/api/analytics/recommendation/{}/effectiveness"
DAYS = 14


@dataclass
class World:
    """A clinic under a policy, with patients who all have the same remedy."""

    clinic: Clinic
    policy: PublicationPolicy
    courses: list[Course]

    @property
    def remedy(self) -> int:
        return self.courses[0].recommendation_id

    def report(self, ratings: tuple[int, ...]) -> None:
        """Let each patient report once, whoever has to sign in again doing so."""
        for one, rating in zip(self.courses, ratings, strict=True):
            one.person.headers.update(self.clinic.session(one.person.user_id))
            report(self.clinic, one, rating=rating, symptom_improvement=rating)

    def close(self) -> None:
        """Have the calendar close what it closes, a closing later."""
        self.clinic.clock.advance(days=DAYS)
        self.clinic.database.write_now(announce_closing, self.policy)

    def figures(self) -> Any:
        return get(self.clinic.client, FIGURES.format(self.remedy))

    def rows(self, *tables: Table) -> list[Any]:
        def read(tx: ReadTx) -> list[Any]:
            return [tuple(row) for table in tables for row in tx.all(select(table))]

        return self.clinic.database.read_now(read)

    def told(self) -> list[Any]:
        """Return what was told of the remedy to all who have it."""
        kinds = (event.c.type == "effectiveness_update", event.c.topic.like("recommendation%"))
        return self.clinic.database.read_now(
            lambda tx: [row.data for row in tx.all(select(event.c.data).where(*kinds))]
        )


def little_noise() -> PublicationPolicy:
    """Return a policy with noise that ten patients are seen through."""
    return NoisePolicy(Budget(20.0, 1, DAYS), "everybody")


POLICIES: dict[str, Callable[[], PublicationPolicy]] = {
    "atoms": lambda: AtomPolicy("everybody"),
    "dp": little_noise,
}


@pytest.fixture(params=POLICIES)
def world(request: pytest.FixtureRequest, clinic: Clinic) -> World:
    policy = POLICIES[request.param]()
    clinic.client.app.state.policy = policy  # type: ignore[attr-defined]
    return World(clinic, policy, [course(clinic) for _ in RATINGS])


def test_no_figure_shows_before_a_closing(world: World) -> None:
    world.report((4,) * len(RATINGS))
    assert world.figures()["suppressed"]
    assert world.told() == []


def test_a_closing_shows_figures_and_tells_who_has_the_remedy(world: World) -> None:
    world.report(RATINGS)
    world.close()
    shown = world.figures()
    assert not shown["suppressed"]
    assert shown["patients"] >= 5
    assert shown["interval"][0] <= shown["effectiveness_score"] <= shown["interval"][1]
    assert len(world.told()) >= 1


def test_between_closings_nothing_moves(world: World) -> None:
    world.report(RATINGS)
    world.close()
    before, told = world.figures(), world.told()
    for one in world.courses[:4]:
        one.person.headers.update(world.clinic.session(one.person.user_id))
        given = report(world.clinic, one, rating=1)
        path = f"/api/feedback/{given['id']}"
        data_of(world.clinic.client.delete(path, headers=one.person.headers))
    assert (world.figures(), world.told()) == (before, told)


def test_what_was_closed_is_never_changed(world: World) -> None:
    kept = (evidence_atom, evidence_entry, evidence_noisy_atom, evidence_noisy_entry)
    world.report(RATINGS)
    world.close()
    before = world.rows(*kept)
    assert before
    world.report(tuple(reversed(RATINGS)))
    world.close()
    world.clinic.clock.advance(days=100)
    world.report(RATINGS)
    world.close()
    after = world.rows(*kept)
    assert len(after) > len(before)
    assert set(before) < set(after)


def test_herbs_and_conditions_are_sums_of_what_their_remedies_show(world: World) -> None:
    world.report(RATINGS)
    world.close()
    remedy = data_of(world.clinic.client.get(f"/api/recommendations/{world.remedy}"))
    for kind, ref in (("herbs", remedy["herb_id"]), ("conditions", remedy["condition_id"])):
        above = get(world.clinic.client, f"/api/{kind}/{ref}")["evidence"]["effectiveness"]
        assert above["total_cases"] >= world.figures()["total_cases"]


def test_what_is_published_is_proved(world: World) -> None:
    world.report(RATINGS)
    world.close()
    world.report(tuple(reversed(RATINGS)))
    world.close()
    assert world.clinic.database.read_now(lambda tx: list(differences(tx))) == []


def test_figures_leave_after_their_window(world: World) -> None:
    world.report(RATINGS)
    world.close()
    assert not world.figures()["suppressed"]
    world.clinic.clock.advance(days=90)
    assert world.figures()["suppressed"]


def test_only_noise_closes_by_the_calendar(world: World) -> None:
    world.close()
    world.close()
    closed = world.rows(evidence_closing)
    assert len(closed) == (0 if world.policy.budget is None else 2)
