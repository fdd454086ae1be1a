"""Reading all reports in slices, each in a transaction of its own."""

from sqlalchemy import func, select

from tajriba.feedback.service import Stored, stored_of
from tajriba.feedback.tables import feedback
from tajriba.kit.database.transactions import ReadTx


def newest_report(tx: ReadTx) -> int:
    """Return the highest id that a report ever got, 0 before any."""
    return int(tx.scalar(select(func.max(feedback.c.id))) or 0)


def report_slice(tx: ReadTx, after: int, last: int, limit: int) -> list[Stored]:
    """Return standing reports with ids behind `after` up to `last`, by id, `limit` at most."""
    standing = (
        select(feedback)
        .where(feedback.c.id > after, feedback.c.id <= last, feedback.c.withdrawn_at.is_(None))
        .order_by(feedback.c.id)
        .limit(limit)
    )
    return [stored_of(tx, row) for row in tx.all(standing)]
