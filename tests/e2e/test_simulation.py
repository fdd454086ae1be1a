"""Does the loop work? Simulated clinics, lived through on the service's own code."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import fmean

import pytest
from typer.testing import CliRunner

from tajriba.cli.main import app as program
from tajriba.database import open_database
from tajriba.lab.simulation.ground_truth import ORDERS, Order, Setting
from tajriba.lab.simulation.report import FALSE_CLAIM, Report, report_of
from tajriba.lab.simulation.simulation import SimulatedClock, simulate
from tajriba.lab.simulation.trace import Trace
from tajriba.loop.verification.verification import verify
from tajriba.settings import Settings
from tests.kit.databases import Stores

pytestmark = pytest.mark.long

SMALL = Setting(patients=14, feedbacks=60, days=20, drift_day=10, remedies=3)
SHORT = Setting(patients=30, feedbacks=100, days=30, drift_day=30, look_every=100)
TWO_HUNDRED = Setting(feedbacks=200, days=60, drift_day=60, look_every=200)
SHORT_RUNS = 20
CLINICS = 8

Live = Callable[[Setting, Order], Trace]


@pytest.fixture(scope="module")
def live(stores: Stores, template: str, tmp_path_factory: pytest.TempPathFactory) -> Live:
    """Lives a clinic on a database of its own, and finds its evidence to be what was reported."""

    @cache
    def run(setting: Setting, order: Order) -> Trace:
        folder: Path = tmp_path_factory.mktemp("simulated")
        url, clock = stores.copy(template, folder), SimulatedClock()
        database = open_database(Settings(database_url=url), clock)
        trace = simulate(database, clock, setting, order)
        assert database.read_now(verify, 1).total == 0
        database.close()
        stores.drop(url)
        shutil.rmtree(folder)
        return trace

    return run


def over_seeds(live: Live, setting: Setting, order: Order, seeds: int) -> list[Report]:
    return [report_of(live(replace(setting, seed=seed), order)) for seed in range(seeds)]


@pytest.mark.parametrize("order", ORDERS)
def test_the_same_seed_is_the_same_run(live: Live, order: Order) -> None:
    again = replace(SMALL, panel=SMALL.panel + 90)  # another run: all of the patients are looked at
    first, second = live(SMALL, order), live(again, order)

    assert first.steps == second.steps
    assert len(first.steps) == SMALL.feedbacks
    assert live(replace(SMALL, seed=1), order).steps != first.steps


def test_orders_share_the_clinic_and_differ_in_what_is_taken(live: Live) -> None:
    runs = [live(SMALL, order) for order in ORDERS]

    assert len({run.truth for run in runs}) == 1
    assert len({tuple(step.place for step in run.steps) for run in runs}) == len(ORDERS)


def test_regret_and_claims_are_measured_against_the_truth(live: Live) -> None:
    report = report_of(live(SMALL, "loop"))

    assert all(step.chance <= step.best for step in live(SMALL, "loop").steps)
    assert report.regret.cumulative == sorted(report.regret.cumulative)
    assert report.regret.cumulative[-1] == pytest.approx(report.regret.total)
    assert report.regret.per_feedback == pytest.approx(report.regret.total / SMALL.feedbacks)
    assert report.inert.excess == report.inert.balanced - report.inert.population_mean
    assert report.inert.false_claim == (report.inert.excess >= FALSE_CLAIM)
    assert report.inert.truth == pytest.approx(0.354, abs=0.001)


@pytest.mark.timeout(300)
def test_the_loop_beats_a_fixed_order_within_two_hundred_reports(live: Live) -> None:
    """The order is fair: it says nothing of effects, which are drawn anew for each clinic."""
    loop = over_seeds(live, TWO_HUNDRED, "loop", CLINICS)
    fixed = over_seeds(live, TWO_HUNDRED, "fixed", CLINICS)

    gains = [
        one.improvement.last_block - other.improvement.last_block
        for one, other in zip(loop, fixed, strict=True)
    ]
    assert fmean(gains) >= 0.03, gains
    assert sum(gain > 0 for gain in gains) > CLINICS / 2, gains
    assert fmean(one.regret.total for one in loop) < fmean(one.regret.total for one in fixed)


@pytest.mark.timeout(300)
def test_a_remedy_that_does_nothing_is_seldom_praised(live: Live) -> None:
    reports = over_seeds(live, SHORT, "loop", SHORT_RUNS)

    excesses = [report.inert.excess for report in reports]
    assert sum(report.inert.false_claim for report in reports) <= SHORT_RUNS * 0.05, excesses


def test_the_command_prints_what_was_lived_through() -> None:
    given = ["--patients", "14", "--feedbacks", "60", "--days", "20", "--seed", "3"]
    printed = CliRunner().invoke(program, ["simulate", *given, "--json"])
    assert printed.exit_code == 0, printed.output
    said = json.loads(printed.output)
    assert said["seed"] == 3
    assert list(said["orders"]) == list(ORDERS)
    assert len(said["orders"]["loop"]["improvement"]["per_block"]) == 2

    shown = CliRunner().invoke(program, ["simulate", *given, "--order", "loop", "--model", "2"])
    assert shown.exit_code == 0, shown.output
    assert "regret per feedback" in shown.output
    assert "fixed" not in shown.output


@pytest.mark.parametrize(
    "wrong",
    [["--order", "best"], ["--patients", "3"], ["--days", "0"], ["--seed", str(2**64)]],
)
def test_a_clinic_that_can_not_be_is_refused(wrong: list[str]) -> None:
    assert CliRunner().invoke(program, ["simulate", *wrong]).exit_code == 2
