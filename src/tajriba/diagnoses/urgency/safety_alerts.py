"""Alerts of danger for those who care for a patient.

An alert is written with the report or the diagnosis that tells of the danger, is told to every
open screen of each caring practitioner, and stands until one of them has acknowledged it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, select, update

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.diagnoses.schemas import Diagnosis
from tajriba.diagnoses.tables import safety_alert
from tajriba.diagnoses.topics import practice_topic
from tajriba.diagnoses.urgency.urgent_signs import urgent_facts
from tajriba.diagnoses.urgency.urgent_state import UrgentState, urgent_state
from tajriba.events.service import NewEvent, append
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.service import herb_name_of
from tajriba.patients.access import practitioners_of


class Danger(NamedTuple):
    """What is told of danger: of whom, under which diagnosis, and the signs by code.

    Of a complaint alone there is neither report nor recommendation; a side effect may be severe
    without any known sign.
    """

    patient_id: int
    diagnosis_id: int
    codes: tuple[str, ...]
    recommendation_id: int | None = None
    feedback_id: int | None = None


class Alert(NamedTuple):
    """An alert that nobody has acknowledged yet."""

    id: int
    danger: Danger
    created_at: int


def raise_alert(tx: WriteTx, danger: Danger) -> dict[str, Any]:
    """Store an alert, tell the practitioners of the patient, and return what they are told."""
    row = {**danger._asdict(), "codes": orjson.dumps(danger.codes).decode()}
    alert_id = tx.add(safety_alert, **row, created_at=tx.now)
    ref = danger.recommendation_id
    data = {
        "patient_id": danger.patient_id,
        "alert_id": alert_id,
        "diagnosis_id": danger.diagnosis_id,
        "recommendation_id": ref,
        "herb_name": None if ref is None else herb_name_of(tx, ref).both,
        "feedback_id": danger.feedback_id,
        "urgent": urgent_facts(dict.fromkeys(danger.codes, "now")),
    }
    told = practitioners_of(tx, danger.patient_id)
    append(tx, [NewEvent(practice_topic(one), "safety_alert", data) for one in told])
    return data


def alert_of_complaint(tx: WriteTx, principal: Principal, new: Diagnosis) -> None:
    """Alert those who care for a patient whose own complaint wants a doctor now."""
    if principal.role != "patient":
        return
    codes = tuple(_wanting_now(urgent_state(tx, new)))
    if codes:
        raise_alert(tx, Danger(new.patient_id, new.id, codes))


def urgent_before(tx: ReadTx, found: Iterable[Diagnosis]) -> dict[int, frozenset[str]]:
    """Return by diagnosis the signs that want a doctor now, for `alert_of_record`."""
    return {one.id: frozenset(_wanting_now(urgent_state(tx, one))) for one in found}


def alert_of_record(
    tx: WriteTx, principal: Principal, found: Iterable[Diagnosis],
    before: Mapping[int, frozenset[str]],
) -> None:  # fmt: skip
    """Alert those who care for a patient whose own change of the record makes a complaint want a
    doctor now: spotting, and she is pregnant. What a doctor has seen since is not told again."""
    if principal.role != "patient":
        return
    for one in found:
        state = urgent_state(tx, one)
        new = tuple(code for code in _wanting_now(state) if code not in before[one.id])
        if new and state.withheld:
            raise_alert(tx, Danger(one.patient_id, one.id, new))


def _wanting_now(state: UrgentState) -> list[str]:
    return [code for code, urgency in state.signs.items() if urgency == "now"]


def open_alerts_of(tx: ReadTx, patient_ids: Sequence[int]) -> list[Alert]:
    """Return the alerts of patients that nobody has acknowledged, the newest first."""
    statement = select(safety_alert).where(
        safety_alert.c.patient_id.in_(patient_ids), safety_alert.c.acknowledged_at.is_(None)
    )
    return [_alert(row) for row in tx.all(statement.order_by(safety_alert.c.id.desc()))]


def alarming_reports(tx: ReadTx, patient_ids: Sequence[int]) -> list[int]:
    """Return the reports of patients that ever raised an alert."""
    statement = select(safety_alert.c.feedback_id).where(
        safety_alert.c.patient_id.in_(patient_ids), safety_alert.c.feedback_id.is_not(None)
    )
    return [row.feedback_id for row in tx.all(statement)]


def find_alert(tx: ReadTx, alert_id: int) -> Alert | None:
    """Return an alert that nobody has acknowledged, None where there is none."""
    row = tx.first(
        select(safety_alert).where(
            safety_alert.c.id == alert_id, safety_alert.c.acknowledged_at.is_(None)
        )
    )
    return None if row is None else _alert(row)


def _alert(row: Any) -> Alert:
    codes = tuple(orjson.loads(row.codes))
    danger = Danger(row.patient_id, row.diagnosis_id, codes, row.recommendation_id, row.feedback_id)
    return Alert(row.id, danger, row.created_at)


def acknowledge(tx: WriteTx, practitioner_id: int, alert: Alert) -> None:
    """Acknowledge an alert for all who care for the patient."""
    _close(tx, practitioner_id, alert.danger, safety_alert.c.id == alert.id)


def acknowledge_all(tx: WriteTx, practitioner_id: int, danger: Danger) -> None:
    """Acknowledge what was reported of a remedy under a diagnosis; without a recommendation what
    the diagnosis itself tells."""
    remedy = safety_alert.c.recommendation_id
    ref = danger.recommendation_id
    _close(tx, practitioner_id, danger, remedy.is_(None) if ref is None else remedy == ref)


def _close(tx: WriteTx, practitioner_id: int, danger: Danger, which: ColumnElement[bool]) -> None:
    waiting = (
        safety_alert.c.diagnosis_id == danger.diagnosis_id,
        safety_alert.c.acknowledged_at.is_(None),
        which,
    )
    ids = [row.id for row in tx.all(select(safety_alert.c.id).where(*waiting))]
    if not ids:
        return
    done = update(safety_alert).where(safety_alert.c.id.in_(ids))
    tx.run(done.values(acknowledged_at=tx.now, acknowledged_by=practitioner_id))
    subject = ("diagnosis", danger.diagnosis_id)
    record(tx, Entry(practitioner_id, "alert.acknowledge", *subject, after={"alert_ids": ids}))
    _tell_closed(tx, practitioners_of(tx, danger.patient_id), danger.patient_id, ids)


def end_alerts(tx: WriteTx, practitioner_id: int, patient_id: int) -> None:
    """Take a patient's alerts from the screens of a practitioner whose care has ended."""
    ids = [one.id for one in open_alerts_of(tx, [patient_id])]
    _tell_closed(tx, [practitioner_id], patient_id, ids)


def _tell_closed(
    tx: WriteTx, practitioner_ids: Iterable[int], patient_id: int, alert_ids: list[int]
) -> None:
    data = {"patient_id": patient_id, "alert_ids": alert_ids}
    told = practitioner_ids if alert_ids else ()
    append(tx, [NewEvent(practice_topic(one), "safety_alert_closed", data) for one in told])
