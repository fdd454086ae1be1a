"""Models 1 and 2: the expected effectiveness of a recommendation for one patient. Pure."""

from tajriba.predictions.model.beta_posterior import BetaPosterior, quantiles
from tajriba.predictions.model.fixed.fixed_model import (
    WEIGHTS,
    Component,
    ComponentName,
    Prediction,
    predict,
)
from tajriba.predictions.model.fixed.partial_pooling import Pooled, pool
from tajriba.predictions.model.fixed.prior_strengths import DEFAULT_STRENGTHS, Strengths
from tajriba.predictions.model.fixed.similar_patients import likeness
from tajriba.predictions.model.inputs import (
    CohortCounts,
    Counts,
    Evidence,
    Habit,
    MatchScore,
    Part,
    Peers,
    PredictionInput,
    SimilarCondition,
)
from tajriba.predictions.model.learned.learned_model import (
    DEFAULT_LEARNED,
    Learned,
    expected_improvement,
    predict_learned,
)
from tajriba.predictions.model.name_similarity import rarities, word_similarity
from tajriba.predictions.model.posterior_summary import (
    LEVELS,
    Level,
    PosteriorSummary,
    overall_confidence,
    posterior_summaries,
)
from tajriba.predictions.model.ranking import Change, Changes, Ranked, Scored, moved, rank

__all__ = [
    "DEFAULT_LEARNED",
    "DEFAULT_STRENGTHS",
    "LEVELS",
    "WEIGHTS",
    "BetaPosterior",
    "Change",
    "Changes",
    "CohortCounts",
    "Component",
    "ComponentName",
    "Counts",
    "Evidence",
    "Habit",
    "Learned",
    "Level",
    "MatchScore",
    "Part",
    "Peers",
    "Pooled",
    "PosteriorSummary",
    "Prediction",
    "PredictionInput",
    "Ranked",
    "Scored",
    "SimilarCondition",
    "Strengths",
    "expected_improvement",
    "likeness",
    "moved",
    "overall_confidence",
    "pool",
    "posterior_summaries",
    "predict",
    "predict_learned",
    "quantiles",
    "rank",
    "rarities",
    "word_similarity",
]
