"""Feedback submitted with evidence, audit and events, against a plain and a bare insert.

python -m bench.submit [--seconds 5 --rounds 3 --writers 16 --json FILE]
"""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.clients.http_load import Load, drive
from bench.kit.process_time import processor_seconds
from bench.kit.quantiles import quantile, ratios
from bench.kit.result_table import Row, at_least, at_most, show
from bench.kit.servers.server_process import free_port, running
from bench.kit.servers.submission_servers import BARE, OURS, PLAIN, ROOT, SYNCHRONOUS, Side, stored

WARM_UP_SECONDS = 1.0
SIDES = (PLAIN, OURS, BARE)
WHAT = "feedback submitted with evidence, audit and events, {} concurrent writers, SQLite"


class LostError(Exception):
    """A database does not hold exactly what was acknowledged."""


@dataclass(frozen=True, slots=True)
class Options:
    """How long and how hard to measure."""

    seconds: float = 5.0
    rounds: int = 3
    writers: int = 16


@dataclass(frozen=True, slots=True)
class Round:
    """One side in one round: 201s per second, latencies in ms, processor time of the server for
    one 201 in µs, the generator's share of a core."""

    side: str
    rate: float
    p50_ms: float
    p99_ms: float
    worst_ms: float
    acknowledged: int
    processor_us: float
    generator_busy: float


def measure(options: Options) -> list[Round]:
    """Run the sides in turn, round after round, each on a fresh database.

    Raises LostError, LoadError, ServerError or UnsoundError (`tajriba verify`) where a side
    does not do what it answered.
    """
    return [_measure_side(side, options) for _ in range(options.rounds) for side in SIDES]


def _measure_side(side: Side, options: Options) -> Round:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        database = Path(folder) / "bench.db"
        port = free_port()
        env = {**side.env(database), "PYTHONPATH": _with_root()}
        with running(
            side.command(port), port, side.ready, env, Path(folder) / "server.log"
        ) as server:
            writers = side.writers(port, options.writers)
            before = processor_seconds(server)
            load = drive(port, writers, WARM_UP_SECONDS, options.seconds)
            used = processor_seconds(server) - before
        _demand_all_stored(side, database, load)
        side.check(env)
    return _as_round(side, load, used)


def _with_root() -> str:
    return os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))


def _demand_all_stored(side: Side, database: Path, load: Load) -> None:
    rows = stored(database)
    if rows != load.accepted:
        raise LostError(f"{side.name}: {load.accepted} acknowledged, {rows} stored")


def _as_round(side: Side, load: Load, used: float) -> Round:
    p50, p99, worst = (1000 * quantile(load.latencies, share) for share in (0.5, 0.99, 1.0))
    each = 1e6 * used / load.accepted
    return Round(side.name, load.rate, p50, p99, worst, load.accepted, each, load.busy)


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """The claim's rows: each the median over the rounds of the ratio within a round."""
    ours = [one.rate for one in _of(rounds, OURS)]
    to_plain = ratios(ours, [one.rate for one in _of(rounds, PLAIN)])
    to_bare = ratios(ours, [one.rate for one in _of(rounds, BARE)])
    p99 = [one.p99_ms for one in _of(rounds, OURS)]
    what = WHAT.format(options.writers)
    return [
        at_least(what, f"a plain {PLAIN.title} route", 3.0, to_plain, median(to_plain)),
        at_most("same, p99", 50.0, p99, median(p99)),
        at_least("same", f"a bare {BARE.title} insert", 0.2, to_bare, median(to_bare)),
    ]


def _of(rounds: Sequence[Round], side: Side) -> list[Round]:
    return [one for one in rounds if one.side == side.name]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round and the medians."""
    names = "; ".join(f"{side.name}: {side.title}" for side in SIDES)
    console.print(f"{names}. WAL; synchronous: the peers {SYNCHRONOUS}, ours FULL.")
    heads = (
        *("side", "201/s", "p50 ms", "p99 ms", "worst ms", "stored = 201s"),
        *("server's CPU µs each", "generator's core"),
    )
    medians = [_median(_of(rounds, side)) for side in SIDES]
    show(console, "Submissions", heads, [_cells(one) for one in [*rounds, *medians]])


def _median(rounds: Sequence[Round]) -> Round:
    return Round(
        f"{rounds[0].side}, median",
        median(one.rate for one in rounds),
        median(one.p50_ms for one in rounds),
        median(one.p99_ms for one in rounds),
        median(one.worst_ms for one in rounds),
        int(median(one.acknowledged for one in rounds)),
        median(one.processor_us for one in rounds),
        median(one.generator_busy for one in rounds),
    )


def _cells(one: Round) -> tuple[str, ...]:
    numbers = (one.rate, one.p50_ms, one.p99_ms, one.worst_ms)
    rate, *latencies = numbers
    busy = f"{one.generator_busy:.0%}"
    return (
        one.side,
        f"{rate:,.0f}",
        *(f"{ms:.1f}" for ms in latencies),
        str(one.acknowledged),
        f"{one.processor_us:.0f}",
        busy,
    )


CLAIM = Claim("bench.submit", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
