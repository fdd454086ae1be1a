"""What an idle connection costs the server's memory, beside a raw ASGI socket under uvicorn.

python -m bench.memory [--sockets 9000 --diagnoses 500 --rounds 1 --json FILE]
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.clients.connecting import Entered, allow_sockets, enter_all
from bench.kit.clients.epoll_loop import Poller
from bench.kit.clients.handshakes import Dialect, ours
from bench.kit.clients.message_reader import Listener
from bench.kit.patients import enrol
from bench.kit.process_memory import resident_bytes
from bench.kit.result_table import Row, show, within
from bench.kit.servers.fanout_servers import LEAN_SOCKETS, environment
from bench.kit.servers.server_process import free_port, running, uvicorn_command
from bench.kit.servers.submission_servers import TAJRIBA

REACH_KIB = 22.0
WARM_UP_SOCKETS = 50
SETTLE_SECONDS = 2.0
DIAGNOSES_OF_A_PATIENT = 50
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Options:
    """How many connect; ours watch so many diagnoses, in turn."""

    sockets: int = 9000
    diagnoses: int = 500
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Round:
    """One side in one round: resident memory without and with the sockets, in KiB."""

    side: str
    sockets: int
    before_kib: float
    with_kib: float

    @property
    def each_kib(self) -> float:
        """What one socket costs."""
        return (self.with_kib - self.before_kib) / self.sockets


@dataclass(frozen=True, slots=True)
class Holder:
    """A server that holds sockets; `dialects` prepares through the running server."""

    name: str
    command: Callable[[int], list[str]]
    ready: str
    dialects: Callable[[int, Options], list[Dialect]]


def _our_dialects(port: int, options: Options) -> list[Dialect]:
    patients = -(-options.diagnoses // DIAGNOSES_OF_A_PATIENT)
    watched = enrol(port, patients, -(-options.diagnoses // patients))
    return [ours(one.diagnosis_id, one.token) for one in watched]


def _floor_dialects(_: int, __: Options) -> list[Dialect]:
    return [Dialect("/live", entered=b'{"type":"connect"')]


OURS = Holder(
    "tajriba",
    lambda port: [str(TAJRIBA), "serve", "--port", str(port)],
    "/health/ready",
    _our_dialects,
)
FLOOR = Holder(
    "raw ASGI socket",
    lambda port: uvicorn_command("bench.peers.asgi_socket:app", port, *LEAN_SOCKETS),
    "/ready",
    _floor_dialects,
)
SIDES = (FLOOR, OURS)


def measure(options: Options) -> list[Round]:
    """Run both, round after round; raises TurnedAwayError, CutOffError."""
    allow_sockets(options.sockets)
    return [_measure_side(side, options) for _ in range(options.rounds) for side in SIDES]


def _measure_side(side: Holder, options: Options) -> Round:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        start = partial(_start, side, Path(name))
        with start() as (_, port):
            dialects = side.dialects(port, options)
        with start() as (process, port):  # anew, so that nothing freed before is there to be used
            before, full = _hold(process, port, dialects, options.sockets)
    return Round(side.name, options.sockets, before / _KIB, full / _KIB)


@contextmanager
def _start(side: Holder, folder: Path) -> Iterator[tuple[int, int]]:
    port = free_port()
    command, log = side.command(port), folder / "server.log"
    with running(command, port, side.ready, environment(folder), log) as process:
        yield process, port


def _hold(process: int, port: int, dialects: Sequence[Dialect], count: int) -> tuple[int, int]:
    """The server's resident bytes with a few sockets, and with `count` idle ones besides.

    The few have everything loaded that a first socket needs, and stay.
    """
    with Poller() as poller:
        few = _enter(poller, process, port, dialects, WARM_UP_SOCKETS)
        return few, _enter(poller, process, port, dialects, count)


def _enter(poller: Poller, process: int, port: int, dialects: Sequence[Dialect], count: int) -> int:
    turns = [dialects[number % len(dialects)] for number in range(count)]
    enter_all(poller, port, turns, partial(_listen, poller))
    poller.spend(SETTLE_SECONDS)
    return resident_bytes(process)


def _listen(poller: Poller, _: int, client: Entered) -> None:
    """Answer pings; what else comes while plans are predicted for the first time is let go."""
    Listener(client, poller, lambda _text, _at: None)


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """Ours must stay below the reach; the floor stands beside it."""
    floor = median(_each(rounds, FLOOR))
    what = f"memory of an idle connection, {options.sockets:,} connected"
    against = f"a raw ASGI socket under uvicorn: {floor:.1f} KiB"
    return [within(what, against, REACH_KIB, "KiB", _each(rounds, OURS))]


def _each(rounds: Sequence[Round], side: Holder) -> list[float]:
    return [one.each_kib for one in rounds if one.side == side.name]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    heads = ("side", "sockets", "without them KiB", "with them KiB", "each KiB")
    lines = [
        (
            one.side,
            f"{one.sockets:,}",
            f"{one.before_kib:,.0f}",
            f"{one.with_kib:,.0f}",
            f"{one.each_kib:.1f}",
        )
        for one in rounds
    ]
    show(console, "Idle connections", heads, lines)


CLAIM = Claim("bench.memory", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
