"""Ending care: a remedy that only its author's patients may have leaves their plans with it."""

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.urgency.safety_alerts import end_alerts
from tajriba.kit.database.transactions import WriteTx
from tajriba.loop.prediction.recheck import recheck_patient
from tajriba.patients.care.schemas import CareView
from tajriba.patients.care.service import end


def end_care(tx: WriteTx, principal: Principal, care_id: int) -> CareView:
    """End an invitation or care at once; raises `NotFound`, `CareEnded`."""
    ended = end(tx, principal, care_id)
    if ended.patient_id is not None:
        end_alerts(tx, ended.care.practitioner_id, ended.patient_id)
        recheck_patient(tx, ended.patient_id, principal.user_id, "care")
    return ended.care
