"""Storing and reading diagnoses, and reading plans as the contraindication check lets them be."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, func, select, update

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.diagnoses.access import OwnedDiagnosisId, VisibleDiagnosisId
from tajriba.diagnoses.errors import NotSelfReported
from tajriba.diagnoses.plans.stored_plans import stored_plans
from tajriba.diagnoses.safety.candidate_check import check_candidates, check_together
from tajriba.diagnoses.safety.contraindications import SafeCandidate, Verdict
from tajriba.diagnoses.schemas import Diagnosis, DiagnosisBody
from tajriba.diagnoses.tables import diagnosis, plan_item
from tajriba.kit.database.encrypted_columns import decrypt_text, encrypt_text
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx
from tajriba.kit.errors import NotFound, bad_field
from tajriba.knowledge.service import condition_name, find_condition
from tajriba.patients.access import VisiblePatientId, own_patient, visible_patient

_COLUMNS = [
    diagnosis.c[name]
    for name in (
        "id",
        "patient_id",
        "condition_id",
        "symptoms",
        "severity",
        "imbalance",
        "practitioner_id",
        "created_at",
        "seen_by_doctor_at",
        "arrangement",
    )
]


def create_diagnosis(tx: WriteTx, principal: Principal, body: DiagnosisBody) -> int:
    """Store a diagnosis and return its id. Raises `NotFound`, `Invalid`."""
    patient_id = _subject(tx, principal, body)
    symptoms = orjson.dumps(body.symptoms).decode()
    new = tx.add(
        diagnosis,
        patient_id=patient_id,
        condition_id=_condition(tx, body.condition),
        symptoms=encrypt_text(tx, diagnosis.c.symptoms, symptoms, patient_id, tx.now),
        severity=body.severity,
        imbalance=body.imbalance,
        practitioner_id=principal.user_id if principal.role == "practitioner" else None,
        origin="clinic",
        created_at=tx.now,
    )
    record(tx, Entry(principal.user_id, "diagnosis.create", "diagnosis", new))
    return new


def _subject(tx: ReadTx, principal: Principal, body: DiagnosisBody) -> VisiblePatientId:
    if body.patient_id is not None:
        return visible_patient(tx, principal, body.patient_id)
    if principal.role == "patient":
        return visible_patient(tx, principal, own_patient(tx, principal))
    raise bad_field("patient_id", "missing")


def _condition(tx: ReadTx, condition: int | str) -> int:
    if isinstance(condition, int):
        condition_name(tx, condition)
        return condition
    found = find_condition(tx, condition)
    if found is None:
        raise NotFound
    return found


def create_imported(tx: WriteTx, patient_id: int, condition_id: int) -> int:
    """Store the diagnosis of an imported record and return its id."""
    return tx.add(
        diagnosis,
        patient_id=patient_id,
        condition_id=condition_id,
        symptoms="[]",
        origin="import",
        created_at=tx.now,
    )


def find_imported(tx: ReadTx, patient_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """Return the first diagnosis of each patient and condition."""
    statement = select(
        diagnosis.c.patient_id, diagnosis.c.condition_id, func.min(diagnosis.c.id).label("id")
    ).where(diagnosis.c.patient_id.in_(patient_ids))
    rows = tx.all(statement.group_by(diagnosis.c.patient_id, diagnosis.c.condition_id))
    return {(row.patient_id, row.condition_id): row.id for row in rows}


_by_id = Prepared(lambda _: select(*_COLUMNS).where(diagnosis.c.id == bindparam("id")))


def find_diagnosis(tx: ReadTx, diagnosis_id: VisibleDiagnosisId | OwnedDiagnosisId) -> Diagnosis:
    """Return a diagnosis that was checked."""
    rows = tx.fetch(_by_id, id=diagnosis_id)
    if not rows:
        raise NotFound
    return _diagnosis(tx, rows[0])


_newest = Prepared(
    lambda _: (
        select(diagnosis.c.id)
        .where(diagnosis.c.patient_id == bindparam("patient_id"))
        .order_by(diagnosis.c.id.desc())
        .limit(bindparam("limit"))
    )
)


def newest_diagnoses(tx: ReadTx, patient_id: int, limit: int) -> list[int]:
    """Return the ids of a patient's diagnoses, newest first."""
    return [row[0] for row in tx.fetch(_newest, patient_id=patient_id, limit=limit)]


def diagnoses_by_id(tx: ReadTx, ids: Sequence[int]) -> dict[int, Diagnosis]:
    """Return diagnoses by id, for a use case that shows none of them."""
    rows = tx.all(select(*_COLUMNS).where(diagnosis.c.id.in_(ids)))
    return {row.id: _diagnosis(tx, row) for row in rows}


def diagnoses_of(tx: ReadTx, patient_id: int) -> list[Diagnosis]:
    """Return all diagnoses of a patient, for a use case that shows none of them."""
    rows = tx.all(select(*_COLUMNS).where(diagnosis.c.patient_id == patient_id))
    return [_diagnosis(tx, row) for row in rows]


