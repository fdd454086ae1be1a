"""The Prometheus metrics of this process; docs/operations.md says how to read them.

`tajriba_requests_total` {method, route, status}: answered requests by route template.
`tajriba_request_seconds` {method, route}: how long the answers took.
`tajriba_reports_submitted`: reports ever submitted to this database.
`tajriba_event_position`: the last event that this process has handed to its sockets.
`tajriba_work_waiting`: work rows that this process has not read yet.
`tajriba_broker_healthy`: 1 while this process hears others' commits at once, else 0.
`tajriba_sockets`: open sockets of this process.
`tajriba_socket_messages_waiting`, `tajriba_socket_longest_queue`: what waits for slow clients.
`tajriba_build_info` {version}: 1.
`process_*`: memory, processor time and open files of this process.
"""

from dataclasses import asdict, dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

import tajriba

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class StoreFigures:
    """What the database holds at the moment of asking."""

    reports_submitted: int
    work_waiting: int


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """How the sockets of this process stand at the moment of asking."""

    event_position: int
    sockets: int
    messages_waiting: int
    longest_queue: int
    broker_healthy: bool


class Metrics:
    """The metrics of one process, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tajriba_requests",
            "Answered requests.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "tajriba_request_seconds",
            "How long answers took.",
            ("method", "route"),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._gauges = {field: self._gauge(*named) for field, named in _GAUGES.items()}
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        build = self._gauge("build_info", "The version that runs.", ("version",))
        build.labels(tajriba.__version__).set(1)
        ProcessCollector(registry=self._registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        key = (method, route, status)
        children = self._known.get(key)
        if children is None:
            children = self._requests.labels(*key), self._seconds.labels(method, route)
            self._known[key] = children
        children[0].inc()
        children[1].observe(seconds)

    def text(self, store: StoreFigures, live: LiveFigures) -> bytes:
        """Return everything in Prometheus' text format."""
        for name, value in (asdict(store) | asdict(live)).items():
            self._gauges[name].set(value)
        return generate_latest(self._registry)

    def _gauge(self, name: str, text: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(f"tajriba_{name}", text, labels, registry=self._registry)


_GAUGES = {
    "reports_submitted": ("reports_submitted", "Reports ever submitted to this database."),
    "work_waiting": ("work_waiting", "Work rows that this process has not read yet."),
    "event_position": ("event_position", "The last event that the sockets were handed."),
    "sockets": ("sockets", "Open sockets of this process."),
    "messages_waiting": ("socket_messages_waiting", "Messages that wait for clients."),
    "longest_queue": ("socket_longest_queue", "Messages that wait for the slowest client."),
    "broker_healthy": ("broker_healthy", "Whether others' commits are heard at once."),
}
