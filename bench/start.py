"""From the command to the first answer: `tajriba serve` on no database, and on one that is used.

python -m bench.start [--rounds 5 --json FILE]
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.result_table import Row, show, within
from bench.kit.servers.fanout_servers import environment
from bench.kit.servers.server_process import free_port, running

SECONDS = 2.0
READY = "/health/ready"


@dataclass(frozen=True, slots=True)
class Options:
    """How often each start is tried."""

    rounds: int = 5


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds until the first 200, with a new database, and with one that holds the demo."""

    empty: float
    used: float


def measure(options: Options) -> list[Round]:
    """Start the server in a new folder each round, fill its database, and start it again.

    One start goes before, so that the program is compiled as one that was installed is.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as compiled:
        _measure_once(compiled)
        return [_measure_once(compiled) for _ in range(options.rounds)]


def _measure_once(compiled: str) -> Round:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        empty = _start(folder, compiled)
        _start(folder, compiled, "--demo")
        return Round(empty, _start(folder, compiled))


def _start(folder: Path, compiled: str, *options: str) -> float:
    port = free_port()
    program = Path(sys.executable).with_name("tajriba")
    command = [str(program), "serve", "--port", str(port), *options]
    python = {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    env = environment(folder) | python
    begun = time.perf_counter()
    with ExitStack() as server:
        server.enter_context(running(command, port, READY, env, folder / "server.log"))
        return time.perf_counter() - begun


def judge(rounds: Sequence[Round], _options: Options) -> list[Row]:
    """Hold the median of each start to its reach."""
    empty, used = ([getattr(one, name) for one in rounds] for name in ("empty", "used"))
    return [
        within("start to the first 200: no database", "", SECONDS, "s", empty),
        within("same: a used database", "", SECONDS, "s", used),
    ]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    lines = [(f"{one.empty:.2f}", f"{one.used:.2f}") for one in rounds]
    show(console, "Start", ("no database, s", "a used one, s"), lines)


CLAIM = Claim("bench.start", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
