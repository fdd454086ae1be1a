"""Who may see or report on a diagnosis. Nothing else makes the ids that say it was checked."""

from typing import Any, NewType

from sqlalchemy import bindparam, select

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.models import diagnosis, plan_item
from tajriba.kit.db import Prepared, ReadTx
from tajriba.kit.errors import NotFound
from tajriba.patients.access import OwnPatientId, visible_patient

VisibleDiagnosisId = NewType("VisibleDiagnosisId", int)
"""A diagnosis that the person who asks may see: their own, or that of a patient in their care."""

OwnedDiagnosisId = NewType("OwnedDiagnosisId", int)
"""A diagnosis of the patient who asks: only they report on it."""

PlannedRecommendationId = NewType("PlannedRecommendationId", int)
"""A recommendation of the present plan of a diagnosis that was checked with it."""

_patient = Prepared(
    lambda _: select(diagnosis.c.patient_id).where(diagnosis.c.id == bindparam("diagnosis_id"))
)
_planned = Prepared(
    lambda _: select(plan_item.c.position).where(
        plan_item.c.diagnosis_id == bindparam("diagnosis_id"),
        plan_item.c.recommendation_id == bindparam("recommendation_id"),
    )
)


def patient_of(tx: ReadTx, diagnosis_id: int) -> int:
    """Return whose diagnosis it is; raises `NotFound`."""
    rows: list[Any] = tx.fetch(_patient, diagnosis_id=diagnosis_id)
    if not rows:
        raise NotFound
    return int(rows[0][0])


def visible_diagnosis(tx: ReadTx, principal: Principal, diagnosis_id: int) -> VisibleDiagnosisId:
    """Return a diagnosis' id where this person may see it; raises `NotFound` otherwise."""
    visible_patient(tx, principal, patient_of(tx, diagnosis_id))
    return VisibleDiagnosisId(diagnosis_id)


def owned_diagnosis(tx: ReadTx, patient_id: OwnPatientId, diagnosis_id: int) -> OwnedDiagnosisId:
    """Return a diagnosis' id where it is this patient's; raises `NotFound` otherwise."""
    if patient_of(tx, diagnosis_id) != patient_id:
        raise NotFound
    return OwnedDiagnosisId(diagnosis_id)


def planned(
    tx: ReadTx, diagnosis_id: OwnedDiagnosisId | VisibleDiagnosisId, recommendation_id: int
) -> PlannedRecommendationId | None:
    """Return a recommendation's id where the diagnosis' plan holds it, else None."""
    rows = tx.fetch(_planned, diagnosis_id=diagnosis_id, recommendation_id=recommendation_id)
    return PlannedRecommendationId(recommendation_id) if rows else None
