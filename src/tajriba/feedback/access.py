"""Who may read or change a report: the patient who made it."""

from tajriba.accounts.schemas import Principal
from tajriba.feedback.service import Stored, find
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import NotFound
from tajriba.patients.access import own_patient


def own_feedback(tx: ReadTx, principal: Principal, feedback_id: int) -> Stored:
    """Return a standing report of the person who asks; raises `NotFound` otherwise."""
    stored = find(tx, feedback_id)
    if stored.patient_id != own_patient(tx, principal):
        raise NotFound(of=("patient", stored.patient_id))
    return stored
