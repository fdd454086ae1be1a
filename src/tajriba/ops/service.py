"""What operators and administrators read, in one transaction each."""

from sqlalchemy import literal, select

from tajriba.kit.clock import iso
from tajriba.kit.db import ReadTx
from tajriba.loop.overview import count_reports, count_waiting, waiting_jobs
from tajriba.ops.metrics import StoreFigures
from tajriba.ops.schemas import JobView, ModelView
from tajriba.predictions.core import WEIGHTS
from tajriba.predictions.facts import MODEL_VERSION


def touch(tx: ReadTx) -> None:
    """Do the least that shows that the database answers."""
    tx.scalar(select(literal(1)))


def store_figures(tx: ReadTx, work_position: int) -> StoreFigures:
    """Return what the database holds, without scanning what grows."""
    waiting = count_waiting(tx, work_position)
    return StoreFigures(reports_submitted=count_reports(tx), work_waiting=waiting)


def list_jobs(tx: ReadTx, after: int, limit: int) -> list[JobView]:
    """Return the work that waits, oldest first, by id behind `after`."""
    return [
        JobView(id=job.id, kind=job.kind, ref=job.ref, created_at=iso(job.created_at))
        for job in waiting_jobs(tx, after, limit)
    ]


def list_models() -> list[ModelView]:
    """Return the models that can predict."""
    return [
        ModelView(
            version=MODEL_VERSION,
            active=True,
            weights={str(name): weight for name, weight in WEIGHTS.items()},
        )
    ]
