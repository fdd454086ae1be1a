"""A report that tells of danger: its remedy leaves the plan at once, and who cares is alerted."""

from tajriba.diagnoses.access import VisibleDiagnosisId
from tajriba.diagnoses.safety.safety_holds import Reported, hold
from tajriba.diagnoses.service import find_diagnosis
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.diagnoses.urgency.safety_alerts import Danger, raise_alert
from tajriba.diagnoses.urgency.urgent_signs import urgent_facts
from tajriba.diagnoses.urgency.urgent_state import RECORD_FACTS, facts_of, urgent_state
from tajriba.events.service import NewEvent, append
from tajriba.feedback.service import Stored
from tajriba.kit.clock import date_of
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.vocabulary.terms import findings_in, judge, judge_of_anybody
from tajriba.loop.prediction.recheck import recheck_patient
from tajriba.loop.submission.harm import Harm, texts_of
from tajriba.patients.service import patient_record


def signs_of_danger(tx: ReadTx, report: Stored) -> tuple[str, ...]:
    """Return the signs in a report's comment and side effects that want a doctor now, of who the
    patient is by the record: age, pregnancy, conditions."""
    findings = findings_in(texts_of(report.answers))
    if "now" not in judge_of_anybody(findings, RECORD_FACTS).values():
        return ()
    facts = facts_of(patient_record(tx, report.patient_id), date_of(tx.now))
    return tuple(code for code, urgency in judge(findings, facts).items() if urgency == "now")


def tell_of_harm(tx: WriteTx, actor_id: int, stored: Stored, harm: Harm) -> None:
    """Alert those who care for the patient to what a report tells of harm; where it may be the
    beginning of worse, the remedy is held back until one of them has reviewed it."""
    if harm.holds:
        take_out_and_tell(tx, actor_id, stored, ())
    else:
        raise_alert(tx, _danger(stored, ()))


def _danger(stored: Stored, codes: tuple[str, ...]) -> Danger:
    return Danger(
        stored.patient_id, stored.diagnosis_id, codes, stored.recommendation_id, stored.id
    )


def take_out_and_tell(tx: WriteTx, actor_id: int, stored: Stored, codes: tuple[str, ...]) -> None:
    """Hold a remedy back from the patient, whose plans lose it at once, and tell the screens.

    `codes` are signs of danger, none where nobody knows what a severe side effect is.
    """
    ref, diagnosis_id = stored.recommendation_id, stored.diagnosis_id
    hold(tx, Reported(stored.id, stored.patient_id, diagnosis_id, ref), codes)
    recheck_patient(tx, stored.patient_id, actor_id, "safety")
    found = find_diagnosis(tx, VisibleDiagnosisId(diagnosis_id))
    alert = raise_alert(tx, _danger(stored, codes))
    data = {**alert, "urgent": urgent_facts(urgent_state(tx, found).signs)}
    append(tx, [NewEvent(diagnosis_topic(diagnosis_id), "safety_alert", data)])
