"""What the operators' routes read of the process; `app.py` puts it into `app.state.console`."""

from collections.abc import Callable
from dataclasses import dataclass

from tajriba.ops.metrics import LiveFigures, Metrics


@dataclass(frozen=True, slots=True)
class Console:
    """The metrics, the token that may read them ("" for none), and how the process stands: its
    sockets, the work rows that it has read, and the parts that fail while the rest goes on."""

    metrics: Metrics
    metrics_token: str
    live_figures: Callable[[], LiveFigures]
    work_position: Callable[[], int]
    degraded: Callable[[], list[str]]