def list_diagnoses(
    tx: ReadTx, patient_ids: Sequence[int], before: int | None, limit: int
) -> list[Diagnosis]:
    """Return the diagnoses of patients, newest first, with ids below `before`."""
    statement = select(*_COLUMNS).where(diagnosis.c.patient_id.in_(patient_ids))
    if before is not None:
        statement = statement.where(diagnosis.c.id < before)
    rows = tx.all(statement.order_by(diagnosis.c.id.desc()).limit(limit))
    return [_diagnosis(tx, row) for row in rows]


def _diagnosis(tx: ReadTx, row: Sequence[Any]) -> Diagnosis:
    id_, patient_id, condition_id, symptoms, severity, imbalance, finder, at, seen, how = row
    said = decrypt_text(tx, diagnosis.c.symptoms, symptoms, patient_id, at)
    return Diagnosis(
        id=id_,
        patient_id=patient_id,
        condition_id=condition_id,
        symptoms=tuple(orjson.loads(said)),
        severity=severity,
        imbalance=imbalance,
        practitioner_id=finder,
        created_at=at,
        seen_by_doctor_at=seen,
        arrangement=how,
    )


_plan = Prepared(
    lambda _: (
        select(plan_item.c.recommendation_id)
        .where(plan_item.c.diagnosis_id == bindparam("diagnosis_id"))
        .order_by(plan_item.c.position)
    )
)


def plan_of(tx: ReadTx, diagnosis_id: int) -> list[int]:
    """Return the recommendations of a plan in their written order."""
    return [row[0] for row in tx.fetch(_plan, diagnosis_id=diagnosis_id)]


def remedies_beside(tx: ReadTx, found: Diagnosis) -> list[int]:
    """Return the recommendations of the patient's other plans."""
    plans = stored_plans(tx, found.patient_id)
    return [one.recommendation_id for ours, one in plans if ours != found.id]


def check_for(tx: ReadTx, found: Diagnosis, recommendation_ids: Sequence[int]) -> list[Verdict]:
    """Return the gate's verdict on each recommendation, beside the patient's other plans."""
    return check_candidates(tx, found.patient_id, recommendation_ids, remedies_beside(tx, found))


def safe_plan(tx: ReadTx, found: Diagnosis) -> list[SafeCandidate]:
    """Return the plan as the gate lets it pass now, whatever was stored.

    Amounts are summed over all plans of the patient; what comes first in them goes before.
    """
    return safe_plans(tx, found.patient_id).get(found.id, [])


def safe_plans(tx: ReadTx, patient_id: int) -> dict[int, list[SafeCandidate]]:
    """Return the safe remedies of every plan of a patient that holds any remedy."""
    items = stored_plans(tx, patient_id)
    verdicts = check_together(tx, patient_id, [one for _, one in items])
    plans: dict[int, list[SafeCandidate]] = {ours: [] for ours, _ in items}
    for (ours, _), verdict in zip(items, verdicts, strict=True):
        if isinstance(verdict, SafeCandidate):
            plans[ours].append(verdict)
    return plans


def take_over(tx: WriteTx, principal: Principal, found: Diagnosis) -> None:
    """Make a self-reported diagnosis the practitioner's own, as if they had found it.

    Raises `NotSelfReported` where it is another practitioner's; one's own stays as it is.
    """
    if found.practitioner_id == principal.user_id:
        return
    if found.practitioner_id is not None:
        raise NotSelfReported
    statement = update(diagnosis).where(diagnosis.c.id == found.id)
    tx.run(statement.values(practitioner_id=principal.user_id))
    change = ({"practitioner_id": None}, {"practitioner_id": principal.user_id})
    record(tx, Entry(principal.user_id, "diagnosis.take_over", "diagnosis", found.id, *change))


def mark_seen(tx: WriteTx, principal: Principal, diagnosis_id: VisibleDiagnosisId) -> None:
    """Say that a doctor has seen the patient since the diagnosis' signs of danger."""
    statement = update(diagnosis).where(diagnosis.c.id == diagnosis_id)
    tx.run(statement.values(seen_by_doctor_at=tx.now))
    record(tx, Entry(principal.user_id, "diagnosis.seen_by_doctor", "diagnosis", diagnosis_id))


def planned_patients(tx: ReadTx, after: int, limit: int) -> list[int]:
    """Return the patients who have a standing plan, by id behind `after`."""
    statement = (
        select(diagnosis.c.patient_id)
        .join(plan_item, plan_item.c.diagnosis_id == diagnosis.c.id)
        .where(diagnosis.c.patient_id > after)
        .distinct()
    )
    rows = tx.all(statement.order_by(diagnosis.c.patient_id).limit(limit))
    return [row.patient_id for row in rows]
