"""Storing which reports practitioners have read, and what they answered."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from tajriba.accounts.service import full_names
from tajriba.feedback.schemas import Answer, ReplyView
from tajriba.feedback.service import Stored
from tajriba.feedback.tables import report_reading
from tajriba.kit.clock import iso
from tajriba.kit.database.encrypted_columns import decrypt_text, encrypt_text
from tajriba.kit.database.transactions import ReadTx, WriteTx


def read_by(tx: ReadTx, practitioner_id: int, feedback_ids: Sequence[int]) -> set[int]:
    """Return those of the reports that a practitioner has read."""
    mine = report_reading.c.practitioner_id == practitioner_id
    found = select(report_reading.c.feedback_id).where(
        mine, report_reading.c.feedback_id.in_(feedback_ids)
    )
    return {row.feedback_id for row in tx.all(found)}


def mark_read(tx: WriteTx, practitioner_id: int, reports: Sequence[Stored]) -> list[Stored]:
    """Note that a practitioner has read reports, and return those that are new to them."""
    known = read_by(tx, practitioner_id, [one.id for one in reports])
    new = [one for one in reports if one.id not in known]
    rows = [
        {
            "feedback_id": one.id,
            "practitioner_id": practitioner_id,
            "patient_id": one.patient_id,
            "read_at": tx.now,
        }
        for one in new
    ]
    tx.add_all(report_reading, rows)
    return new


def store_answer(
    tx: WriteTx, practitioner_id: int, report: Stored, answer: Answer | None, text: str | None
) -> None:
    """Store what a practitioner answers to a report, in the place of what they answered before."""
    mark_read(tx, practitioner_id, [report])
    mine = update(report_reading).where(
        report_reading.c.feedback_id == report.id,
        report_reading.c.practitioner_id == practitioner_id,
    )
    stored = encrypt_text(tx, report_reading.c.text, text, report.id, practitioner_id)
    tx.run(mine.values(answer=answer, text=stored, answered_at=tx.now))


def replies_to(tx: ReadTx, feedback_ids: Sequence[int]) -> dict[int, list[ReplyView]]:
    """Return by report who has read it and what they answered, in the order of reading."""
    found = select(report_reading).where(report_reading.c.feedback_id.in_(feedback_ids))
    ordered = found.order_by(report_reading.c.read_at, report_reading.c.practitioner_id)
    rows = tx.all(ordered)
    names = full_names(tx, [row.practitioner_id for row in rows])
    replies: dict[int, list[ReplyView]] = {}
    for row in rows:
        view = ReplyView(
            practitioner_name=names[row.practitioner_id],
            read_at=iso(row.read_at),
            answer=row.answer,
            text=_text(tx, row),
            answered_at=None if row.answered_at is None else iso(row.answered_at),
        )
        replies.setdefault(row.feedback_id, []).append(view)
    return replies


def _text(tx: ReadTx, row: Row[Any]) -> str | None:
    stored: str | None = row.text
    return decrypt_text(tx, report_reading.c.text, stored, row.feedback_id, row.practitioner_id)
