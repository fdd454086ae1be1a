"""Who may see or report on a diagnosis. Only this module makes the ids that prove the check."""

from typing import Any, NewType

from sqlalchemy import and_, bindparam, select

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.tables import diagnosis, plan_item
from tajriba.kit.database.transactions import Prepared, ReadTx
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
_course = Prepared(
    lambda _: (
        select(diagnosis.c.patient_id, plan_item.c.position)
        .outerjoin(
            plan_item,
            and_(
                plan_item.c.diagnosis_id == diagnosis.c.id,
                plan_item.c.recommendation_id == bindparam("recommendation_id"),
            ),
        )
        .where(diagnosis.c.id == bindparam("diagnosis_id"))
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


def owned_diagnosis(
    tx: ReadTx, patient_id: OwnPatientId, diagnosis_id: int, recommendation_id: int
) -> tuple[OwnedDiagnosisId, PlannedRecommendationId | None]:
    """Return a diagnosis' id, and the recommendation's where its plan holds it, else None.

    Raises `NotFound` where the diagnosis is not this patient's.
    """
    rows = tx.fetch(_course, diagnosis_id=diagnosis_id, recommendation_id=recommendation_id)
    if not rows:
        raise NotFound
    if rows[0][0] != patient_id:
        raise NotFound(of=("patient", rows[0][0]))
    planned = None if rows[0][1] is None else PlannedRecommendationId(recommendation_id)
    return OwnedDiagnosisId(diagnosis_id), planned
