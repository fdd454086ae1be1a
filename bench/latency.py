"""From the commit of a report to its messages on the screens that are open.

python -m bench.latency [--sockets 1000 --rate 100 --seconds 10 --rounds 3 --json FILE]
With --conditions 1 all screens share the remedies of one condition: the hardest case.
"""

import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.clients.connecting import Entered, allow_sockets, enter_all
from bench.kit.clients.epoll_http import Poster
from bench.kit.clients.epoll_loop import Poller
from bench.kit.clients.handshakes import ours
from bench.kit.clients.message_reader import Listener
from bench.kit.delivery_latency import Stopwatch
from bench.kit.patients import Patient, enrol, treated
from bench.kit.quantiles import quantile
from bench.kit.result_table import Row, at_most, show
from bench.kit.servers.commit_times import COMMITS, Commits
from bench.kit.servers.fanout_servers import environment
from bench.kit.servers.server_process import free_port, running
from bench.kit.servers.submission_servers import reports

P50_MS, P99_MS = 5.0, 25.0
WARM_UP_SECONDS = 2.0
DRAIN_SECONDS = 20.0
DIAGNOSES_OF_A_PATIENT = 20
LINES = 32
OF_THE_REPORT = ("feedback_update", "effectiveness_update")
"""What commits with a report. A changed ranking is computed afterwards, in a transaction of its
own: it is shown, but not judged here."""


@dataclass(frozen=True, slots=True)
class Options:
    """So many sockets, each on a diagnosis of its own, which are of so many conditions in turn;
    reports a second over all of them.

    Screens of one condition share its remedies, so each announcement reaches many of them: with
    one condition for all it is the hardest.
    """

    sockets: int = 1000
    rate: int = 100
    seconds: float = 10.0
    rounds: int = 3
    conditions: int = 17


@dataclass(frozen=True, slots=True)
class Round:
    """Latencies of one kind in one round, in ms, and how many there were."""

    what: str
    count: int
    p50_ms: float
    p99_ms: float
    worst_ms: float


def measure(options: Options) -> list[Round]:
    """Run the rounds on one server, its screens are opened anew in each.

    Raises SlowError where a report's message does not come at all.
    """
    allow_sockets(options.sockets)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, port = Path(name), free_port()
        command = [
            sys.executable,
            "-m",
            "bench.kit.servers.commit_times",
            "serve",
            "--port",
            str(port),
        ]
        commits, log = folder / "commits", folder / "server.log"
        env = {**environment(folder), COMMITS: str(commits)}
        with running(command, port, "/health/ready", env, log):
            count = -(-options.sockets // DIAGNOSES_OF_A_PATIENT)
            watched = enrol(port, count, DIAGNOSES_OF_A_PATIENT, treated(port, options.conditions))[
                : options.sockets
            ]
            once = partial(_measure_once, port, watched, options, itertools.count(), commits)
            return [found for _ in range(options.rounds) for found in once()]


def _measure_once(
    port: int, watched: Sequence[Patient], options: Options, numbers: Iterator[int], commits: Path
) -> list[Round]:
    with Poller() as poller:
        watch = _watch_and_report(poller, port, watched, options, numbers)
        return _rounds(watch.latencies(Commits(commits)))


def _watch_and_report(
    poller: Poller,
    port: int,
    watched: Sequence[Patient],
    options: Options,
    numbers: Iterator[int],
) -> Stopwatch:
    watch = Stopwatch()
    screens = [ours(one.diagnosis_id, one.token) for one in watched]
    enter_all(poller, port, screens, partial(_listen, poller, watch))
    poller.spend(WARM_UP_SECONDS)  # plans that were opened are predicted
    poster = Poster(poller, port, LINES)
    report_for = partial(_report, poller, poster, _requests(watched, numbers), options.rate)
    report_for(WARM_UP_SECONDS)
    watch.start(time.time())
    report_for(options.seconds)
    poller.until(lambda: watch.has_heard(poster.posted), DRAIN_SECONDS, "every report is heard of")
    return watch


def _listen(poller: Poller, watch: Stopwatch, _: int, client: Entered) -> None:
    Listener(client, poller, watch.heard)


def _requests(watched: Sequence[Patient], numbers: Iterator[int]) -> Iterator[bytes]:
    """Reports of one diagnosis after the other, without end; no number comes twice."""
    each = [reports(one)[0] for one in watched]
    return (each[number % len(each)](number) for number in numbers)


def _report(
    poller: Poller, poster: Poster, requests: Iterator[bytes], rate: int, seconds: float
) -> None:
    """Post at a steady rate, whatever the answers do."""
    begin, first = time.perf_counter(), poster.posted
    while (passed := time.perf_counter() - begin) < seconds:
        while poster.posted - first <= passed * rate:
            poster.post(next(requests))
        poller.turn((poster.posted - first) / rate - passed)


def _rounds(found: dict[str, list[float]]) -> list[Round]:
    judged = [ms for kind in OF_THE_REPORT for ms in found.get(kind, [])]
    return [_as_round(*each) for each in [("all of a report", judged), *sorted(found.items())]]


def _as_round(what: str, each: Sequence[float]) -> Round:
    p50, p99, worst = (quantile(each, share) for share in (0.5, 0.99, 1.0))
    return Round(what, len(each), p50, p99, worst)


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """The claim's rows: the median over the rounds of each quantile."""
    judged = [one for one in rounds if one.what == "all of a report"]
    p50, p99 = [one.p50_ms for one in judged], [one.p99_ms for one in judged]
    what = f"commit → client, {options.rate} feedbacks/s, {options.sockets:,} sockets, "
    return [
        at_most(f"{what}p50", P50_MS, p50, median(p50)),
        at_most("same, p99", P99_MS, p99, median(p99)),
    ]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    heads = ("message", "heard", "p50 ms", "p99 ms", "worst ms")
    lines = [
        (
            one.what,
            f"{one.count:,}",
            *(f"{ms:.1f}" for ms in (one.p50_ms, one.p99_ms, one.worst_ms)),
        )
        for one in rounds
    ]
    show(console, "From the commit to the client", heads, lines)


CLAIM = Claim("bench.latency", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
