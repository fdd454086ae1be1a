"""A report that tells of danger: its remedy leaves the plan at once, and who cares is alerted."""

from typing import Final

from tajriba.diagnoses.access import VisibleDiagnosisId
from tajriba.diagnoses.safety.safety_holds import Reported, hold
from tajriba.diagnoses.service import find_diagnosis
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.diagnoses.urgency.safety_alerts import Danger, raise_alert
from tajriba.diagnoses.urgency.urgent_signs import urgent_facts
from tajriba.diagnoses.urgency.urgent_state import RECORD_FACTS, facts_of, urgent_state
from tajriba.events.service import NewEvent, append
from tajriba.feedback.answers import Answers
from tajriba.feedback.service import Stored
from tajriba.kit.clock import date_of
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.vocabulary.terms import (
    findings_in,
    judge,
    judge_of_anybody,
    side_effects_in,
)
from tajriba.loop.prediction.recheck import recheck_patient
from tajriba.patients.service import patient_record

_ALLERGIC: Final = frozenset({
    "anaphylaxis", "allergic_reaction", "throat_swelling", "tongue_swelling", "lip_swelling",
    "face_swelling", "hives", "rash", "itching", "contact_dermatitis", "blisters", "skin_peeling",
    "severe_skin_reaction",
})  # fmt: skip
"""Side effects that may be worse the next time."""


def signs_of_danger(tx: ReadTx, report: Stored) -> tuple[str, ...]:
    """Return the signs in a report's comment and side effects that want a doctor now, of who the
    patient is by the record: age, pregnancy, conditions."""
    findings = findings_in(texts_of(report.answers))
    if "now" not in judge_of_anybody(findings, RECORD_FACTS).values():
        return ()
    facts = facts_of(patient_record(tx, report.patient_id), date_of(tx.now))
    return tuple(code for code, urgency in judge(findings, facts).items() if urgency == "now")


def texts_of(answers: Answers) -> list[str]:
    """Return all that a report says in words."""
    said = [one.name for one in answers.side_effects]
    return [*said, answers.comment] if answers.comment else said


def severe_effects(report: Stored) -> tuple[str, ...]:
    """Return the side effects that are severe by the patient's own word."""
    return tuple(one.name for one in report.answers.side_effects if one.severity == "severe")


def tell_of_severe_effects(tx: WriteTx, actor_id: int, stored: Stored) -> None:
    """Alert those who care for the patient to severe side effects that are no known danger.

    One that may be an allergy, wants a doctor soon, or has words that are not understood counts as
    the worst that it could be: its remedy is held back until one of them has reviewed it.
    """
    if any(map(_may_be_dangerous, severe_effects(stored))):
        take_out_and_tell(tx, actor_id, stored, ())
    else:
        raise_alert(tx, _danger(stored, ()))


def _may_be_dangerous(effect: str) -> bool:
    if any(term is None or term.code in _ALLERGIC for _, term in side_effects_in(effect)):
        return True
    return bool(judge(findings_in([effect]), ()))


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
