"""Lines that the reader of words reads in a second on one core, and how long a long line takes.

python -m bench.reading [--lines 4000 --rounds 3 --json FILE]
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.quantiles import quantile
from bench.kit.result_table import Row, at_most, show, within
from tajriba.knowledge.vocabulary.terms import LineKind, shipped, understood

LINES_PER_SECOND, LONG_LINE_MS = 2000.0, 2.0
LONG = 500
KINDS: tuple[LineKind, ...] = ("medicine", "health_state", "allergen", "reaction", "red_flag")
LETTERS = "ابپتجخدرزسشفقکگلمنوهی"


@dataclass(frozen=True, slots=True)
class Options:
    """How many lines are read in a round, and rounds."""

    lines: int = 4000
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Round:
    """Lines a second of processor time, and the 95 % quantile of a line of 500 characters."""

    lines_per_second: float
    long_line_ms: float


def measure(options: Options) -> list[Round]:
    """Read lines that nobody read before: known names, misspelt ones, and what means nothing."""
    for kind in KINDS:
        understood("آماده qwrtz", kind)
    return [_round(options.lines, seed) for seed in range(options.rounds)]


def _round(count: int, seed: int) -> Round:
    draw = random.Random(seed)
    names = [
        name for term in (*shipped().medicines, *shipped().symptoms) for name in term.spellings
    ]
    lines = [(_line(draw, names, draw.randint(1, 3)), draw.choice(KINDS)) for _ in range(count)]
    begun = time.process_time()
    for text, kind in lines:
        understood(text, kind)
    rate = count / (time.process_time() - begun)
    return Round(rate, quantile([_long(draw, names) for _ in range(100)], 0.95))


def _long(draw: random.Random, names: Sequence[str]) -> float:
    text, kind = _line(draw, names, 60)[:LONG], draw.choice(KINDS)
    begun = time.process_time()
    understood(text, kind)
    return (time.process_time() - begun) * 1000


def _line(draw: random.Random, names: Sequence[str], items: int) -> str:
    return draw.choice([" و ", ", ", " "]).join(_item(draw, names) for _ in range(items))


def _item(draw: random.Random, names: Sequence[str]) -> str:
    name = draw.choice(names)
    kind = draw.random()
    if kind < 0.5:
        return name
    if kind < 0.75:
        at = draw.randrange(len(name))
        return name[:at] + name[at + 1 :]
    return "".join(draw.choice(LETTERS) for _ in range(draw.randint(4, 9)))


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """The claim's rows."""
    each = [1e6 / one.lines_per_second for one in rounds]
    longs = [one.long_line_ms for one in rounds]
    return [
        within(
            f"one of {options.lines:,} lines read",
            f"{LINES_PER_SECOND:,.0f} lines a second",
            1e6 / LINES_PER_SECOND,
            "µs",
            each,
        ),
        at_most(f"a line of {LONG} characters, p95 ms", LONG_LINE_MS, longs, median(longs)),
    ]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    lines = [(f"{one.lines_per_second:,.0f}", f"{one.long_line_ms:.2f}") for one in rounds]
    show(console, "Reading words", ("lines a second", "500 characters p95 ms"), lines)


CLAIM = Claim("bench.reading", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
