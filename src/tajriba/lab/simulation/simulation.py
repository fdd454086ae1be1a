"""Running a simulated clinic day by day on the code of the service."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.publication.policy import AtomPolicy, PublicationPolicy
from tajriba.evidence.service import published_one
from tajriba.feedback.schemas import FeedbackIn
from tajriba.kit.clock import DAY_MS
from tajriba.kit.database.transactions import Database, WriteTx
from tajriba.lab.simulation.clinic import Seat, open_clinic, ranked_now, serve_model_2
from tajriba.lab.simulation.ground_truth import (
    Order,
    Remedy,
    Setting,
    Truth,
    best_chance,
    chance,
    draw_truth,
    drifting_place,
)
from tajriba.lab.simulation.patient_behaviour import Course, choose, told_chance, undergo
from tajriba.lab.simulation.trace import Checkpoint, Claim, Step, Trace
from tajriba.loop.announcement.announcement import announce_closing
from tajriba.loop.submission.submission import Submission, submit_group
from tajriba.predictions.service.cached_plan import PredictedFacts

ANNOUNCE_EVERY = 5
EVERYBODY = AtomPolicy("everybody")
"""Nobody vouches for simulated patients."""
_BEGIN = 1_735_725_600_000  # 2025-01-01 10:00 UTC


class SimulatedClock:
    """A clock that the simulation moves: milliseconds since 1970."""

    def __init__(self) -> None:
        self.now = _BEGIN

    def __call__(self) -> int:
        """Return the time."""
        return self.now

    def begin_day(self, day: int) -> None:
        """Move to the morning of a day, counted from 0."""
        self.now = _BEGIN + day * DAY_MS


@dataclass
class _Run:
    """One clinic under one order, as it goes."""

    setting: Setting
    order: Order
    policy: PublicationPolicy
    truth: Truth
    seats: Sequence[Seat]
    draw: Random
    failed: dict[int, int] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)

    @property
    def told(self) -> int:
        return len(self.steps)

    @property
    def done(self) -> bool:
        return self.told >= self.setting.feedbacks


def simulate(
    database: Database,
    clock: SimulatedClock,
    setting: Setting,
    order: Order,
    policy: PublicationPolicy = EVERYBODY,
) -> Trace:
    """Let a clinic live on an empty database that `clock` drives, with the shipped knowledge,
    until its patients have submitted as many reports as set; return what happened.

    The same setting and order make the same trace. Raises TooLittleKnowledge.
    """
    truth = draw_truth(setting)
    clock.begin_day(0)
    if setting.model == "2":
        database.write_now(serve_model_2)
    seats = database.write_now(open_clinic, setting, truth)
    draw = Random(f"days {setting.seed}")  # noqa: S311 - a repeatable draw, nothing secret
    run = _Run(setting, order, policy, truth, seats, draw)
    day = 0
    while not run.done:
        clock.begin_day(day)
        database.write_now(_live, run, day)
        day += 1
    return Trace(setting, order, truth, tuple(run.steps), tuple(run.checkpoints))


def _live(tx: WriteTx, run: _Run, day: int) -> None:
    """One day: what the calendar closes is published; its patients look at their plans, take
    something, and in the evening some tell."""
    before = run.told
    announce_closing(tx, run.policy)
    submissions = [_submission(run.policy, *one) for one in _visits(tx, run, day)]
    for outcome in submit_group(tx, submissions):
        if isinstance(outcome, Exception):
            raise outcome
    if run.done or run.told // run.setting.look_every > before // run.setting.look_every:
        run.checkpoints.append(_checkpoint(tx, run, day))


def _visits(tx: WriteTx, run: _Run, day: int) -> Iterator[tuple[Seat, int, Course]]:
    """Yield who tells of what, until the day has had its share of all reports."""
    share = min(run.setting.feedbacks, -(-run.setting.feedbacks * (day + 1) // run.setting.days))
    for seat in run.draw.sample(run.seats, len(run.seats)):
        if run.told >= share:
            return
        taken, course = _visit(tx, run, seat, day)
        if course.told:
            run.steps.append(_step(run, seat, taken, course, day))
            yield seat, taken, course


def _visit(tx: WriteTx, run: _Run, seat: Seat, day: int) -> tuple[int, Course]:
    taken = choose(_order(tx, run, seat), run.failed.get(seat.diagnosis_id), run.draw)
    course = undergo(_remedy(run, seat, taken), seat.person, day, run.draw)
    if course.success:
        run.failed.pop(seat.diagnosis_id, None)
    else:
        run.failed[seat.diagnosis_id] = taken
    return taken, course


def _order(tx: WriteTx, run: _Run, seat: Seat) -> Sequence[int]:
    if run.order == "loop":
        return [item.recommendation_id for item in ranked_now(tx, seat).items]
    if run.order == "random":
        return run.draw.sample(seat.plan.remedies, len(seat.plan.remedies))
    return seat.plan.remedies


def _remedy(run: _Run, seat: Seat, recommendation_id: int) -> Remedy:
    place = seat.plan.remedies.index(recommendation_id)
    return run.truth.remedies[seat.person.condition][place]


def _step(run: _Run, seat: Seat, taken: int, course: Course, day: int) -> Step:
    remedies = run.truth.remedies[seat.person.condition]
    return Step(
        day=day,
        condition=seat.person.condition,
        place=seat.plan.remedies.index(taken),
        chance=chance(_remedy(run, seat, taken), seat.person, day),
        best=best_chance(remedies, seat.person, day),
        success=course.success,
    )


def _submission(policy: PublicationPolicy, seat: Seat, taken: int, course: Course) -> Submission:
    body = FeedbackIn.of(course.answers, recommendation_id=taken, diagnosis_id=seat.diagnosis_id)
    return Submission(seat.claims, (body,), None, ANNOUNCE_EVERY, policy)


def _checkpoint(tx: WriteTx, run: _Run, day: int) -> Checkpoint:
    last = run.setting.conditions - 1
    panel = [
        seat
        for condition in range(run.setting.conditions)
        for seat in [one for one in run.seats if one.person.condition == condition][
            : run.setting.panel
        ]
    ]
    drifting = next(one for one in run.seats if one.person.condition == last)
    recommendation_id = drifting.plan.remedies[drifting_place(run.truth)]
    shown = published_one(tx, Key(Level.RECOMMENDATION, recommendation_id))
    return Checkpoint(
        told=run.told,
        day=day,
        reported_mean=sum(step.success for step in run.steps) / run.told,
        drifting_trend=shown.trend if shown else None,
        claims=tuple(_claims(tx, run, panel, day)),
    )


def _claims(tx: WriteTx, run: _Run, seats: Sequence[Seat], day: int) -> list[Claim]:
    """Return what the service says of every remedy of these patients' plans, beside the truth."""
    return [
        _claim(run, seat, item, rank == 1, day)
        for seat in seats
        for rank, item in enumerate(ranked_now(tx, seat).items, start=1)
    ]


def _claim(run: _Run, seat: Seat, item: PredictedFacts, leads: bool, day: int) -> Claim:
    remedy = _remedy(run, seat, item.recommendation_id)
    return Claim(
        condition=seat.person.condition,
        place=seat.plan.remedies.index(item.recommendation_id),
        leads=leads,
        balanced=item.scores["balanced"],
        low=item.low,
        high=item.high,
        truth=chance(remedy, seat.person, day),
        told=told_chance(remedy, seat.person, day),
    )
