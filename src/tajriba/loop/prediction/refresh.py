"""Predicting plans again and announcing what changed to their screens."""

from dataclasses import dataclass
from typing import Any, Literal

from tajriba.diagnoses.access import VisibleDiagnosisId
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import find_diagnosis
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.events.service import NewEvent, append
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.service import recommendation_facts
from tajriba.loop.announcement.last_announced import live_evidence
from tajriba.predictions.inputs.cache_key import gather, read_cache_key
from tajriba.predictions.model import Changes, moved
from tajriba.predictions.service.cached_plan import PlanFacts
from tajriba.predictions.service.prediction_cache import (
    Kept,
    RankedPlace,
    compute,
    is_of_now,
    keep_prediction,
    keep_ranking,
    kept_prediction,
    last_ranking,
    predict_plan,
    ranked_places_of,
)

Reason = Literal["evidence", "plan", "record", "knowledge", "model", "safety", "care"]
_NAMES = dict[int, dict[str, str | None]]


def refresh(tx: WriteTx, found: Diagnosis, reason: Reason) -> PlanFacts:
    """Return the prediction of a plan as of now; where it moved, keep and announce the ranking."""
    kept = kept_prediction(tx, found.id)
    plan = predict_plan(tx, found)
    _announce_moved(tx, plan, reason, kept)
    return plan


def _announce_moved(tx: WriteTx, plan: PlanFacts, reason: Reason, kept: Kept | None) -> None:
    if reason == "evidence" and kept is not None and kept.model_version != plan.model_version:
        reason = "model"
    before = last_ranking(tx, plan.diagnosis_id)
    old = before.standings if before else ()
    new = ranked_places_of(plan)
    changes = moved([one.ranked for one in old], [one.ranked for one in new])
    if changes:
        keep_ranking(tx, plan)
        data = _update(tx, plan.diagnosis_id, changes, new, reason)
        append(tx, [NewEvent(diagnosis_topic(plan.diagnosis_id), "recommendation_update", data)])


def refresh_by_id(tx: WriteTx, diagnosis_id: int, reason: Reason) -> PlanFacts:
    """Like `refresh`, of a diagnosis that the program itself chose."""
    return refresh(tx, find_diagnosis(tx, VisibleDiagnosisId(diagnosis_id)), reason)


@dataclass(frozen=True, slots=True)
class PredictedAhead:
    """A plan that was predicted in a snapshot, and the fingerprint of what was kept of it then."""

    plan: PlanFacts
    instead_of: str | None


def predict_ahead(tx: ReadTx, diagnosis_id: int) -> PredictedAhead | None:
    """Predict a plan without keeping it, so that no writer has to wait for it meanwhile.

    Returns None where the kept prediction is of now: then its ranking is announced, too.
    """
    found = find_diagnosis(tx, VisibleDiagnosisId(diagnosis_id))
    seen, kept = read_cache_key(tx, found), kept_prediction(tx, diagnosis_id)
    if is_of_now(tx, kept, seen):
        return None
    plan = compute(tx, found, gather(tx, found, seen))
    return PredictedAhead(plan, kept.fingerprint if kept else None)


def keep_predicted(tx: WriteTx, predicted: PredictedAhead, reason: Reason) -> bool:
    """Keep what was predicted; where it moved, keep and announce the ranking.

    Returns False, and does nothing, where the plan was predicted by somebody else since.
    """
    kept = kept_prediction(tx, predicted.plan.diagnosis_id)
    if (kept.fingerprint if kept else None) != predicted.instead_of:
        return False
    keep_prediction(tx, predicted.plan)
    _announce_moved(tx, predicted.plan, reason, kept)
    return True


def _update(
    tx: ReadTx, diagnosis_id: int, changes: Changes, new: tuple[RankedPlace, ...], reason: Reason
) -> dict[str, Any]:
    ids = [one.recommendation_id for one in new]
    names = herb_names(tx, ids + [one.recommendation_id for one in changes.removed])
    added = [one.recommendation_id for one in changes.added]
    return {
        "added": [
            {
                "recommendation_id": one.recommendation_id,
                "herb_name": names[one.recommendation_id],
                "old_rank": None,
                "new_rank": one.rank,
                "old_score": None,
                "new_score": one.score,
            }
            for one in changes.added
        ],
        "removed": [
            {
                "recommendation_id": one.recommendation_id,
                "herb_name": names[one.recommendation_id],
                "old_rank": one.rank,
                "new_rank": None,
                "old_score": one.score,
                "new_score": None,
            }
            for one in changes.removed
        ],
        "changed": [
            {
                "recommendation_id": one.recommendation_id,
                "herb_name": names[one.recommendation_id],
                "old_rank": one.old_rank,
                "new_rank": one.new_rank,
                "old_score": one.old_score,
                "new_score": one.new_score,
            }
            for one in changes.changed
        ],
        "new_recommendations": ranking_entries(new, names),
        "new_evidence": live_evidence(tx, diagnosis_id, added),
        "changed_fields": _changed_fields(changes),
        "reason": reason,
    }


def ranking_entries(standings: tuple[RankedPlace, ...], names: _NAMES) -> list[dict[str, Any]]:
    """Return a ranking as events and the live snapshot carry it."""
    return [
        {
            "recommendation_id": one.recommendation_id,
            "herb_name": names[one.recommendation_id],
            "rank": one.rank,
            "score": one.score,
            "interval": [one.low, one.high],
            "confidence": one.confidence,
        }
        for one in standings
    ]


def herb_names(tx: ReadTx, recommendation_ids: list[int]) -> _NAMES:
    """Return the herb's names of recommendations, in both languages."""
    facts = recommendation_facts(tx, recommendation_ids)
    return {key: one.herb_name.both for key, one in facts.items()}


def _changed_fields(changes: Changes) -> list[str]:
    fields = []
    if changes.added or changes.removed:
        fields.append("plan")
    if any(one.old_rank != one.new_rank for one in changes.changed):
        fields.append("rank")
    if any(one.old_score != one.new_score for one in changes.changed):
        fields.append("score")
    return fields
