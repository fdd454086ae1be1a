"""Setting a plan, and taking out of standing plans what the contraindication check excludes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.diagnoses.errors import DoctorFirst, PlanNotYours
from tajriba.diagnoses.plans.arrangement import Arrangement, started
from tajriba.diagnoses.plans.courses import courses_of
from tajriba.diagnoses.plans.stored_plans import Planned, planned_remedies
from tajriba.diagnoses.safety.candidate_check import check_together
from tajriba.diagnoses.safety.contraindications import Excluded, SafeCandidate
from tajriba.diagnoses.schemas import Diagnosis, PlanBody
from tajriba.diagnoses.service import diagnoses_by_id, remedies_beside, safe_plans
from tajriba.diagnoses.tables import diagnosis, plan_item
from tajriba.diagnoses.topics import diagnosis_topic, topics_of
from tajriba.diagnoses.urgency.urgent_state import urgent_state
from tajriba.events.service import NewEvent, append
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import FieldProblem, Invalid, NotFound, bad_field
from tajriba.knowledge.service import recommendation_facts


def set_plan(tx: WriteTx, principal: Principal, found: Diagnosis, body: PlanBody) -> None:
    """Replace a plan. Raises `PlanNotYours`, `DoctorFirst`, `NotFound`, and `Invalid` for a remedy
    that is given twice, is for another condition, or is not safe for this patient, or so long."""
    if principal.role == "patient" and found.practitioner_id is not None:
        raise PlanNotYours
    if body.recommendation_ids and urgent_state(tx, found).withheld:
        raise DoctorFirst
    _refuse_repeats(body.recommendation_ids)
    wanted = _with_days(body)
    safe = {one.recommendation_id for one in _admitted(tx, found, wanted)}
    kept = [one for one in wanted if one.recommendation_id in safe]
    _store_plan(tx, principal.user_id, found, body.arrangement, kept)


def _refuse_repeats(ids: list[int]) -> None:
    repeats = [index for index, one in enumerate(ids) if one in ids[:index]]
    if repeats:
        raise Invalid([_problem(index, "repeated") for index in repeats])


def _with_days(body: PlanBody) -> list[Planned]:
    ids = body.recommendation_ids
    days = body.duration_days or [None] * len(ids)
    if len(days) != len(ids):
        raise bad_field("duration_days", "days_differ", count=len(ids))
    return [Planned(one, most) for one, most in zip(ids, days, strict=True)]


def _problem(index: int, code: str) -> FieldProblem:
    return FieldProblem(["body", "recommendation_ids", index], code)


def _admitted(tx: ReadTx, found: Diagnosis, wanted: list[Planned]) -> list[SafeCandidate]:
    ids = [one.recommendation_id for one in wanted]
    facts = recommendation_facts(tx, ids)
    if len(facts) < len(ids):
        raise NotFound
    elsewhere = [i for i, one in enumerate(ids) if facts[one].condition_id != found.condition_id]
    if elsewhere:
        raise Invalid([_problem(index, "other_condition") for index in elsewhere])
    beside = [Planned(one) for one in remedies_beside(tx, found)]
    verdicts = check_together(tx, found.patient_id, [*beside, *wanted])[len(beside) :]
    unsafe = [
        _refusal(index, wanted[index], verdict)
        for index, verdict in enumerate(verdicts)
        if isinstance(verdict, Excluded)
    ]
    if unsafe:
        raise Invalid(unsafe)
    return [one for one in verdicts if isinstance(one, SafeCandidate)]


def _refusal(index: int, wanted: Planned, verdict: Excluded) -> FieldProblem:
    reason = verdict.reasons[0]
    if reason.code == "days_above" and wanted.duration_days is not None:
        where: list[str | int] = ["body", "duration_days", index]
        return FieldProblem(where, "days_above_maximum", max=int(reason.what))
    return _problem(index, f"contraindicated_{reason.code}")


def _store_plan(
    tx: WriteTx,
    actor_id: int | None,
    found: Diagnosis,
    arrangement: Arrangement,
    plan: Sequence[Planned],
) -> None:
    before, courses = planned_remedies(tx, found.id), courses_of(tx, found.id, found.arrangement)
    ids = [one.recommendation_id for one in plan]
    since = started(arrangement, (found.arrangement, courses), ids, tx.now)
    tx.run(delete(plan_item).where(plan_item.c.diagnosis_id == found.id))
    tx.add_all(
        plan_item,
        [
            one._asdict() | {"diagnosis_id": found.id, "position": position, "added_at": at}
            for position, (one, at) in enumerate(zip(plan, since, strict=True))
        ],
    )
    statement = update(diagnosis).where(diagnosis.c.id == found.id)
    tx.run(statement.values(arrangement=arrangement))
    change = (_said(found.arrangement, before), _said(arrangement, plan))
    record(tx, Entry(actor_id, "plan.set", "diagnosis", found.id, *change))
    topics = topics_of(found.id, ids)
    append(tx, [NewEvent(diagnosis_topic(found.id), "plan_changed", {"topics": topics})])


def _said(arrangement: Arrangement, plan: Sequence[Planned]) -> dict[str, Any]:
    return {
        "plan": [one.recommendation_id for one in plan],
        "arrangement": arrangement,
        "duration_days": [one.duration_days for one in plan],
    }


def drop_unsafe(tx: WriteTx, patient_id: int, actor_id: int | None) -> list[int]:
    """Re-check a patient's standing plans; remove what is no longer safe.

    Returns the patient's diagnoses that have, or had, a plan.
    """
    safe = safe_plans(tx, patient_id)
    for diagnosis_id, verdicts in safe.items():
        passed = {one.recommendation_id for one in verdicts}
        plan = planned_remedies(tx, diagnosis_id)
        kept = [one for one in plan if one.recommendation_id in passed]
        if kept != plan:
            found = diagnoses_by_id(tx, [diagnosis_id])[diagnosis_id]
            _store_plan(tx, actor_id, found, found.arrangement, kept)
    return list(safe)
