"""The open alerts of the patients in one's care: what told of danger, for who looks at it."""

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.errors import ReviewFirst
from tajriba.diagnoses.safety.safety_holds import open_holds_of
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.service import diagnoses_by_id
from tajriba.diagnoses.topics import practice_topic
from tajriba.diagnoses.urgency.safety_alerts import (
    Alert,
    acknowledge,
    find_alert,
    open_alerts_of,
)
from tajriba.diagnoses.urgency.urgent_signs import urgent_signs
from tajriba.diagnoses.urgency.urgent_state import UrgentState
from tajriba.events.service import last_position
from tajriba.feedback.service import Stored, find_any
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import NotFound
from tajriba.kit.i18n import Lang
from tajriba.knowledge.service import condition_name, herb_name_of
from tajriba.loop.practice.schemas import PracticeView, SafetyAlertView
from tajriba.patients.access import note_read, patients_in_care, visible_patient
from tajriba.patients.service import patient_record

Place = tuple[int, int | None]
"""A diagnosis, and a remedy of it."""


def practice_view(tx: ReadTx, principal: Principal, lang: Lang) -> PracticeView:
    """Return the open alerts, the newest first, and the position of the log that they are of."""
    found = open_alerts_of(tx, patients_in_care(tx, principal))
    patients = {one.danger.patient_id for one in found}
    note_read(principal, patients)
    return PracticeView(
        event_id=last_position(tx, [practice_topic(principal.user_id)]),
        alerts=_views(tx, found, sorted(patients), lang),
    )


def _views(
    tx: ReadTx, found: list[Alert], patients: list[int], lang: Lang
) -> list[SafetyAlertView]:
    names = {one: patient_record(tx, one).full_name for one in patients}
    diagnoses = diagnoses_by_id(tx, [one.danger.diagnosis_id for one in found])
    ids = [one.danger.feedback_id for one in found if one.danger.feedback_id is not None]
    reports = {one.id: one for one in find_any(tx, ids)}
    held = _held(tx, patients)
    return [
        _view(
            tx,
            one,
            names[one.danger.patient_id],
            diagnoses[one.danger.diagnosis_id],
            reports.get(one.danger.feedback_id or 0),
            held,
            lang,
        )
        for one in found
    ]


def _held(tx: ReadTx, patients: list[int]) -> set[Place]:
    return {(one.diagnosis_id, one.recommendation_id) for one in open_holds_of(tx, patients)}


def _view(
    tx: ReadTx,
    alert: Alert,
    full_name: str,
    found: Diagnosis,
    report: Stored | None,
    held: set[Place],
    lang: Lang,
) -> SafetyAlertView:
    danger = alert.danger
    ref = danger.recommendation_id
    return SafetyAlertView(
        id=alert.id,
        patient_id=danger.patient_id,
        full_name=full_name,
        diagnosis_id=danger.diagnosis_id,
        condition_name=condition_name(tx, found.condition_id).in_(lang),
        recommendation_id=ref,
        herb_name=None if ref is None else herb_name_of(tx, ref).in_(lang),
        held=(danger.diagnosis_id, ref) in held,
        signs=urgent_signs(UrgentState(dict.fromkeys(danger.codes, "now"), True), lang),
        report=report.view() if report else None,
        raised_at=iso(alert.created_at),
    )


def acknowledge_report(tx: WriteTx, principal: Principal, report: Stored) -> None:
    """Acknowledge the alerts of a report that was answered; a held remedy still wants a review."""
    held = _held(tx, [report.patient_id])
    for alert in open_alerts_of(tx, [report.patient_id]):
        place = alert.danger.diagnosis_id, alert.danger.recommendation_id
        if alert.danger.feedback_id == report.id and place not in held:
            acknowledge(tx, principal.user_id, alert)


def acknowledge_alert(tx: WriteTx, principal: Principal, alert_id: int, lang: Lang) -> PracticeView:
    """Acknowledge an alert for all who care for the patient, and return those that are left.

    Raises `NotFound` for what is not open or not of a patient in one's care, and `ReviewFirst`
    where a remedy waits for a review, which acknowledges it.
    """
    alert = find_alert(tx, alert_id)
    if alert is None:
        raise NotFound
    visible_patient(tx, principal, alert.danger.patient_id)
    place = alert.danger.diagnosis_id, alert.danger.recommendation_id
    if place in _held(tx, [alert.danger.patient_id]):
        raise ReviewFirst
    acknowledge(tx, principal.user_id, alert)
    return practice_view(tx, principal, lang)
