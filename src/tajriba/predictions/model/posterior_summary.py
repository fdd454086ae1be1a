"""The summary of a posterior: the three levels, the interval and the confidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tajriba.predictions.model.beta_posterior import quantiles
from tajriba.predictions.model.fixed.fixed_model import Prediction

Level = Literal["conservative", "balanced", "aggressive"]

LEVELS: Final[dict[Level, float]] = {"conservative": 0.10, "balanced": 0.50, "aggressive": 0.90}
INTERVAL: Final = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class PosteriorSummary:
    """Quantiles of one posterior: the level scores and the 90 % interval; and the confidence."""

    scores: dict[Level, float]
    low: float
    high: float
    confidence: float


def posterior_summaries(predictions: Sequence[Prediction]) -> list[PosteriorSummary]:
    """Read off a whole plan at once, in the order given."""
    asked = (*INTERVAL, *LEVELS.values())
    found = quantiles([prediction.posterior for prediction in predictions], asked)
    return [
        PosteriorSummary(
            scores=dict(zip(LEVELS, scores, strict=True)),
            low=low,
            high=high,
            confidence=confidence(high - low, prediction.disagreement),
        )
        for prediction, (low, high, *scores) in zip(predictions, found, strict=True)
    ]


def confidence(width: float, disagreement: float) -> float:
    """Return (1 - width of the interval) * (1 - disagreement of the components), in 0..1."""
    return (1 - width) * (1 - disagreement)


def overall_confidence(confidences: Sequence[float]) -> float:
    """Return the mean confidence of a plan's predictions, 0 for an empty plan."""
    return sum(confidences) / len(confidences) if confidences else 0.0
