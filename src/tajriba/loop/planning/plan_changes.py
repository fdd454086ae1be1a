"""Setting a plan and changing a patient's record, with the safety check and the new prediction."""

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import visible_diagnosis
from tajriba.diagnoses.diagnosis_update import announce_changes
from tajriba.diagnoses.plan_writing import set_plan
from tajriba.diagnoses.schemas import DiagnosisView, PlanBody
from tajriba.diagnoses.service import (
    diagnoses_of,
    find_diagnosis,
    planned_patients,
)
from tajriba.diagnoses.urgency.safety_alerts import alert_of_record, urgent_before
from tajriba.diagnoses.views import diagnosis_view
from tajriba.kit.database.transactions import Database, WriteTx
from tajriba.kit.i18n import Lang
from tajriba.knowledge.catalogue.catalogue import Catalogue
from tajriba.knowledge.loading import is_checked, load_knowledge, mark_checked
from tajriba.loop.prediction.recheck import recheck_patient
from tajriba.loop.prediction.refresh import refresh
from tajriba.patients.access import visible_patient
from tajriba.patients.mizaj.questionnaire import assess
from tajriba.patients.mizaj.questionnaire_views import mizaj_view
from tajriba.patients.mizaj.schemas import MizajView
from tajriba.patients.schemas import PatientPatch, PatientView
from tajriba.patients.service import update_record, view_of

_PATIENTS_AT_ONCE = 200


def write_plan(
    tx: WriteTx, principal: Principal, diagnosis_id: int, body: PlanBody, lang: Lang
) -> DiagnosisView:
    """Replace a plan, predict it, and tell its screens."""
    visible = visible_diagnosis(tx, principal, diagnosis_id)
    set_plan(tx, principal, find_diagnosis(tx, visible), body)
    found = find_diagnosis(tx, visible)
    refresh(tx, found, "plan")
    announce_changes(tx, diagnoses_of(tx, found.patient_id))
    return diagnosis_view(tx, found, lang)


def change_record(
    tx: WriteTx, principal: Principal, patient_id: int, patch: PatientPatch
) -> PatientView:
    """Change a patient's record; what it makes unsafe leaves every standing plan at once, and
    the plans are predicted anew. What it makes urgent is told to those who care."""
    visible = visible_patient(tx, principal, patient_id)
    complaints = diagnoses_of(tx, visible)
    before = urgent_before(tx, complaints)
    record = update_record(tx, principal, visible, patch)
    alert_of_record(tx, principal, complaints, before)
    recheck_patient(tx, record.id, principal.user_id, "record")
    return view_of(record)


def assess_mizaj(
    tx: WriteTx, principal: Principal, patient_id: int, answers: list[int], lang: Lang
) -> MizajView:
    """Make what the questionnaire's answers say the mizaj of a patient's record."""
    found = assess(answers)
    patient = change_record(tx, principal, patient_id, PatientPatch(mizaj=found.mizaj))
    return mizaj_view(found, patient, lang)


def load_and_recheck(database: Database, catalogue: Catalogue) -> bool:
    """Load the shipped knowledge; where it changed, re-check every standing plan. Returns whether
    it did.

    Every read runs the contraindication check, too, so nothing unsafe shows meanwhile. A re-check
    that is interrupted begins again at the next start.
    """
    changed = database.write_now(load_knowledge, catalogue)
    recheck_plans(database)
    return changed


def recheck_plans(database: Database) -> int:
    """Check every standing plan against the loaded knowledge, once for what was loaded.

    Returns how many diagnoses have, or had, a plan; 0 where all were checked before.
    """
    if database.read_now(is_checked):
        return 0
    after = checked = 0
    while patients := database.read_now(planned_patients, after, _PATIENTS_AT_ONCE):
        checked += database.write_now(_recheck, patients)
        after = patients[-1]
    database.write_now(mark_checked)
    return checked


def _recheck(tx: WriteTx, patient_ids: list[int]) -> int:
    return sum(recheck_patient(tx, one, None, "knowledge") for one in patient_ids)
