"""Announcing what changed of what a diagnosis shows, to the screens that have it open.

What was announced last is stored, as codes and digests, and compared: so whatever changes it,
a write or the passing of time, is announced by whoever looks next. Remedies that join or leave
a plan are announced by the ranking.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, select, update

from tajriba.diagnoses.safety.contraindications import SafeCandidate
from tajriba.diagnoses.schemas import Diagnosis, PlanItemView
from tajriba.diagnoses.service import safe_plans
from tajriba.diagnoses.tables import diagnosis
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.diagnoses.urgency.urgent_signs import urgency_facts
from tajriba.diagnoses.urgency.urgent_state import UrgentState, urgent_state
from tajriba.diagnoses.views import plan_views
from tajriba.events.service import NewEvent, append
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx
from tajriba.kit.i18n import LANGS

Announced = dict[str, Any]
"""Signs of danger with their urgency, whether the plan is paused, and of each remedy of the plan,
in its order, a digest of what is said of it; and how its remedies relate."""
_NOTHING: Announced = {"urgent": [], "withheld": False, "plan": [], "arrangement": "together"}
_announced = Prepared(
    lambda _: select(diagnosis.c.announced).where(diagnosis.c.id == bindparam("id"))
)


def announce_changes(tx: WriteTx, found: Sequence[Diagnosis]) -> None:
    """Announce to the screens of each diagnosis what changed since it was announced last."""
    for patient_id in {one.patient_id for one in found}:
        plans = safe_plans(tx, patient_id)
        for one in (each for each in found if each.patient_id == patient_id):
            state = urgent_state(tx, one)
            now = _urgency(state) | _plan(tx, one, plans.get(one.id, []))
            _announce(tx, one.id, state, _last(tx, one.id), now)


def announce_urgency(tx: WriteTx, found: Diagnosis) -> UrgentState:
    """Announce alone how urgent a diagnosis is, where that changed, and return it.

    For those who only look, since checking a plan takes longer than all else of a snapshot.
    """
    state = urgent_state(tx, found)
    before = _last(tx, found.id)
    _announce(tx, found.id, state, before, before | _urgency(state))
    return state


def announce_practitioner(tx: WriteTx, found: Diagnosis) -> None:
    """Announce that another answers for a diagnosis and its plan."""
    facts = urgency_facts(urgent_state(tx, found))
    data = {**facts, "changed_fields": ["practitioner"]}
    append(tx, [NewEvent(diagnosis_topic(found.id), "diagnosis_update", data)])


def announced_from(tx: WriteTx, new: Diagnosis) -> None:
    """Let a new diagnosis, which nobody has seen, count as announced as it is."""
    _store(tx, new.id, _NOTHING | _urgency(urgent_state(tx, new)))


def _announce(
    tx: WriteTx, diagnosis_id: int, state: UrgentState, before: Announced, now: Announced
) -> None:
    if changed := changed_fields(before, now):
        data = {**urgency_facts(state), "changed_fields": changed}
        append(tx, [NewEvent(diagnosis_topic(diagnosis_id), "diagnosis_update", data)])
    if before != now:
        _store(tx, diagnosis_id, now)


def changed_fields(before: Announced, now: Announced) -> list[str]:
    """Return what differs of a diagnosis; of its plan what is said of the remedies that stay, their
    order, and how they relate."""
    changed = [field for field in ("urgent", "withheld") if before[field] != now[field]]
    stay = {ref for ref, _ in before["plan"]} & {ref for ref, _ in now["plan"]}
    said = [[pair for pair in one["plan"] if pair[0] in stay] for one in (before, now)]
    otherwise = bool(stay) and before["arrangement"] != now["arrangement"]
    return [*changed, "plan"] if otherwise or said[0] != said[1] else changed


def _last(tx: ReadTx, diagnosis_id: int) -> Announced:
    stored = tx.fetch(_announced, id=diagnosis_id)[0][0]
    return _NOTHING | orjson.loads(stored) if stored else _NOTHING


def _urgency(state: UrgentState) -> Announced:
    return {
        "urgent": [list(pair) for pair in state.signs.items()],
        "withheld": state.withheld,
    }


def _plan(tx: ReadTx, found: Diagnosis, plan: Sequence[SafeCandidate]) -> Announced:
    views = zip(*(plan_views(tx, found, plan, lang) for lang in LANGS), strict=True)
    said = [[both[0].recommendation_id, _digest(both)] for both in views]
    return {"plan": said, "arrangement": found.arrangement}


def _digest(both: Sequence[PlanItemView]) -> str:
    said = [one.model_copy(update={"cautions": sorted(one.cautions)}).model_dump() for one in both]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()[:16]


def _store(tx: WriteTx, diagnosis_id: int, now: Announced) -> None:
    text = orjson.dumps(now).decode()
    tx.run(update(diagnosis).where(diagnosis.c.id == diagnosis_id).values(announced=text))
