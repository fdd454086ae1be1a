"""The dashboard in a browser: its first load over a poor network, and an event on its screen.

python -m bench.client [--rounds 5 --events 10 --json FILE]
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser
from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.clients.slow_browser import Kept, Traffic
from bench.kit.quantiles import quantile
from bench.kit.result_table import Row, at_most, show, within
from bench.kit.servers.fanout_servers import environment
from bench.kit.servers.server_process import free_port, running
from bench.kit.servers.submission_servers import ROOT, TAJRIBA
from tests.e2e.browser.kit.browser_window import PHONE, BrowserWindow
from tests.e2e.browser.kit.dashboard_page import DashboardPage
from tests.e2e.served_clinic import Patient
from tests.kit.clients.remote_client import Remote
from tests.kit.servers.chromium import launched

KILOBYTES, USABLE_MS, ON_SCREEN_MS = 250.0, 1500.0, 100.0
USABLE = ROOT / "bench" / "kit" / "clients" / "usable.js"
ANSWERS = list(product(range(1, 6), repeat=2))
"""Ratings and improvements by which the reports of a round are told apart on the screen."""


@dataclass(frozen=True, slots=True)
class Options:
    """How often the dashboard is loaded into an empty browser, and how many events (at most 25)
    it is then told."""

    rounds: int = 5
    events: int = 10


@dataclass(frozen=True, slots=True)
class Round:
    """One first load: kilobytes (1,000 bytes) over the wire, those that are then fetched to be
    had without a network, ms until usable, and of each event from the socket to the screen."""

    kilobytes: float
    kept_kilobytes: float
    usable_ms: float
    events_ms: list[float]


def measure(options: Options) -> list[Round]:
    """Serve, and have a patient open their dashboard in a new browser context each round."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, port = Path(name), free_port()
        command, log = [str(TAJRIBA), "serve", "--port", str(port)], folder / "server.log"
        with running(command, port, "/health/ready", environment(folder), log):
            address = f"http://127.0.0.1:{port}"
            with launched() as browser:
                return [
                    _once(browser, address, number, options.events)
                    for number in range(options.rounds)
                ]


def _patient(address: str, number: int) -> Patient:
    remote = Remote.registered(address, f"patient{number}@example.org")
    diagnosis_id = remote.diagnose()
    remedies = remote.candidates(diagnosis_id)[:3]
    remote.plan(diagnosis_id, remedies)
    return Patient(remote, diagnosis_id, remedies)


def _once(browser: Browser, address: str, number: int, events: int) -> Round:
    patient = _patient(address, number)
    context = browser.new_context(viewport=PHONE)
    try:
        window = BrowserWindow(context, address)
        window.probe()
        context.add_init_script(path=USABLE)
        window.sign_in(patient.remote.email)
        kept, traffic = Kept(context), Traffic(window.page)
        traffic.make_poor()
        page = window.open(f"/diagnoses/{patient.diagnosis_id}")
        usable: float = page.evaluate("usable")
        page.wait_for_load_state("networkidle")
        loaded = traffic.received
        traffic.make_good()
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        board = DashboardPage(window, patient)
        board.is_("live")
        times = [_event(board, *answer) for answer in ANSWERS[:events]]
        return Round(loaded / 1000, kept.received / 1000, usable, times)
    finally:
        patient.remote.close()
        context.close()


def _event(board: DashboardPage, rating: int, improvement: int) -> float:
    board.look_for(board.words_of(board.patient.remedies[0], rating, improvement))
    return board.seen_after(board.patient.report(rating=rating, symptom_improvement=improvement))


def judge(rounds: Sequence[Round], _: Options) -> list[Row]:
    """The claim's rows; medians over the rounds decide."""
    sizes, usable = [one.kilobytes for one in rounds], [one.usable_ms for one in rounds]
    slow = [quantile(one.events_ms, 0.95) for one in rounds]
    what = "first load of the dashboard, "
    return [
        within(f"{what}over the wire", "", KILOBYTES, "kB", sizes),
        at_most(f"{what}usable at 1.6 Mbit/s, 150 ms, 4 × CPU", USABLE_MS, usable, median(usable)),
        at_most("event at the socket → on the screen, p95", ON_SCREEN_MS, slow, median(slow)),
    ]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    heads = ("first load kB", "kept for later kB", "usable ms", "event p50 ms", "worst ms")
    lines = [
        (
            f"{one.kilobytes:.1f}",
            f"{one.kept_kilobytes:.1f}",
            f"{one.usable_ms:.0f}",
            f"{median(one.events_ms):.1f}",
            f"{max(one.events_ms):.1f}",
        )
        for one in rounds
    ]
    show(console, "The dashboard in a browser", heads, lines)


CLAIM = Claim("bench.client", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
