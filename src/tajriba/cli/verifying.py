"""`tajriba verify`."""

import sqlite3

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import inspect

from tajriba.app import open_database
from tajriba.cli.context import load_settings
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import Unavailable
from tajriba.loop.verification.verification import Verdict
from tajriba.loop.verification.verification import verify as verify_evidence
from tajriba.migrate import revision_of
from tajriba.settings import Settings

_SHOWN = 20


def verify() -> None:
    """Recompute all evidence from raw feedback and compare it with what is stored.

    Reads one snapshot, changes nothing, and may run beside a serving process. Ends with 1 where
    anything differs, and names it.
    """
    settings = load_settings()
    if settings.store == "sqlite":
        _check_file(settings)
    verdict = _verdict(settings)
    _report(verdict)
    if verdict.total:
        raise typer.Exit(1)


def _check_file(settings: Settings) -> None:
    if not settings.sqlite_path.exists():
        raise _nothing(settings)
    try:
        revision_of(settings.sqlite_path)
    except sqlite3.DatabaseError as problem:
        typer.echo(f"{settings.database_shown} can't be read: {problem}.", err=True)
        raise typer.Exit(2) from None


def _verdict(settings: Settings) -> Verdict:
    database = open_database(settings)
    try:
        if not database.read_now(_is_there):
            raise _nothing(settings)
        return database.read_now(verify_evidence, _SHOWN)
    except Unavailable:
        raise _nothing(settings) from None
    finally:
        database.close()


def _is_there(tx: ReadTx) -> bool:
    return inspect(tx.connection).has_table("alembic_version")


def _nothing(settings: Settings) -> typer.Exit:
    typer.echo(f"{settings.database_shown} does not exist: nothing to verify.", err=True)
    return typer.Exit(2)


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
