"""The historical component: partial pooling from all evidence down to one recommendation."""

import math
from dataclasses import dataclass

from tajriba.predictions.model.beta_posterior import BetaPosterior, beta_at, both
from tajriba.predictions.model.fixed.effective_sample_size import (
    Effective,
    effective,
    summed,
    told,
    without,
)
from tajriba.predictions.model.fixed.prior_strengths import DEFAULT_STRENGTHS, Strengths
from tajriba.predictions.model.inputs import Counts, Evidence


@dataclass(frozen=True, slots=True)
class Pooled:
    """The posterior at each level, from the widest to this patient.

    `population` rests on every report, and so is the same for all remedies. `elsewhere`, `herb`,
    `condition` and `herb_condition` rest on the reports outside the level below, as each counts
    once on the way down; `recommendation` is for any patient, `patient` adds their own reports.
    """

    population: BetaPosterior
    elsewhere: BetaPosterior
    herb: BetaPosterior
    condition: BetaPosterior
    herb_condition: BetaPosterior
    recommendation: BetaPosterior
    patient: BetaPosterior


@dataclass(frozen=True, slots=True)
class _Side:
    """The reports of a herb, or a condition, outside the pair that is asked about."""

    outside: Counts | None
    remedies: tuple[Counts, ...]


def pool(evidence: Evidence, strengths: Strengths = DEFAULT_STRENGTHS) -> Pooled:
    """Pool the evidence level by level: each is the prior of the next, at a fixed strength.

    all -> herb and condition -> herb x condition, whose prior mean is additive on the logit scale
    -> recommendation -> this patient. The uncertainty of a level adds to that of the next, so that
    no evidence at all leaves a wide posterior around one half.
    """
    rho = strengths.correlation
    top = beta_at(0.5, strengths.population)
    pair = evidence.herb_condition or evidence.recommendation
    by_herb = _side(evidence.herb, pair, evidence.herb_remedies)
    by_condition = _side(evidence.condition, pair, evidence.condition_remedies)
    rest = without(evidence.population, by_herb.outside, by_condition.outside, pair)
    elsewhere = _plus(top, effective(rest, rho))
    herb = _level(elsewhere, strengths.herb, _tells(by_herb, strengths.within_herb, strengths))
    condition = _level(
        elsewhere, strengths.condition, _tells(by_condition, strengths.within_condition, strengths)
    )
    siblings = effective(without(evidence.herb_condition, evidence.recommendation), rho)
    herb_condition = _level(
        _additive(herb, condition, elsewhere, strengths),
        strengths.herb_condition,
        told(siblings, 1, strengths.recommendation),
    )
    return Pooled(
        population=_plus(top, effective(evidence.population, rho)),
        elsewhere=elsewhere,
        herb=herb,
        condition=condition,
        herb_condition=herb_condition,
        recommendation=recommended(herb_condition, evidence.recommendation, None, strengths),
        patient=recommended(herb_condition, evidence.recommendation, evidence.own, strengths),
    )


def recommended(
    herb_condition: BetaPosterior,
    published: Counts | None,
    own: Counts | None,
    strengths: Strengths = DEFAULT_STRENGTHS,
) -> BetaPosterior:
    """Return a recommendation's posterior from its pair's, published reports and one's own."""
    reports = effective(published, strengths.correlation)
    personal = effective(own, strengths.correlation).times(strengths.own)
    level = _level(herb_condition, strengths.recommendation, reports)
    return _plus(level, personal)


def _side(whole: Counts | None, pair: Counts | None, remedies: tuple[Counts, ...]) -> _Side:
    outside = without(whole, pair)
    if outside is None:
        return _Side(None, ())
    known = _together(remedies)
    return _Side(outside if outside.total >= known.total else known, remedies)


def _together(parts: tuple[Counts, ...]) -> Counts:
    return Counts(
        sum(part.successes for part in parts),
        sum(part.total for part in parts),
        sum(part.patients for part in parts),
    )


def _tells(side: _Side, strength: float, strengths: Strengths) -> Effective:
    """Return what a herb's or a condition's reports tell of it, remedy by remedy.

    Those that no published remedy holds are of remedies with few patients each.
    """
    rho = strengths.correlation
    known = [told(effective(one, rho), 1, strength) for one in side.remedies]
    left = without(side.outside, *side.remedies)
    remedies = max(1.0, left.patients / strengths.withheld) if left else 1.0
    return summed([*known, told(effective(left, rho), remedies, strength)])


def _level(parent: BetaPosterior, strength: float, reports: Effective) -> BetaPosterior:
    return _plus(beta_at(parent.mean, both(strength, parent.strength)), reports)


def _plus(prior: BetaPosterior, reports: Effective) -> BetaPosterior:
    return prior.updated(reports.successes, reports.failures)


def _additive(
    herb: BetaPosterior, condition: BetaPosterior, parent: BetaPosterior, strengths: Strengths
) -> BetaPosterior:
    """Return the expectation of herb x condition, as strong as both sides' reports together."""
    logit = _logit(herb.mean) + _logit(condition.mean) - _logit(parent.mean)
    bases = [both(each, parent.strength) for each in (strengths.herb, strengths.condition)]
    gained = herb.strength + condition.strength - sum(bases)
    return beta_at(1 / (1 + math.exp(-logit)), min(bases) + gained)


def _logit(mean: float) -> float:
    return math.log(mean / (1 - mean))
