"""Lines that the reader of words reads in a second on one core, and how long a long line takes.

python -m bench.reading [--lines 4000 --rounds 3 --json FILE]
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from bench.kit.claim_command import Claim
from bench.kit.quantiles import quantile
from bench.kit.result_table import Row, show, within
from tajriba.knowledge.vocabulary.terms import LineKind, make_ready, shipped, understood, words

LINES_PER_SECOND, LONG_LINE_MS = 2000.0, 2.0
LONG, LONG_LINES = 500, 100
KINDS: tuple[LineKind, ...] = ("medicine", "health_state", "allergen", "reaction", "red_flag")
LETTERS = "ابپتجخدرزسشفقکگلمنوهی"


@dataclass(frozen=True, slots=True)
class Options:
    """How many lines are read in a round, and rounds."""

    lines: int = 4000
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Round:
    """Lines a second of processor time; by kind, the 95 % quantile of lines of 500 characters."""

    lines_per_second: float
    long_line_ms: dict[LineKind, float]


def measure(options: Options) -> list[Round]:
    """Read lines that nobody read before: known names, misspelt ones, and what means nothing."""
    make_ready()
    names = {kind: _names(kind) for kind in KINDS}
    return [_round(options.lines, names, seed) for seed in range(options.rounds)]


def _names(kind: LineKind) -> list[str]:
    """What people may write of a kind; among signs of danger, all else that they complain of."""
    known = shipped()
    if kind == "red_flag":
        signs = [name for sign in known.signs for name in (*sign.fa, *sign.en)]
        return signs + [name for term in known.symptoms for name in term.spellings]
    named = words().named(kind)
    told = [text for effect in known.side_effects for text in effect.told if kind == "reaction"]
    return told + [name for one in named for name in (one.name_fa, one.name_en, *one.spellings)]


def _round(count: int, names: dict[LineKind, list[str]], seed: int) -> Round:
    draw = random.Random(seed)
    kinds = [draw.choice(KINDS) for _ in range(count)]
    lines = [(_line(draw, names[kind], draw.randint(1, 3)), kind) for kind in kinds]
    begun = time.process_time()
    for text, kind in lines:
        understood(text, kind)
    rate = count / (time.process_time() - begun)
    return Round(rate, {kind: _long(draw, names[kind], kind) for kind in KINDS})


def _long(draw: random.Random, names: Sequence[str], kind: LineKind) -> float:
    each = []
    for _ in range(LONG_LINES):
        text = _line(draw, names, 60)[:LONG]
        begun = time.process_time()
        understood(text, kind)
        each.append((time.process_time() - begun) * 1000)
    return quantile(each, 0.95)


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
    """The claim's rows, one for the long lines of each kind."""
    rates = within(
        f"one of {options.lines:,} lines read",
        f"{LINES_PER_SECOND:,.0f} lines a second",
        1e6 / LINES_PER_SECOND,
        "µs",
        [1e6 / one.lines_per_second for one in rounds],
    )
    longs = {kind: [one.long_line_ms[kind] for one in rounds] for kind in KINDS}
    return [rates] + [
        within(f"a {kind} line of {LONG} characters, p95", "", LONG_LINE_MS, "ms", each)
        for kind, each in longs.items()
    ]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    heads = ("lines a second", *(f"{kind} p95 ms" for kind in KINDS))
    lines = [
        (f"{one.lines_per_second:,.0f}", *(f"{one.long_line_ms[kind]:.2f}" for kind in KINDS))
        for one in rounds
    ]
    show(console, f"Reading words; lines of {LONG} characters by kind", heads, lines)


CLAIM = Claim("bench.reading", __doc__, Options(), measure, judge, report)


if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
