"""One client that stops reading, among many: what the others and the server notice.

python -m bench.slow_consumer [--sockets 1000 --rate 40 --seconds 12 --rounds 3 --json FILE]
"""

import tempfile
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.clients.connecting import Entered, Entrance, allow_sockets, connect
from bench.kit.clients.epoll_loop import Poller, SlowError
from bench.kit.clients.topic_sockets import Crowd
from bench.kit.process_memory import ServerEnd, resident_bytes
from bench.kit.quantiles import quantile
from bench.kit.result_table import Row, show, within
from bench.kit.servers.fanout_servers import OURS, Audience, environment
from bench.kit.servers.server_process import free_port, running

P99_RATIO, MEMORY_MB, CUT_SECONDS = 1.1, 1.0, 10.0
WARM_UP_SECONDS = 2.0
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.1
RECEIVE_BUFFER = 4096
LINES = 16
_MS = 1000
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """How many listen, messages a second to each of them, and how long without and with the
    stalled client."""

    sockets: int = 1000
    rate: int = 40
    seconds: float = 12.0
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Round:
    """The others' p99 in ms and the server's peak memory in MB, without and with the stalled
    client. Seconds from when it stopped reading until its connection was full, and from then,
    when the server could first know, until it was cut."""

    calm_p99_ms: float
    stalled_p99_ms: float
    calm_mb: float
    stalled_mb: float
    full_seconds: float
    cut_seconds: float


class Gauge:
    """Looks at the server every so often, the same without and with the stalled client."""

    def __init__(self, process: int, stalled: ServerEnd) -> None:
        self.peak = 0
        self.full = 0.0
        self.cut: float | None = None
        self._held = 0
        self._process = process
        self._stalled = stalled
        self._next = 0.0

    def look(self, passed: float) -> None:
        """Note memory, when the connection last took something more, and when it was cut."""
        if passed < self._next:
            return
        self._next = passed + LOOK_SECONDS
        self.peak = max(self.peak, resident_bytes(self._process))
        end = self._stalled.state()
        if not end.stands:
            self.cut = passed if self.cut is None else self.cut
        elif end.held > self._held:
            self._held, self.full = end.held, passed


def measure(options: Options) -> list[Round]:
    """Run the rounds on one server, a new client stalls in each.

    Raises SlowError where it is never cut, DiscordError where another misses a message.
    """
    allow_sockets(options.sockets)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, port = Path(name), free_port()
        command, log = OURS.command(port), folder / "server.log"
        with (
            running(command, port, OURS.ready, environment(folder), log) as process,
            Poller() as poller,
        ):
            audience = OURS.audience(port)
            crowd = Crowd(poller, port, audience, options.sockets - 1, LINES)
            crowd.pace(options.rate, lambda passed: passed < WARM_UP_SECONDS)
            once = partial(_measure_once, poller, process, port, audience, crowd, options)
            return [once() for _ in range(options.rounds)]


def _measure_once(
    poller: Poller, process: int, port: int, audience: Audience, crowd: Crowd, options: Options
) -> Round:
    stalled = connect(port, receive_buffer=RECEIVE_BUFFER)
    in_already: list[Entered] = []
    Entrance(poller, stalled, audience.dialect, in_already.append)
    poller.until(lambda: bool(in_already), PATIENCE_SECONDS, "the client that will stall enters")
    end = ServerEnd(stalled)
    poller.watch(stalled, partial(stalled.recv, 65536))  # it still reads; nobody compares
    calm, before = _phase(crowd, Gauge(process, end), options, lambda _: False)
    poller.forget(stalled)
    late, gauge = _phase(crowd, Gauge(process, end), options, lambda one: one.cut is None)
    end.close()
    stalled.close()
    if gauge.cut is None:
        raise SlowError(f"the stalled client was not cut within {PATIENCE_SECONDS:g} s")
    memory = before.peak / _MB, gauge.peak / _MB
    return Round(_p99(calm), _p99(late), *memory, gauge.full, gauge.cut - gauge.full)


def _phase(
    crowd: Crowd, gauge: Gauge, options: Options, longer: Callable[[Gauge], bool]
) -> tuple["array[float]", Gauge]:
    """Pace for the time that was asked for, and while `longer`; then wait for the last message."""

    def more(passed: float) -> bool:
        gauge.look(passed)
        return passed < options.seconds or (longer(gauge) and passed < PATIENCE_SECONDS)

    latencies = crowd.chorus.measure()
    crowd.pace(options.rate, more)
    crowd.drain()
    return latencies, gauge


def _p99(latencies: Sequence[float]) -> float:
    return _MS * quantile(latencies, 0.99)


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """The claim's rows: the median over the rounds of what changed within a round."""
    what = f"one stalled client among {options.sockets:,}"
    return [
        within(
            f"{what}: the others' p99",
            "the same without it",
            P99_RATIO,
            "×",
            [one.stalled_p99_ms / one.calm_p99_ms for one in rounds],
        ),
        within(
            "same: the server's memory",
            "the same without it",
            MEMORY_MB,
            "MB more",
            [one.stalled_mb - one.calm_mb for one in rounds],
        ),
        within(
            "same: cut once its connection is full",
            "",
            CUT_SECONDS,
            "s",
            [o.cut_seconds for o in rounds],
        ),
    ]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    heads = (
        "p99 ms without",
        "with",
        "server MB without",
        "with",
        "full after s",
        "cut then after s",
    )
    lines = [
        (
            f"{one.calm_p99_ms:.1f}",
            f"{one.stalled_p99_ms:.1f}",
            f"{one.calm_mb:.2f}",
            f"{one.stalled_mb:.2f}",
            f"{one.full_seconds:.1f}",
            f"{one.cut_seconds:.1f}",
        )
        for one in rounds
    ]
    show(console, "A stalled client", heads, lines)


CLAIM = Claim("bench.slow_consumer", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
