"""Model 2: the prediction of one recommendation for one patient, with learned parameters."""

from tajriba.predictions.model.beta_posterior import beta_at
from tajriba.predictions.model.fixed.fixed_model import (
    Component,
    ComponentName,
    Prediction,
    disagreement,
    reports_of,
)
from tajriba.predictions.model.fixed.similar_patients import alike
from tajriba.predictions.model.inputs import PredictionInput
from tajriba.predictions.model.learned.features import features_of
from tajriba.predictions.model.learned.hierarchical_levels import (
    Node,
    Opinions,
    improvement,
    opinions,
    posterior_strength,
    random_intercept_of,
    with_peers,
)
from tajriba.predictions.model.learned.parameters import DEFAULT_LEARNED, Learned
from tajriba.predictions.model.logit import expit

__all__ = ["DEFAULT_LEARNED", "Learned", "expected_improvement", "predict_learned"]

_NAMES: tuple[ComponentName, ...] = (
    "historical_effectiveness",
    "similar_patients",
    "symptom_match",
)


def predict_learned(inputs: PredictionInput, model: Learned = DEFAULT_LEARNED) -> Prediction:
    """Return the posterior of success, and the three opinions with their shares.

    The opinions are pooled on the logit scale (a logarithmic opinion pool; Genest & Zidek 1986,
    Stat. Sci. 1:114-135), calibrated, then moved by how one's peers and oneself lean.
    """
    opinion, mean = _read(inputs, model)
    components = _components(opinion, inputs)
    return Prediction(
        posterior=beta_at(mean, float(posterior_strength(opinion, model))),
        components=components,
        disagreement=disagreement(components),
        similar_patient_count=sum(counts.patients for _, counts in alike(inputs.cohort)),
    )


def expected_improvement(inputs: PredictionInput, model: Learned = DEFAULT_LEARNED) -> float:
    """Return the expected symptom improvement, 1-5, pooled as the probability of success is."""
    opinion, mean = _read(inputs, model)
    return min(max(float(improvement(opinion, mean, model)), 1.0), 5.0)


def _read(inputs: PredictionInput, model: Learned) -> tuple[Opinions, float]:
    features = features_of(inputs, model)
    opinion = opinions(features, model)
    at = with_peers(opinion.logit, features, model) + random_intercept_of(
        features.habit, model.habit
    )
    return opinion, float(expit(at))


def _components(opinion: Opinions, inputs: PredictionInput) -> tuple[Component, ...]:
    nodes = (opinion.historical, opinion.similar, opinion.match)
    cohort = sum(counts.total for _, counts in alike(inputs.cohort))
    sizes = (reports_of(inputs.evidence), cohort, 0)
    return tuple(
        _component(name, node if share else opinion.historical, float(share), size)
        for name, node, share, size in zip(_NAMES, nodes, opinion.shares, sizes, strict=True)
    )


def _component(name: ComponentName, node: Node, share: float, reports: int) -> Component:
    posterior = beta_at(float(node.mean), float(node.strength))
    return Component(name, posterior.mean, share, reports, posterior.alpha, posterior.beta)
