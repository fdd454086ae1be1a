"""Announcing stored figures again; nobody can announce figures of their own."""

from typing import Any

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.diagnoses.access import visible_diagnosis
from tajriba.diagnoses.service import plan_of
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.events.service import NewEvent, append, last_position
from tajriba.evidence.accounting.ledger import Ledger
from tajriba.evidence.service import own_evidence
from tajriba.feedback.service import find
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import NotFound
from tajriba.loop.announcement.announcement import announce_own, last_told
from tajriba.loop.prediction.refresh import herb_names, ranking_entries, refresh_by_id
from tajriba.loop.report_events import feedback_update
from tajriba.loop.schemas import Rebroadcast
from tajriba.predictions.service.prediction_cache import Ranking, last_ranking


def rebroadcast_effectiveness(
    tx: WriteTx, principal: Principal, diagnosis_id: int, recommendation_id: int
) -> Rebroadcast:
    """Tell a diagnosis again how effective a recommendation is: from its own reports, and what
    was published where that was told."""
    _require_target(tx, principal, diagnosis_id, recommendation_id)
    announce_own(tx, recommendation_id, diagnosis_id)
    shared = last_told(tx, 0, recommendation_id)
    if shared is not None:
        append(tx, [NewEvent(diagnosis_topic(diagnosis_id), "effectiveness_update", shared)])
    return _done(tx, principal, diagnosis_id, "effectiveness")


def rebroadcast_ranking(
    tx: WriteTx, principal: Principal, diagnosis_id: int, recommendation_id: int
) -> Rebroadcast:
    """Tell a diagnosis its ranking again; a stale one is predicted first, which may tell it."""
    _require_target(tx, principal, diagnosis_id, recommendation_id)
    before = last_ranking(tx, diagnosis_id)
    refresh_by_id(tx, diagnosis_id, "evidence")
    ranked = last_ranking(tx, diagnosis_id)
    if ranked is not None and ranked == before:
        append(tx, [_unmoved(tx, diagnosis_id, ranked)])
    return _done(tx, principal, diagnosis_id, "recommendation")


def _unmoved(tx: ReadTx, diagnosis_id: int, ranked: Ranking) -> NewEvent:
    names = herb_names(tx, [one.recommendation_id for one in ranked.standings])
    data: dict[str, Any] = {
        "added": [],
        "removed": [],
        "changed": [],
        "new_recommendations": ranking_entries(ranked.standings, names),
        "new_evidence": [],
        "changed_fields": [],
        "reason": "again",
    }
    return NewEvent(diagnosis_topic(diagnosis_id), "recommendation_update", data)


def rebroadcast_feedback(tx: WriteTx, principal: Principal, feedback_id: int) -> Rebroadcast:
    """Tell a diagnosis again of a standing report, with its own figures as they are now."""
    stored = find(tx, feedback_id)
    _require_diagnosis(tx, principal, stored.diagnosis_id)
    append(tx, [feedback_update(tx, Ledger(tx), stored)])
    return _done(tx, principal, stored.diagnosis_id, "feedback")


def _require_target(
    tx: ReadTx, principal: Principal, diagnosis_id: int, recommendation_id: int
) -> None:
    _require_diagnosis(tx, principal, diagnosis_id)
    if recommendation_id in plan_of(tx, diagnosis_id):
        return
    own = own_evidence(tx, diagnosis_id).get(recommendation_id)
    if own is None or not own.course.total:
        raise NotFound


def _require_diagnosis(tx: ReadTx, principal: Principal, diagnosis_id: int) -> None:
    visible_diagnosis(tx, principal, diagnosis_id)


def _done(tx: WriteTx, principal: Principal, diagnosis_id: int, what: str) -> Rebroadcast:
    record(tx, Entry(principal.user_id, f"broadcast.{what}", "diagnosis", diagnosis_id))
    return Rebroadcast(
        diagnosis_id=diagnosis_id, event_id=last_position(tx, [diagnosis_topic(diagnosis_id)])
    )
