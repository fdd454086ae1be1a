"""Counts of waiting work and of submitted reports, for the metrics."""

from sqlalchemy import func, select

from tajriba.kit.database.transactions import ReadTx
from tajriba.loop.tables import counter, work


def count_waiting(tx: ReadTx, after: int) -> int:
    """Return how much work waits behind a position."""
    counting = select(func.count()).select_from(work).where(work.c.id > after)
    return int(tx.scalar(counting))


def count_reports(tx: ReadTx) -> int:
    """Return how many reports were ever submitted; one row per recommendation is read."""
    return int(tx.scalar(select(func.coalesce(func.sum(counter.c.submitted), 0))))
