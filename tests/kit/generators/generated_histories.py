"""Histories of a clinic, as hypothesis makes them up, and what follows from them by definition."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, get_args

from hypothesis import strategies as st

from tajriba.evidence.keys import Key, Report
from tajriba.evidence.sums import RECENT_DAYS, WINDOW_DAYS, Sums
from tajriba.feedback.service import Stored
from tajriba.kit.clock import DAY_MS
from tajriba.kit.mizaj import Mizaj
from tajriba.loop.submission.submission import Submission
from tajriba.patients.record import Sex
from tests.kit.clinics.in_memory_clinic import InMemoryClinic

EFFECTS = ("تهوع", "سردرد", "خارش", "nausea", "چیزی که در هیچ فهرستی نیست")

KNOWN = ("تهوع", "سردرد", "nausea")
"""Those that may be severe and leave the remedy in the plan."""

_effect = st.one_of(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(EFFECTS),
            "severity": st.sampled_from(["mild", "moderate", None]),
        }
    ),
    st.fixed_dictionaries({"name": st.sampled_from(KNOWN), "severity": st.just("severe")}),
)
scores = st.integers(1, 5)
effects: st.SearchStrategy[Any] = st.one_of(
    st.just([]),
    st.lists(_effect, max_size=3),
    st.just("تهوع، سردرد"),
)
figures = st.fixed_dictionaries(
    {
        "rating": scores,
        "symptom_improvement": scores,
        "got_worse": st.booleans(),
        "compliance_score": st.none() | scores,
        "side_effects": effects,
    }
)
descriptions: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "sex": st.sampled_from([*get_args(Sex), None]),
        "birth_year": st.sampled_from([1950, 1990, 2015, None]),
        "conditions": st.sampled_from([[], ["میگرن"]]),
    },
)
seats = st.integers(0, 11)
remedies = st.sampled_from([0, 0, 0, 1, 1, 2])
back = st.sampled_from([0, 0, 0, 1, 29, 30])


@dataclass(frozen=True)
class Submit:
    """A report, `back` days before it is sent."""

    seat: int
    remedy: int
    back: int
    figures: dict[str, Any]


@dataclass(frozen=True)
class Revise:
    """A revision of the report that stands at `which`, counted round."""

    which: int
    figures: dict[str, Any]


@dataclass(frozen=True)
class Withdraw:
    """A withdrawal of the report that stands at `which`, counted round."""

    which: int


@dataclass(frozen=True)
class Pass:
    """Days without anything."""

    days: int


@dataclass(frozen=True)
class Temper:
    """A patient's mizaj becomes another, or unknown."""

    seat: int
    mizaj: Mizaj | None


@dataclass(frozen=True)
class Describe:
    """A patient's sex, year of birth or conditions become others, or unknown."""

    seat: int
    fields: dict[str, Any]


@dataclass(frozen=True)
class Agree:
    """A patient agrees to published figures, or no longer."""

    seat: int
    agrees: bool


Step = Submit | Revise | Withdraw | Pass | Temper | Describe | Agree

submits = st.builds(Submit, seats, remedies, back, figures)
steps: st.SearchStrategy[Step] = st.one_of(
    submits,
    submits,
    submits,
    submits,
    st.builds(Revise, st.integers(0, 60), figures),
    st.builds(Withdraw, st.integers(0, 60)),
    st.builds(Pass, st.sampled_from([1, 1, 29, 30, 60, 61, 89, 90])),
    st.builds(Temper, seats, st.none() | st.sampled_from(get_args(Mizaj))),
    st.builds(Describe, seats, descriptions),
    st.builds(Agree, seats, st.booleans()),
)


def observed(world: InMemoryClinic, days_back: int) -> str:
    """Return the time that lies so many whole days back, in ISO 8601."""
    moment = world.clock() - days_back * DAY_MS
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat()


def request(world: InMemoryClinic, step: Submit, every: int) -> Submission:
    """Return the request that submits a step's report."""
    seat = world.seats[step.seat]
    given = step.figures | {"observed_at": observed(world, step.back)}
    body = world.body(seat, world.remedies[step.remedy], **given)
    return world.submission(seat, body, every=every)


@dataclass
class Run:
    """Takes steps in a world and keeps which reports stand, with their seat."""

    world: InMemoryClinic
    every: int = 5
    standing: list[tuple[int, int]] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Let one step happen."""
        match step:
            case Submit():
                self.standing.append((self._submit(step).id, step.seat))
            case Revise(which, given):
                if self.standing:
                    feedback_id, seat = self.standing[which % len(self.standing)]
                    self.world.revise(self.world.seats[seat], feedback_id, **given)
            case Withdraw(which):
                if self.standing:
                    feedback_id, seat = self.standing.pop(which % len(self.standing))
                    self.world.withdraw(self.world.seats[seat], feedback_id)
            case Pass(days):
                self.world.clock.advance(days=days)
            case Temper(seat, mizaj):
                self.world.temper(self.world.seats[seat], mizaj)
            case Agree(seat, agrees):
                self.world.agree(self.world.seats[seat], agrees=agrees)
            case Describe(seat, fields):
                self.world.describe(self.world.seats[seat], **fields)

    def _submit(self, step: Submit) -> Stored:
        world = self.world
        seat, remedy = world.seats[step.seat], world.remedies[step.remedy]
        given = step.figures | {"observed_at": observed(world, step.back)}
        return world.report(seat, remedy, every=self.every, **given)


def counts_for(report: Report, key: Key) -> bool:
    """Return whether a report counts for a key of one's own, by the key's meaning."""
    if key.part and key.part not in report.effects:
        return False
    return report.diagnosis_id == key.ref and report.recommendation_id == key.sub


def brute_window(reports: list[Report], key: Key, today: int) -> tuple[Sums, Sums]:
    """Return the sums of the last 90 and the last 30 days, their patients counted one by one."""
    mine = [one for one in reports if counts_for(one, key) and one.day <= today]
    whole = [one for one in mine if one.day >= today - WINDOW_DAYS + 1]
    recent = [one for one in whole if one.day >= today - RECENT_DAYS + 1]
    return _sums(whole), _sums(recent)


def _sums(reports: list[Report]) -> Sums:
    compliances = [score for one in reports if (score := one.answers.compliance_score) is not None]
    return Sums(
        total=len(reports),
        successes=sum(one.success for one in reports),
        positives=sum(one.answers.rating >= 3 for one in reports),
        rating_sum=sum(one.answers.rating for one in reports),
        improvement_sum=sum(one.answers.symptom_improvement for one in reports),
        compliance_sum=sum(compliances),
        compliance_count=len(compliances),
        patients=len({one.patient_id for one in reports}),
    )
