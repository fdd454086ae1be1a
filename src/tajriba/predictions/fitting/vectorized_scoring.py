"""Scoring of model 2 on many reports at once: first by remedy, then with random intercepts."""

from dataclasses import dataclass, replace

import numpy as np

from tajriba.predictions.fitting.condition_similarity import (
    ConditionNeighbours,
    related_conditions_of,
)
from tajriba.predictions.fitting.feature_matrix import features_table
from tajriba.predictions.fitting.random_intercepts import Groups, groups_of
from tajriba.predictions.fitting.report_columns import Reports
from tajriba.predictions.model.arrays import Codes, Column
from tajriba.predictions.model.learned.features import Features
from tajriba.predictions.model.learned.hierarchical_levels import (
    Opinions,
    opinions,
    random_intercept_of,
    with_peers,
)
from tajriba.predictions.model.learned.parameters import Learned
from tajriba.predictions.model.logit import expit


@dataclass(frozen=True)
class VectorizedScores:
    """What is asked about, and the known reports that are judged for habits and peers.

    Their features rest on what other patients say.
    """

    reports: Reports
    judged: Codes
    asked: Codes
    of_judged: Features
    of_asked: Features
    among_judged: Groups
    among_asked: Groups


@dataclass(frozen=True)
class ColumnPredictions:
    """Features with habits and peers filled in, the three opinions, and the final logits."""

    features: Features
    opinions: Opinions
    logit: Column


def vectorized_scores(
    reports: Reports, known: Codes, asked: Codes, model: Learned
) -> VectorizedScores:
    """Prepare to foretell reports that are not known from those that are, as far as these tell
    over time and over mizaj by a model."""
    related_conditions = similar_conditions_of(reports, known)
    judged = known if _related(reports, known, asked) else known[:0]
    of_judged = features_table(reports, known, judged, model, related_conditions)
    of_asked = features_table(reports, known, asked, model, related_conditions)
    among = groups_of(reports, judged, judged)
    return VectorizedScores(
        reports, judged, asked, of_judged, of_asked, among, groups_of(reports, judged, asked)
    )


def vectorized_scores_among(reports: Reports, asked: Codes, model: Learned) -> VectorizedScores:
    """Prepare to foretell some of the reports, each from all others; habits and peers from some."""
    known = np.arange(len(reports))
    of = features_table(reports, known, asked, model, similar_conditions_of(reports, known))
    among = groups_of(reports, asked, asked)
    return VectorizedScores(reports, asked, asked, of, of, among, among)


def _related(reports: Reports, known: Codes, asked: Codes) -> bool:
    """Return whether habits or peers could be told: a patient returns, or is like others."""
    returns = np.isin(reports.patient[asked], reports.patient[known]).any()
    return bool(returns or any((codes >= 0).any() for codes in reports.alike))


def similar_conditions_of(reports: Reports, known: Codes) -> ConditionNeighbours:
    """Return the most similar conditions of every condition, by the known reports."""
    counts = np.bincount(reports.condition[known], minlength=len(reports.conditions))
    return related_conditions_of(reports.conditions, counts.astype(np.float64))


def predict_columns(scores: VectorizedScores, model: Learned) -> ColumnPredictions:
    """Return what the model expects of each asked report.

    The judged reports are foretold by remedy alone, each without its patient; what they did
    beyond that are the residuals of peers, and of a patient's other reports.
    """
    one = scores
    plain = opinions(one.of_judged, model, own=False).logit
    mean = np.asarray(expit(plain))
    wide = tuple(group.residuals(mean) for group in one.among_judged.wide)
    seen = np.asarray(expit(with_peers(plain, Features(peers=wide), model)))
    judged = _with_peers(one.of_judged, one.among_judged, mean, seen)
    expected = np.asarray(expit(with_peers(plain, judged, model)))
    features = _with_peers(one.of_asked, one.among_asked, mean, seen)
    features = replace(features, habit=one.among_asked.habit.residuals(expected))
    opinion = opinions(features, model)
    at = with_peers(opinion.logit, features, model) + random_intercept_of(
        features.habit, model.habit
    )
    return ColumnPredictions(features, opinion, np.asarray(at))


def _with_peers(of: Features, groups: Groups, mean: Column, seen: Column) -> Features:
    """Return features with peers, where judged reports were expected at `mean`, then at `seen`."""
    return replace(
        of,
        peers=tuple(one.residuals(mean) for one in groups.wide),
        peers_within=tuple(one.residuals(seen) for one in groups.within),
    )
