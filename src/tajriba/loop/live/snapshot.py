"""The live snapshot of a diagnosis, which events keep up to date."""

from typing import Any

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import visible_diagnosis
from tajriba.diagnoses.diagnosis_update import announce_urgency
from tajriba.diagnoses.service import find_diagnosis
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.diagnoses.urgency.urgent_signs import urgency_facts
from tajriba.diagnoses.urgency.urgent_state import UrgentState
from tajriba.events.service import last_position, recent
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.i18n import Lang
from tajriba.loop.announcement.last_announced import live_evidence
from tajriba.loop.announcement.translation import word
from tajriba.loop.prediction.refresh import herb_names, ranking_entries, refresh
from tajriba.predictions.service.prediction_cache import last_ranking

RECENT_EVENTS = 20
HIDDEN = frozenset({"plan_changed", "session_ended", "care_ended"})
"""Types that control connections and are never shown."""


def live_snapshot(
    tx: WriteTx, principal: Principal, diagnosis_id: int, lang: Lang
) -> dict[str, Any]:
    """Return the snapshot as of now; a plan whose prediction is stale is predicted first."""
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    refresh(tx, found, "evidence")
    state = announce_urgency(tx, found)
    return _snapshot(tx, found.id, state, lang)


def _snapshot(tx: ReadTx, diagnosis_id: int, state: UrgentState, lang: Lang) -> dict[str, Any]:
    """Return position, evidence, ranking, urgency and the last 20 events of a diagnosis alone."""
    ranked = last_ranking(tx, diagnosis_id)
    standings = ranked.standings if ranked else ()
    shown = [one.recommendation_id for one in standings]
    facts = {
        "evidence": live_evidence(tx, diagnosis_id, sorted(shown)),
        "ranking": ranking_entries(standings, herb_names(tx, shown)),
        **urgency_facts(state),
    }
    return {
        "event_id": last_position(tx, [diagnosis_topic(diagnosis_id)]),
        **word("snapshot", facts, lang),
        "recent_events": _recent(tx, diagnosis_id, lang),
    }


def _recent(tx: ReadTx, diagnosis_id: int, lang: Lang) -> list[dict[str, Any]]:
    """Of the diagnosis' own alone: shared ones would come and go with the plan."""
    own = recent(tx, diagnosis_topic(diagnosis_id), 2 * RECENT_EVENTS, HIDDEN)
    return [
        {
            "type": event.type,
            "diagnosis_id": diagnosis_id,
            "event_id": event.position,
            "timestamp": iso(event.created_at),
            "data": word(event.type, event.data, lang),
        }
        for event in own
        if event.data.get("scope") != "recommendation"
    ][:RECENT_EVENTS]
