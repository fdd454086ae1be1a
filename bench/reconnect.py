"""Many clients that come back at once, each with what it heard last.

python -m bench.reconnect [--sockets 1000 --diagnoses 200 --missed 20 --rounds 3 --json FILE]
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import orjson
from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.clients.connecting import Entered, TurnedAwayError, allow_sockets, enter_all
from bench.kit.clients.epoll_http import Poster
from bench.kit.clients.epoll_loop import Poller
from bench.kit.clients.handshakes import ours
from bench.kit.clients.message_reader import Listener
from bench.kit.fanout_messages import FIRST
from bench.kit.patients import Patient, enrol
from bench.kit.quantiles import quantile
from bench.kit.result_table import Row, show, within
from bench.kit.servers.fanout_servers import environment, publishing, serve_ours
from bench.kit.servers.server_process import free_port, running

REACH_SECONDS = 3.0
SETTLE_SECONDS = 2.0
PATIENCE_SECONDS = 60.0
DIAGNOSES_OF_A_PATIENT = 20


@dataclass(frozen=True, slots=True)
class Options:
    """How many come back, to how many diagnoses, and how many messages each has missed."""

    sockets: int = 1000
    diagnoses: int = 200
    missed: int = 20
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds from the first connection until clients had all they missed: the median one's, and
    the last one's."""

    median_seconds: float
    all_seconds: float


class MissedError(Exception):
    """A client came back and was not given exactly what it missed."""


class Returned:
    """What one client is given when it is back: the missed messages, in order."""

    def __init__(self, missed: int, served: list[float]) -> None:
        self._missed = missed
        self._served = served
        self._count = 0

    def heard(self, text: bytes, at: float) -> None:
        """Take a message; raises MissedError for one that is not the next."""
        said = orjson.loads(text)
        if said["data"].get("feedback_id") != FIRST:
            return
        self._count += 1
        if said["data"]["sample_size"] != self._count or self._count > self._missed:
            raise MissedError(f"expected message {self._count} of {self._missed}: {text!r}")
        if self._count == self._missed:
            self._served.append(at)


def measure(options: Options) -> list[Round]:
    """Run the rounds on one server; raises MissedError, SlowError, TurnedAwayError."""
    allow_sockets(options.sockets)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, port = Path(name), free_port()
        log = folder / "server.log"
        with running(serve_ours(port), port, "/health/ready", environment(folder), log):
            patients = -(-options.diagnoses // DIAGNOSES_OF_A_PATIENT)
            watched = enrol(port, patients, DIAGNOSES_OF_A_PATIENT)[: options.diagnoses]
            return [_measure_once(port, watched, options) for _ in range(options.rounds)]


def _measure_once(port: int, watched: Sequence[Patient], options: Options) -> Round:
    screens = [watched[number % len(watched)] for number in range(options.sockets)]
    left_at = _visit(port, screens)
    _publish(port, watched, options.missed)
    return _come_back(port, screens, left_at, options)


def _visit(port: int, screens: Sequence[Patient]) -> list[int]:
    """Connect everybody, let all predictions be made, and hang up; returns what each heard last."""
    left_at = [0] * len(screens)
    with Poller() as poller:

        def take(number: int, client: Entered) -> None:
            left_at[number] = int(orjson.loads(client.greeting)["data"]["last_event_id"])
            Listener(client, poller, lambda _text, _at: None)

        enter_all(poller, port, [ours(one.diagnosis_id, one.token) for one in screens], take)
        poller.spend(SETTLE_SECONDS)
    return left_at


def _publish(port: int, watched: Sequence[Patient], missed: int) -> None:
    topics = [f"diagnosis:{one.diagnosis_id}" for one in watched]
    with Poller() as poller:
        poster = Poster(poller, port, 1)
        poster.post(publishing(topics, FIRST, missed))
        poller.until(lambda: poster.done == 1, PATIENCE_SECONDS, "what is missed is committed")
        poller.spend(SETTLE_SECONDS)


def _come_back(
    port: int, screens: Sequence[Patient], left_at: Sequence[int], options: Options
) -> Round:
    served: list[float] = []
    back = [
        ours(one.diagnosis_id, one.token, after)
        for one, after in zip(screens, left_at, strict=True)
    ]
    with Poller() as poller:
        begin = time.time()
        take = partial(_take, poller, options.missed, served)
        enter_all(poller, port, back, take, at_once=len(back))
        poller.until(lambda: len(served) == len(back), PATIENCE_SECONDS, "everybody is served")
    each = [at - begin for at in served]
    return Round(quantile(each, 0.5), quantile(each, 1.0))


def _take(poller: Poller, missed: int, served: list[float], _: int, client: Entered) -> None:
    if orjson.loads(client.greeting)["data"]["recovered"] is not True:
        raise TurnedAwayError(f"not recovered: {client.greeting!r}")
    Listener(client, poller, Returned(missed, served).heard)


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """The claim's row: the median over the rounds."""
    what = (
        f"{options.sockets:,} clients come back at once, {options.missed} messages missed by each"
    )
    return [within(f"{what}: all served", "", REACH_SECONDS, "s", [o.all_seconds for o in rounds])]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    lines = [(f"{one.median_seconds:.2f}", f"{one.all_seconds:.2f}") for one in rounds]
    show(console, "Coming back", ("half are served after s", "all are served after s"), lines)


CLAIM = Claim("bench.reconnect", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
