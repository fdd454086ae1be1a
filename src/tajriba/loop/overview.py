"""The loop in numbers, for those who run it."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select

from tajriba.kit.db import ReadTx
from tajriba.loop.models import counter, work


@dataclass(frozen=True, slots=True)
class Job:
    """A work row: plans to predict anew."""

    id: int
    kind: Literal["recommendation", "diagnosis"]
    ref: int
    created_at: int


def waiting_jobs(tx: ReadTx, after: int, limit: int) -> list[Job]:
    """Return the work that waits, oldest first, by id behind `after`."""
    statement = select(work).where(work.c.id > after).order_by(work.c.id).limit(limit)
    return [Job(row.id, row.kind, row.ref, row.created_at) for row in tx.all(statement)]


def count_waiting(tx: ReadTx, after: int) -> int:
    """Return how much work waits behind a position."""
    counting = select(func.count()).select_from(work).where(work.c.id > after)
    return int(tx.scalar(counting))


def count_reports(tx: ReadTx) -> int:
    """Return how many reports were ever submitted; one row per recommendation is read."""
    return int(tx.scalar(select(func.coalesce(func.sum(counter.c.submitted), 0))))
