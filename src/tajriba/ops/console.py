"""What the routes of operators need of the process; `app.py` puts it into `app.state.console`."""

from collections.abc import Callable
from dataclasses import dataclass

from tajriba.ops.metrics import LiveFigures, Metrics


@dataclass(frozen=True, slots=True)
class Console:
    """The metrics, the token that may read them ("" for none), and how the sockets stand."""

    metrics: Metrics
    metrics_token: str
    live_figures: Callable[[], LiveFigures]
