"""Erasing a patient's reports, and the names of side effects that only they typed."""

from typing import NamedTuple

from sqlalchemy import delete, select

from tajriba.feedback.service import Stored, stored_of
from tajriba.feedback.side_effect_codes import forget_names
from tajriba.feedback.tables import feedback, report_reading
from tajriba.kit.database.transactions import WriteTx


class Erased(NamedTuple):
    """Reports that are gone: all of them, and those that were not withdrawn."""

    reports: list[Stored]
    counted: list[Stored]


def erase_reports(tx: WriteTx, patient_id: int, most: int) -> Erased:
    """Delete at most so many reports of a patient, the oldest first, and return them."""
    of_patient = select(feedback).where(feedback.c.patient_id == patient_id)
    rows = tx.all(of_patient.order_by(feedback.c.id).limit(most))
    ids = [row.id for row in rows]
    tx.run(delete(report_reading).where(report_reading.c.feedback_id.in_(ids)))
    tx.run(delete(feedback).where(feedback.c.id.in_(ids)))
    reports = [stored_of(tx, row) for row in rows]
    forget_names(tx, {effect for one in reports for effect in one.effects})
    counted = [one for one, row in zip(reports, rows, strict=True) if row.withdrawn_at is None]
    return Erased(reports, counted)
