"""Models 1 and 2: the expected effectiveness of a recommendation for one patient. Pure."""

from tajriba.predictions.core.beta import BetaPosterior, quantiles
from tajriba.predictions.core.inputs import (
    CohortCounts,
    Counts,
    Evidence,
    Habit,
    Kin,
    MatchScore,
    Part,
    Peers,
    PredictionInput,
)
from tajriba.predictions.core.kinship import kinship, rarities
from tajriba.predictions.core.learned import (
    DEFAULT_LEARNED,
    Learned,
    expected_improvement,
    predict_learned,
)
from tajriba.predictions.core.outlook import LEVELS, Level, Outlook, outlooks, overall_confidence
from tajriba.predictions.core.pooling import Pooled, pool
from tajriba.predictions.core.prediction import (
    WEIGHTS,
    Component,
    ComponentName,
    Prediction,
    predict,
)
from tajriba.predictions.core.ranking import Change, Changes, Ranked, Scored, moved, rank
from tajriba.predictions.core.similar import likeness
from tajriba.predictions.core.strengths import DEFAULT_STRENGTHS, Strengths

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
    "Kin",
    "Learned",
    "Level",
    "MatchScore",
    "Outlook",
    "Part",
    "Peers",
    "Pooled",
    "Prediction",
    "PredictionInput",
    "Ranked",
    "Scored",
    "Strengths",
    "expected_improvement",
    "kinship",
    "likeness",
    "moved",
    "outlooks",
    "overall_confidence",
    "pool",
    "predict",
    "predict_learned",
    "quantiles",
    "rank",
    "rarities",
]
