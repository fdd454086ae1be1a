"""The levels of a prediction of model 2: what it would be with the evidence up to each level."""

from dataclasses import replace
from typing import Any, Final

from tajriba.predictions.explanations.schemas import PoolingLevel
from tajriba.predictions.model import BetaPosterior, PredictionInput, pool
from tajriba.predictions.model.beta_posterior import beta_at
from tajriba.predictions.model.learned.features import Features, Tally, features_of
from tajriba.predictions.model.learned.hierarchical_levels import opinions
from tajriba.predictions.model.learned.learned_model import Learned

Layer = tuple[PoolingLevel, BetaPosterior]

_MODEL_1: Final[tuple[PoolingLevel, ...]] = (
    "population",
    "elsewhere",
    "herb",
    "condition",
    "herb_condition",
    "recommendation",
    "patient",
)
_KNOWING: Final[dict[PoolingLevel, frozenset[str]]] = {
    "elsewhere": frozenset({"rest"}),
    "herb": frozenset({"rest", "herb"}),
    "condition": frozenset({"rest", "family", "condition"}),
    "herb_condition": frozenset({"rest", "herb", "family", "condition", "family_herb", "siblings"}),
    "recommendation": frozenset(
        {"rest", "herb", "family", "condition", "family_herb", "siblings", "recommendation"}
    ),
}
_TALLIES: Final = frozenset().union(*_KNOWING.values())


def layers_of(inputs: PredictionInput, model: Learned | None) -> list[Layer]:
    """Return what is thought at each level of the evidence, from the widest to this patient.

    Of a learned model: of this recommendation, where nothing below the level were known.
    """
    if model is None:
        pooled = pool(inputs.evidence)
        return [(name, getattr(pooled, name)) for name in _MODEL_1]
    features = features_of(inputs, model)
    levels: list[Layer] = [
        (name, _historical(_only(features, known), model, own=False))
        for name, known in _KNOWING.items()
    ]
    return [*levels, ("patient", _historical(features, model, own=True))]


def _only(features: Features, known: frozenset[str]) -> Features:
    unknown: dict[str, Any] = {name: Tally() for name in _TALLIES - known}
    return replace(features, **unknown)


def _historical(features: Features, model: Learned, *, own: bool) -> BetaPosterior:
    node = opinions(features, model, own=own).historical
    return beta_at(float(node.mean), float(node.strength))
