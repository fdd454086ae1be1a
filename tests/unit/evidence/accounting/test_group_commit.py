"""A group of submissions is as many single ones; a retry is answered, never counted again."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tajriba.accounts.errors import NotSignedIn
from tajriba.accounts.schemas import Claims
from tajriba.evidence.keys import Level
from tajriba.feedback.errors import IdempotencyConflict
from tajriba.feedback.idempotency_key import Retry
from tajriba.kit.errors import AppError, Invalid, NotFound
from tajriba.loop.submission.submission import Submission, retry_of
from tests.kit.clinics.in_memory_clinic import InMemoryClinic
from tests.kit.generators.generated_histories import Submit, observed, request, submits

EVERYTHING = (
    "feedback",
    "side_effect",
    "idempotency",
    "evidence_day",
    "evidence_waiting",
    "evidence_atom",
    "evidence_entry",
    "evidence_member",
    "evidence_published",
    "evidence_history",
    "counter",
    "announced",
    "work",
    "audit",
    "event",
)
one_world = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def comparable(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Return rows without the audit's and the log's own numbers: their order may differ.

    And without what is published of herbs, conditions and all: a transaction does that once.
    """
    numbered = ("audit", "event", "work")
    keyed = ("evidence_published", "evidence_history")
    parents = (Level.ALL, Level.CONDITION, Level.HERB)
    return (
        rows
        | {name: sorted((row[1:] for row in rows[name]), key=repr) for name in numbered}
        | {name: [row for row in rows[name] if row[0] not in parents] for name in keyed}
    )


@one_world
@given(group=st.lists(submits, min_size=1, max_size=30), every=st.sampled_from([1, 2, 5]))
def test_a_group_is_as_many_single_submissions(
    world: InMemoryClinic, group: list[Submit], every: int
) -> None:
    with world.history():
        for step in group:
            (outcome,) = world.submit_all([request(world, step, every)])
            assert isinstance(outcome, list)
        singly = world.rows(*EVERYTHING)
    with world.history():
        outcomes = world.submit_all([request(world, step, every) for step in group])
        assert all(isinstance(outcome, list) for outcome in outcomes)
        together = world.rows(*EVERYTHING)
    assert comparable(together) == comparable(singly)


def bad_submissions(world: InMemoryClinic) -> dict[str, tuple[Submission, type[AppError]]]:
    """Return one submission of each kind that must fail, with its error."""
    seat, other = world.seats[0], world.seats[1]
    remedy, elsewhere = world.remedies[0], world.remedies[2]
    good = world.body(seat, remedy)
    planless = good.model_copy(update={"recommendation_id": elsewhere.id})
    unknown = good.model_copy(update={"recommendation_id": 10**12})
    ancient = world.body(seat, remedy, observed_at=observed(world, 31))
    nobody = Submission(Claims(10**9, "no-session"), (good,), None, 5)
    return {
        "another's diagnosis": (world.submission(other, good), NotFound),
        "no such remedy": (world.submission(seat, unknown), NotFound),
        "not in the plan": (world.submission(seat, planless), Invalid),
        "too old": (world.submission(seat, ancient), Invalid),
        "one bad of two": (world.submission(seat, good, ancient), Invalid),
        "one unknown of two": (world.submission(seat, good, unknown), NotFound),
        "no session": (nobody, NotSignedIn),
    }


def test_a_bad_item_fails_alone(world: InMemoryClinic) -> None:
    with world.history():
        good = [world.submission(seat, world.body(seat, world.remedies[0])) for seat in world.seats]
        world.submit_all(good)
        alone = world.rows(*EVERYTHING)
    with world.history():
        bad = bad_submissions(world)
        mixed = [
            one for pair in zip(bad.values(), good, strict=False) for one in (pair[0][0], pair[1])
        ]
        outcomes = world.submit_all(mixed + good[len(bad) :])
        kinds = [type(outcome) for outcome in outcomes[: 2 * len(bad)]]
        assert kinds == [kind for _, error in bad.values() for kind in (error, list)]
        assert world.rows(*EVERYTHING) == alone


@pytest.mark.parametrize("bad", ["one bad of two", "one unknown of two"])
def test_a_batch_is_stored_whole_or_not_at_all(world: InMemoryClinic, bad: str) -> None:
    with world.history():
        empty = world.rows(*EVERYTHING)
        submission, error = bad_submissions(world)[bad]
        (outcome,) = world.submit_all([submission])
        assert isinstance(outcome, error)
        assert world.rows(*EVERYTHING) == empty


def test_a_retry_is_answered_with_the_same_record(world: InMemoryClinic) -> None:
    seat = world.seats[0]
    retry = retry_of("a-key", b"the body")
    one = world.submission(seat, world.body(seat, world.remedies[0]), retry=retry)
    with world.history():
        first, second = world.submit_all([one, one])
        after = world.rows(*EVERYTHING)
        world.clock.advance(days=3)
        (third,) = world.submit_all([one])
        assert isinstance(first, list)
        assert first == second == third
        assert world.rows(*EVERYTHING) == after
        assert len(world.reports()) == 1


def test_a_key_with_another_body_is_a_conflict(world: InMemoryClinic) -> None:
    seat = world.seats[0]
    body = world.body(seat, world.remedies[0])
    first = world.submission(seat, body, retry=retry_of("a-key", b"one"))
    other = world.submission(seat, body, retry=retry_of("a-key", b"other"))
    with world.history():
        _, problem = world.submit_all([first, other])
        assert isinstance(problem, IdempotencyConflict)
        assert len(world.reports()) == 1


def test_a_key_is_its_patients_own(world: InMemoryClinic) -> None:
    with world.history():
        outcomes = world.submit_all(
            [
                world.submission(
                    seat, world.body(seat, world.remedies[0]), retry=Retry("the-same", "hash")
                )
                for seat in world.seats[:2]
            ]
        )
        assert all(isinstance(outcome, list) for outcome in outcomes)
        assert len(world.reports()) == 2


def test_a_retry_answers_what_was_revised_and_withdrawn_since(world: InMemoryClinic) -> None:
    seat, retry = world.seats[0], retry_of("a-key", b"body")
    one = world.submission(seat, world.body(seat, world.remedies[0]), retry=retry)
    with world.history():
        (stored,) = world.submit_all([one])
        assert isinstance(stored, list)
        world.revise(seat, stored[0].id, rating=1)
        (revised,) = world.submit_all([one])
        assert isinstance(revised, list)
        assert (revised[0].id, revised[0].answers.rating) == (stored[0].id, 1)
        world.withdraw(seat, stored[0].id)
        (withdrawn,) = world.submit_all([one])
        assert isinstance(withdrawn, list)
        assert withdrawn[0].id == stored[0].id
        assert world.reports() == []
