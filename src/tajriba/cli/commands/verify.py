"""`tajriba verify`: recompute all evidence and compare it with what is stored."""

import typer
from rich.console import Console
from rich.table import Table

from tajriba.cli.prepared_database import unchanged_database
from tajriba.cli.startup import load_settings
from tajriba.loop.verification.verification import Verdict
from tajriba.loop.verification.verification import verify as verify_evidence

_SHOWN = 20


def verify() -> None:
    """Recompute all evidence from raw feedback and compare it with what is stored.

    Reads one snapshot, changes nothing, and may run beside a serving process. Ends with 1 where
    anything differs, and names it.
    """
    with unchanged_database(load_settings()) as database:
        verdict = database.read_now(verify_evidence, _SHOWN)
    _report(verdict)
    if verdict.total:
        raise typer.Exit(1)


def _report(verdict: Verdict) -> None:
    console = Console()
    checked = verdict.checked
    console.print(f"{checked.reports:,} reports, {checked.rows:,} rows of evidence compared.")
    if not verdict.total:
        console.print("[green]All evidence is what the reports say.[/green]")
        return
    console.print(f"[red]{verdict.total:,} rows differ.[/red]")
    console.print(_table(verdict))
    if verdict.total > len(verdict.first):
        console.print(f"… and {verdict.total - len(verdict.first):,} more.")


def _table(verdict: Verdict) -> Table:
    table = Table("table", "row", "the reports say", "stored", show_lines=True)
    for one in verdict.first:
        values = ("no row" if value is None else str(value) for value in (one.expected, one.stored))
        table.add_row(one.table, one.place, *values)
    return table
