"""How long model 2 takes to learn from many feedbacks, and how much memory, in its own process.

python -m bench.training [--feedbacks 100000 --rounds 3 --json FILE]
"""

import multiprocessing
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.result_table import Row, show, within
from tajriba.predictions.fitting.report_columns import ReportRow, Reports, reports_from
from tajriba.predictions.fitting.training import train

SECONDS, MIB = 60.0, 1024.0
HERBS, CONDITIONS, PER_PATIENT, DAYS = 150, 80, 5, 720


@dataclass(frozen=True, slots=True)
class Options:
    """How many feedbacks are learned from, and how often."""

    feedbacks: int = 100_000
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Round:
    """One training: its seconds, and the most memory that its process ever held."""

    feedbacks: int
    seconds: float
    peak_mib: float


def measure(options: Options) -> list[Round]:
    """Train in a new process for each round, on made-up reports with days, sex and age."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, maxtasksperchild=1) as pool:
        return [pool.apply(_train, (options.feedbacks, seed)) for seed in range(options.rounds)]


def _train(feedbacks: int, seed: int) -> Round:
    reports = _made_up(feedbacks, seed)
    started = time.perf_counter()
    train(reports)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Round(feedbacks, seconds, peak)


def _made_up(feedbacks: int, seed: int) -> Reports:
    rng = np.random.default_rng(seed)
    patients = -(-feedbacks // PER_PATIENT)
    effects = rng.normal(0, 0.6, (HERBS, CONDITIONS)) + rng.normal(0, 0.6, (HERBS, 1))
    habits = rng.normal(0.2, 0.7, patients)
    chosen = zip(
        rng.integers(0, patients, feedbacks).tolist(),
        rng.integers(0, HERBS, feedbacks).tolist(),
        rng.integers(0, CONDITIONS, feedbacks).tolist(),
        rng.integers(0, DAYS, feedbacks).tolist(),
        rng.random(feedbacks).tolist(),
        strict=True,
    )
    return reports_from(
        _row(who, herb, condition, day, drawn < 1 / (1 + np.exp(-habits[who] - effect)))
        for who, herb, condition, day, drawn in chosen
        for effect in (effects[herb, condition],)
    )


def _row(who: int, herb: int, condition: int, day: int, success: bool) -> ReportRow:
    return ReportRow(
        patient=who,
        herb=herb,
        condition=f"place{condition % 10} kind{condition // 10}",
        recommendation=(herb, condition),
        success=bool(success),
        improvement=4.0 if success else 2.0,
        day=float(day),
        sex=("female", "male")[who % 2],
        age=float(10 + who % 70),
    )


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """Hold time and memory to what they must not exceed."""
    what = f"training on {options.feedbacks:,} feedbacks"
    return [
        within(f"{what}: time", "", SECONDS, "s", [one.seconds for one in rounds]),
        within(f"{what}: peak memory", "", MIB, "MiB", [one.peak_mib for one in rounds]),
    ]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    lines = [(f"{one.feedbacks:,}", f"{one.seconds:.1f}", f"{one.peak_mib:.0f}") for one in rounds]
    show(console, "Training of model 2", ("feedbacks", "seconds", "peak MiB"), lines)


CLAIM = Claim("bench.training", __doc__, Options(), measure, judge, report)

if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
