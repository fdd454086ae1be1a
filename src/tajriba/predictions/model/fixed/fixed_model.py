"""Model 1: history, similar patients and symptom match, combined with fixed weights."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tajriba.predictions.model.beta_posterior import BetaPosterior, beta_at, mixture
from tajriba.predictions.model.fixed.partial_pooling import Pooled, pool
from tajriba.predictions.model.fixed.prior_strengths import DEFAULT_STRENGTHS, Strengths
from tajriba.predictions.model.fixed.similar_patients import Cohort, similar_patients
from tajriba.predictions.model.inputs import Evidence, MatchScore, PredictionInput

ComponentName = Literal["historical_effectiveness", "similar_patients", "symptom_match"]

WEIGHTS: Final[dict[ComponentName, float]] = {
    "historical_effectiveness": 0.40,
    "similar_patients": 0.35,
    "symptom_match": 0.25,
}


@dataclass(frozen=True, slots=True)
class Component:
    """One opinion: its mean, its share in the whole and the reports that it rests on.

    One that is not available has weight 0, and the value and posterior that it falls back on.
    """

    name: ComponentName
    value: float
    weight: float
    sample_size: int
    alpha: float
    beta: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """The posterior of success, its components and how far apart they are (0..1)."""

    posterior: BetaPosterior
    components: tuple[Component, ...]
    disagreement: float
    similar_patient_count: int


def predict(inputs: PredictionInput, strengths: Strengths = DEFAULT_STRENGTHS) -> Prediction:
    """Combine the three components 0.40 / 0.35 / 0.25, renormalised over what is available."""
    pooled = pool(inputs.evidence, strengths)
    cohort = similar_patients(inputs.cohort, inputs.evidence, pooled, strengths)
    components = _components(inputs, pooled, cohort, strengths)
    parts = [(part.weight, BetaPosterior(part.alpha, part.beta)) for part in components]
    return Prediction(
        posterior=mixture(parts),
        components=components,
        disagreement=disagreement(components),
        similar_patient_count=cohort.patients if cohort else 0,
    )


def match_posterior(
    match: MatchScore, population: BetaPosterior, strengths: Strengths = DEFAULT_STRENGTHS
) -> BetaPosterior:
    """Return the opinion of the match: logit(mean) = logit(population) + c * (2 * score - 1).

    So a score of one half gives the population's mean, and a higher score a higher one.
    """
    shift = math.exp(strengths.match_logit * (2 * match.score - 1))
    odds = population.alpha / population.beta * shift
    return beta_at(odds / (1 + odds), strengths.match)


def disagreement(components: Sequence[Component]) -> float:
    """Return the weighted standard deviation of the values, over its largest possible, a half."""
    mean = math.fsum(part.weight * part.value for part in components)
    return 2 * math.sqrt(math.fsum(part.weight * (part.value - mean) ** 2 for part in components))


def _components(
    inputs: PredictionInput, pooled: Pooled, cohort: Cohort | None, strengths: Strengths
) -> tuple[Component, ...]:
    weights = _weights(similar=cohort is not None, match=inputs.match.known)
    alike = cohort.posterior if cohort else pooled.patient
    fit = match_posterior(inputs.match, pooled.population, strengths)
    opinions: tuple[tuple[ComponentName, BetaPosterior, int], ...] = (
        ("historical_effectiveness", pooled.patient, reports_of(inputs.evidence)),
        ("similar_patients", alike, cohort.reports if cohort else 0),
        ("symptom_match", fit, 0),
    )
    return tuple(
        Component(name, opinion.mean, weights[name], reports, opinion.alpha, opinion.beta)
        for name, opinion, reports in opinions
    )


def _weights(*, similar: bool, match: bool) -> dict[ComponentName, float]:
    available = {
        "historical_effectiveness": True,
        "similar_patients": similar,
        "symptom_match": match,
    }
    kept = {name: weight * available[name] for name, weight in WEIGHTS.items()}
    whole = math.fsum(kept.values())
    return {name: weight / whole for name, weight in kept.items()}


def reports_of(evidence: Evidence) -> int:
    """Return the reports of this recommendation: published, or the patient's own where more."""
    published = evidence.recommendation.total if evidence.recommendation else 0
    return max(published, evidence.own.total if evidence.own else 0)
