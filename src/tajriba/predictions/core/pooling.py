"""The historical component: partial pooling from all evidence down to one recommendation."""

import math
from dataclasses import dataclass

from tajriba.predictions.core.beta import BetaPosterior, beta_at, both
from tajriba.predictions.core.inputs import Counts, Evidence
from tajriba.predictions.core.strengths import DEFAULT_STRENGTHS, Strengths


@dataclass(frozen=True, slots=True)
class Effective:
    """Counts as so many independent reports: fractional successes and failures."""

    successes: float
    failures: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """The posterior at each level, from the widest to this patient.

    `herb`, `condition` and `herb_condition` rest on the other recommendations of their kind, as
    each report counts once; `recommendation` is for any patient, `patient` adds their own reports.
    """

    population: BetaPosterior
    herb: BetaPosterior
    condition: BetaPosterior
    herb_condition: BetaPosterior
    recommendation: BetaPosterior
    patient: BetaPosterior


def effective(counts: Counts | None, correlation: float) -> Effective:
    """Return counts after the design effect of repeated reports (Kish 1965, Survey Sampling, 5.4).

    n_eff = n / (1 + (n / patients - 1) * correlation); successes and failures alike. None is none.
    The formula takes patients to report equally often. So a new patient among a few who report
    often also gives their earlier reports more weight; where those contradict all relatives, this
    can outweigh what the new one says.
    """
    if counts is None or counts.total == 0:
        return Effective(0.0, 0.0)
    design = 1 + (counts.total / counts.patients - 1) * correlation
    failures = counts.total - counts.successes
    return Effective(counts.successes / design, failures / design)


def without(whole: Counts | None, *parts: Counts | None) -> Counts | None:
    """Return what is left of published counts outside their parts, or None if they are withheld.

    Levels are published at different times, so that a part may be ahead of its whole, and a
    patient may be in both: what is left is then held to the nearest possible counts.
    """
    if whole is None:
        return None
    known = [part for part in parts if part is not None]
    total = max(0, whole.total - sum(part.total for part in known))
    successes = whole.successes - sum(part.successes for part in known)
    patients = whole.patients - sum(part.patients for part in known)
    return Counts(
        successes=min(max(successes, 0), total),
        total=total,
        patients=min(max(patients, 1), total),
    )


def pool(evidence: Evidence, strengths: Strengths = DEFAULT_STRENGTHS) -> Pooled:
    """Pool the evidence level by level: each is the prior of the next, at a fixed strength.

    all -> herb and condition -> herb x condition, whose prior mean is additive on the logit scale
    -> recommendation -> this patient. The uncertainty of a level adds to that of the next, so that
    no evidence at all leaves a wide posterior around one half.
    """
    rho = strengths.correlation
    top = beta_at(0.5, strengths.population)
    population = _updated(top, _elsewhere(evidence), rho)
    pair = evidence.herb_condition or evidence.recommendation
    herb = _below(population, strengths.herb, without(evidence.herb, pair), rho)
    condition = _below(population, strengths.condition, without(evidence.condition, pair), rho)
    prior = _additive(herb, condition, population)
    others = without(evidence.herb_condition, evidence.recommendation)
    herb_condition = _below(prior, strengths.herb_condition, others, rho)
    published = evidence.recommendation
    recommendation = _below(herb_condition, strengths.recommendation, published, rho)
    return Pooled(
        population=population,
        herb=herb,
        condition=condition,
        herb_condition=herb_condition,
        recommendation=recommendation,
        patient=_personal(recommendation, evidence.own, strengths),
    )


def _elsewhere(evidence: Evidence) -> Counts | None:
    """Return the counts of other herbs in other conditions; all of them where that is unknown."""
    pair = evidence.herb_condition or evidence.recommendation
    if pair is None:
        return evidence.population
    herb = without(evidence.herb, pair)
    condition = without(evidence.condition, pair)
    return without(evidence.population, herb, condition, pair)


def _updated(prior: BetaPosterior, counts: Counts | None, correlation: float) -> BetaPosterior:
    reports = effective(counts, correlation)
    return prior.updated(reports.successes, reports.failures)


def _below(
    parent: BetaPosterior, strength: float, counts: Counts | None, correlation: float
) -> BetaPosterior:
    prior = beta_at(parent.mean, both(strength, parent.strength))
    return _updated(prior, counts, correlation)


def _additive(
    herb: BetaPosterior, condition: BetaPosterior, population: BetaPosterior
) -> BetaPosterior:
    """Return the expectation of herb x condition, as uncertain as the less certain of the two."""
    logit = _logit(herb.mean) + _logit(condition.mean) - _logit(population.mean)
    return beta_at(1 / (1 + math.exp(-logit)), min(herb.strength, condition.strength))


def _logit(mean: float) -> float:
    return math.log(mean / (1 - mean))


def _personal(prior: BetaPosterior, own: Counts | None, strengths: Strengths) -> BetaPosterior:
    reports = effective(own, strengths.correlation)
    return prior.updated(reports.successes * strengths.own, reports.failures * strengths.own)
