"""The results of a simulation. Pure.

Every figure compares what the service did or said with a truth that it never saw.
"""

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Final

from pydantic import BaseModel

from tajriba.lab.simulation.ground_truth import FADING_DAYS, chance, drifting_place, inert_place
from tajriba.lab.simulation.trace import Checkpoint, Claim, Trace

BLOCK: Final = 50
FALSE_CLAIM: Final = 0.1
"""How far above the population's mean a prediction of the inert remedy is a false claim."""
_LOST: Final = 0.01
"""A remedy that loses less than this has not drifted: there is nothing to notice."""


class Improvement(BaseModel):
    """Mean true probability of success, 0-1, of what was taken, per 50 reports."""

    per_block: list[float]
    first_block: float
    last_block: float


class Regret(BaseModel):
    """What was lost against each patient's best remedy, in expected successes."""

    total: float
    per_feedback: float
    cumulative: list[float]


class InertClaim(BaseModel):
    """The inert remedy's balanced prediction at the end, mean over patients, beside the truth and
    the mean of the population, which is the share of successes among all reports."""

    balanced: float
    truth: float
    population_mean: float
    excess: float
    false_claim: bool
    ever_a_false_claim: bool


class Intervals(BaseModel):
    """How many of the last 90 % intervals do not hold the truth, and how many do not even hold
    the rate among those who answer: the difference is what selective answers mislead. Also their
    mean width, and by how much the balanced prediction is above the truth in the mean."""

    checked: int
    mean_width: float
    mean_error: float
    miss_truth: float
    miss_answered: float


class Drift(BaseModel):
    """When the fading remedy was noticed; null where it wasn't, or has lost nothing.

    *Noticed*: its mean balanced prediction has come below the midpoint of the truth before and
    after. *Trend*: its published trend says `declining`. `leads_before` and `leads_after` are the
    shares of its patients whose ranking it leads when it begins and at the end; *demoted*: it leads
    for at most half as many as before. What nobody takes any more, nobody can notice.
    """

    begins_on_day: int
    truth_before: float
    truth_after: float
    leads_before: float
    leads_after: float
    days_until_noticed: int | None
    feedbacks_until_noticed: int | None
    days_until_trend: int | None
    days_until_demoted: int | None


class Report(BaseModel):
    """One clinic under one order."""

    order: str
    feedbacks: int
    days: int
    improvement: Improvement
    regret: Regret
    inert: InertClaim
    intervals: Intervals
    drift: Drift


def report_of(trace: Trace) -> Report:
    """Return what a run shows."""
    return Report(
        order=trace.order,
        feedbacks=len(trace.steps),
        days=trace.steps[-1].day + 1,
        improvement=_improvement(trace),
        regret=_regret(trace),
        inert=_inert(trace),
        intervals=_intervals(trace.checkpoints[-1].claims),
        drift=_drift(trace),
    )


def _improvement(trace: Trace) -> Improvement:
    chances = [step.chance for step in trace.steps]
    blocks = [fmean(chances[at : at + BLOCK]) for at in range(0, len(chances), BLOCK)]
    return Improvement(
        per_block=blocks, first_block=fmean(chances[:BLOCK]), last_block=fmean(chances[-BLOCK:])
    )


def _regret(trace: Trace) -> Regret:
    lost = [step.best - step.chance for step in trace.steps]
    ends = range(BLOCK, len(lost) + BLOCK, BLOCK)
    return Regret(
        total=sum(lost), per_feedback=fmean(lost), cumulative=[sum(lost[:end]) for end in ends]
    )


def _inert(trace: Trace) -> InertClaim:
    def claims(looked: Checkpoint) -> list[Claim]:
        return _claims_of(looked, 0, inert_place(trace.truth))

    def excess(looked: Checkpoint) -> float:
        return _mean(claims(looked), lambda one: one.balanced) - looked.reported_mean

    last = trace.checkpoints[-1]
    return InertClaim(
        balanced=_mean(claims(last), lambda one: one.balanced),
        truth=_mean(claims(last), lambda one: one.truth),
        population_mean=last.reported_mean,
        excess=excess(last),
        false_claim=excess(last) >= FALSE_CLAIM,
        ever_a_false_claim=any(excess(each) >= FALSE_CLAIM for each in trace.checkpoints),
    )


def _intervals(claims: Sequence[Claim]) -> Intervals:
    return Intervals(
        checked=len(claims),
        mean_width=_mean(claims, lambda one: one.high - one.low),
        mean_error=_mean(claims, lambda one: one.balanced - one.truth),
        miss_truth=fmean(not one.low <= one.truth <= one.high for one in claims),
        miss_answered=fmean(not one.low <= one.told <= one.high for one in claims),
    )


def _drift(trace: Trace) -> Drift:
    begins = trace.setting.drift_day
    before, after = _fading_truth(trace)
    middle = (before + after) / 2
    led = _leading(trace, _last_ahead(trace))
    behind = [each for each in trace.checkpoints if each.day >= begins]
    if before - after < _LOST:
        behind = []
    noticed = next((each for each in behind if _fading(trace, each) < middle), None)
    declining = next((each for each in behind if each.drifting_trend == "declining"), None)
    demoted = next((each for each in behind if led and _leading(trace, each) <= led / 2), None)
    return Drift(
        begins_on_day=begins,
        truth_before=before,
        truth_after=after,
        leads_before=led,
        leads_after=_leading(trace, trace.checkpoints[-1]),
        days_until_noticed=noticed.day - begins if noticed else None,
        feedbacks_until_noticed=noticed.told - _told_before(trace, begins) if noticed else None,
        days_until_trend=declining.day - begins if declining else None,
        days_until_demoted=demoted.day - begins if demoted else None,
    )


def _last_ahead(trace: Trace) -> Checkpoint:
    """Return the last look before the drift, or the first one at all."""
    ahead = [each for each in trace.checkpoints if each.day < trace.setting.drift_day]
    return ahead[-1] if ahead else trace.checkpoints[0]


def _told_before(trace: Trace, day: int) -> int:
    return sum(step.day < day for step in trace.steps)


def _fading_truth(trace: Trace) -> tuple[float, float]:
    """Return the mean probability of success of the fading remedy on the first day, and faded."""
    last = trace.setting.conditions - 1
    remedy = trace.truth.remedies[last][drifting_place(trace.truth)]
    people = [one for one in trace.truth.people if one.condition == last]
    first, faded = 0, trace.setting.drift_day + FADING_DAYS
    return (
        fmean(chance(remedy, one, first) for one in people),
        fmean(chance(remedy, one, faded) for one in people),
    )


def _fading(trace: Trace, looked: Checkpoint) -> float:
    return _mean(_fading_claims(trace, looked), lambda one: one.balanced)


def _leading(trace: Trace, looked: Checkpoint) -> float:
    return _mean(_fading_claims(trace, looked), lambda one: one.leads)


def _fading_claims(trace: Trace, looked: Checkpoint) -> list[Claim]:
    place = drifting_place(trace.truth)
    return _claims_of(looked, trace.setting.conditions - 1, place)


def _claims_of(looked: Checkpoint, condition: int, place: int) -> list[Claim]:
    return [one for one in looked.claims if (one.condition, one.place) == (condition, place)]


def _mean(claims: Sequence[Claim], figure: Callable[[Claim], float]) -> float:
    return fmean(figure(one) for one in claims)
