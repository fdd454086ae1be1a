"""Reading what operators and administrators see, in one transaction each."""

from tajriba.kit.database.transactions import ReadTx
from tajriba.loop.queue_counts import count_reports, count_waiting
from tajriba.ops.metrics import StoreFigures
from tajriba.predictions.registry.champion import champion


def degraded_parts(tx: ReadTx) -> list[str]:
    """Return the parts that the database shows to fail; raises where it does not answer."""
    return ["model"] if champion(tx).degraded_because else []


def store_figures(tx: ReadTx, work_position: int) -> StoreFigures:
    """Return what the database holds, without scanning what grows."""
    waiting = count_waiting(tx, work_position)
    return StoreFigures(reports_submitted=count_reports(tx), work_waiting=waiting)
