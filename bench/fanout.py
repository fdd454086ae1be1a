"""A message to every socket of one topic, against Socket.IO and ws on Node and python-socketio.

python -m bench.fanout [--sockets 1000 --seconds 5 --rounds 3 --window 16 --json FILE]
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.clients.connecting import allow_sockets
from bench.kit.clients.epoll_loop import Poller
from bench.kit.clients.topic_sockets import Crowd
from bench.kit.fanout_messages import SIZE
from bench.kit.quantiles import ratios
from bench.kit.result_table import Row, at_least, show
from bench.kit.servers.fanout_servers import (
    NODE_SOCKET_IO,
    NODE_WS,
    OURS,
    PYTHON_SOCKET_IO,
    Caster,
    environment,
)
from bench.kit.servers.server_process import free_port, running

WARM_UP_SECONDS = 1.0
SIDES = (NODE_SOCKET_IO, OURS, NODE_WS, PYTHON_SOCKET_IO)
REACH = ((NODE_SOCKET_IO, 1.3), (NODE_WS, 1.0), (PYTHON_SOCKET_IO, 5.0))


@dataclass(frozen=True, slots=True)
class Options:
    """How many listen, how long and how often; `window` messages are under way at a time."""

    sockets: int = 1000
    seconds: float = 5.0
    rounds: int = 3
    window: int = 16


@dataclass(frozen=True, slots=True)
class Round:
    """One side in one round: messages heard per second over all sockets, how many in all, and
    the generator's share of a core."""

    side: str
    rate: float
    heard: int
    generator_busy: float


def measure(options: Options) -> list[Round]:
    """Run the sides in turn, round after round.

    Raises DiscordError where a socket does not get every message, once, in the common order.
    """
    allow_sockets(options.sockets)
    return [_measure_side(side, options) for _ in range(options.rounds) for side in SIDES]


def _measure_side(side: Caster, options: Options) -> Round:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, port = Path(name), free_port()
        command, log = side.command(port), folder / "server.log"
        with running(command, port, side.ready, environment(folder), log), Poller() as poller:
            crowd = Crowd(poller, port, side.audience(port), options.sockets, options.window)
            crowd.flood(WARM_UP_SECONDS, options.window)
            before, cpu = crowd.chorus.heard, time.process_time()
            lasted = crowd.flood(options.seconds, options.window)
            heard, busy = crowd.chorus.heard - before, time.process_time() - cpu
            crowd.drain()
            return Round(side.name, heard / lasted, crowd.chorus.heard, busy / lasted)


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """The claim's rows: each the median over the rounds of the ratio within a round."""
    what = f"a {SIZE}-byte message to {options.sockets:,} sockets of one topic"
    mine = _rates(rounds, OURS)
    rows = []
    for peer, reach in REACH:
        found = ratios(mine, _rates(rounds, peer))
        rows.append(at_least(what, peer.title, reach, found, median(found)))
    return rows


def _rates(rounds: Sequence[Round], side: Caster) -> list[float]:
    return [one.rate for one in rounds if one.side == side.name]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round and the medians."""
    heads = ("side", "messages/s", "heard, each as it was sent", "generator's core")
    lines = [
        (one.side, f"{one.rate:,.0f}", f"{one.heard:,}", f"{one.generator_busy:.0%}")
        for one in rounds
    ]
    medians = [
        (f"{side.name}, median", f"{median(_rates(rounds, side)):,.0f}", "", "") for side in SIDES
    ]
    show(console, "Fan-out", heads, [*lines, *medians])


CLAIM = Claim("bench.fanout", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
