"""The table of what must be reached and what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rich import box
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured against what it must reach."""

    what: str
    against: str
    reach: str
    measured: str
    passed: bool


def at_least(what: str, against: str, reach: float, ratios: Sequence[float], middle: float) -> Row:
    """A row for a ratio of rates; `middle` decides, the rounds' range stands beside it."""
    spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
    measured = f"{middle:.2f} × (rounds {spread})"
    return Row(what, against, f"≥ {reach:g} × its rate", measured, middle >= reach)


def at_most(what: str, reach_ms: float, each_ms: Sequence[float], middle: float) -> Row:
    """A row for a latency in milliseconds."""
    measured = f"{middle:.1f} ms (rounds {min(each_ms):.1f}-{max(each_ms):.1f})"
    return Row(what, "", f"≤ {reach_ms:g} ms", measured, middle <= reach_ms)


def within(what: str, against: str, reach: float, unit: str, each: Sequence[float]) -> Row:
    """A row for a figure that must stay below its reach; the median over the rounds decides."""
    middle = median(each)
    measured = f"{middle:.2f} {unit} (rounds {min(each):.2f}-{max(each):.2f})"
    return Row(what, against, f"≤ {reach:g} {unit}", measured, middle <= reach)


def show(
    console: Console, title: str, heads: Sequence[str], lines: Sequence[Sequence[str]]
) -> None:
    """Print a plain table."""
    table = Table(*heads, title=title, box=box.MARKDOWN, title_justify="left")
    for line in lines:
        table.add_row(*line)
    console.print(table)


def show_rows(console: Console, rows: Sequence[Row]) -> None:
    """Print what was claimed with PASS or MISS."""
    lines = [
        (row.what, row.against, row.reach, row.measured, "PASS" if row.passed else "MISS")
        for row in rows
    ]
    show(console, "Claims", ("what", "against", "reach", "measured", ""), lines)
