"""Erasing a patient's reports, and the names of side effects that only they typed."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, exists, or_, select, update

from tajriba.feedback.service import Stored, stored_of
from tajriba.feedback.tables import feedback, side_effect
from tajriba.kit.database.transactions import ReadTx, WriteTx


class Erased(NamedTuple):
    """Reports that are gone: all of them, and those that were not withdrawn."""

    reports: list[Stored]
    counted: list[Stored]


def erase_reports(tx: WriteTx, patient_id: int, most: int) -> Erased:
    """Delete at most so many reports of a patient, the oldest first, and return them."""
    of_patient = select(feedback).where(feedback.c.patient_id == patient_id)
    rows = tx.all(of_patient.order_by(feedback.c.id).limit(most))
    ids = [row.id for row in rows]
    tx.run(delete(feedback).where(feedback.c.id.in_(ids)))
    reports = [stored_of(row) for row in rows]
    _forget_names(tx, {effect for one in reports for effect in one.effects})
    counted = [one for one, row in zip(reports, rows, strict=True) if row.withdrawn_at is None]
    return Erased(reports, counted)


def _forget_names(tx: WriteTx, effects: Iterable[int]) -> None:
    """Blank the names that were typed, stand for no known term, and that no report says any more.

    The row stays, so that its number never gets another name.
    """
    typed = select(side_effect.c.id).where(
        side_effect.c.id.in_(sorted(effects)), side_effect.c.code.is_(None)
    )
    for row in tx.all(typed):
        if not _said(tx, row.id):
            blank = update(side_effect).where(side_effect.c.id == row.id)
            tx.run(blank.values(key=f"erased:{row.id}", name=""))


def _said(tx: ReadTx, effect: int) -> bool:
    """Return whether any report says a side effect; `effects` is a JSON list of numbers."""
    forms = (f"[{effect}]", f"[{effect},%", f"%,{effect},%", f"%,{effect}]")
    says: Sequence[ColumnElement[bool]] = [feedback.c.effects.like(form) for form in forms]
    return bool(tx.scalar(select(exists().where(or_(*says)))))
