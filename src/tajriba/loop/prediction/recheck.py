"""Checking a patient's plans again after anything that the check depends on has changed."""

from tajriba.diagnoses.diagnosis_update import announce_changes
from tajriba.diagnoses.plan_writing import drop_unsafe
from tajriba.diagnoses.service import diagnoses_of
from tajriba.kit.database.transactions import WriteTx
from tajriba.loop.prediction.refresh import Reason, refresh_by_id


def recheck_patient(tx: WriteTx, patient_id: int, actor_id: int | None, reason: Reason) -> int:
    """Remove what is no longer safe from every plan of a patient, predict the plans again, and
    announce to all screens of the patient what changed.

    Returns how many diagnoses have, or had, a plan.
    """
    planned = drop_unsafe(tx, patient_id, actor_id)
    for diagnosis_id in planned:
        refresh_by_id(tx, diagnosis_id, reason)
    announce_changes(tx, diagnoses_of(tx, patient_id))
    return len(planned)
