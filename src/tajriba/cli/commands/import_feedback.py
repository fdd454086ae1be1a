"""`tajriba import`: read a clinic's past records from CSV."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO, TextIO

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from tajriba.cli.prepared_database import Create, prepared_database
from tajriba.cli.startup import load_settings, spare_the_collector
from tajriba.kit.clock import DAY_MS, system_clock, to_ms
from tajriba.kit.database.private_files import open_private
from tajriba.kit.database.transactions import Database
from tajriba.kit.i18n import translate
from tajriba.loop.transfer.record_format import COLUMNS, REQUIRED, Record, RecordError, parse_record
from tajriba.loop.transfer.record_import import Progress as Done
from tajriba.loop.transfer.record_import import Spread, announce_ready, import_batch
from tajriba.publication_policy import policy_of

BATCH = 1000
FIELD_MAX = 1_000_000
_console = Console(stderr=True)


@dataclass(slots=True)
class _Reader:
    """Reads rows from a file, knows how far it is, and how many bytes there are in all."""

    file: BinaryIO
    size: int
    position: int = 0
    header: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[list[str]]:
        """Yield the cells of each row; raises typer.Exit for a file without our columns."""
        csv.field_size_limit(FIELD_MAX)
        reader = csv.reader(self._lines())
        self.header = next(reader, [])
        missing = [column for column in REQUIRED if column not in self.header]
        if missing:
            typer.echo(f"The file lacks the columns {', '.join(missing)}.", err=True)
            typer.echo(f"Its first line should name: {', '.join(COLUMNS)}.", err=True)
            raise typer.Exit(2)
        yield from filter(None, reader)

    def _lines(self) -> Iterator[str]:
        for number, line in enumerate(self.file):
            self.position += len(line)
            text = line.decode("utf-8", "surrogateescape")
            yield text.removeprefix("\ufeff") if number == 0 else text


class _Rejected:
    """Writes refused rows with their reason beside the file; makes no file where there is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._file: TextIO | None = None
        self._writer: csv.DictWriter[str] | None = None

    def add(self, header: Sequence[str], line: int, cells: Sequence[str], reason: str) -> None:
        """Keep one refused row."""
        if self._writer is None:
            self._file = open_private(self.path)
            names = [*header, "line", "reason"]
            self._writer = csv.DictWriter(self._file, names, extrasaction="ignore")
            self._writer.writeheader()
        row = dict.fromkeys(header, "") | dict(zip(header, cells, strict=False))
        self._writer.writerow({**row, "line": line, "reason": reason})
        self.count += 1

    def close(self) -> None:
        """Finish the file; one that an earlier import left is removed where nothing is refused."""
        if self._file is not None:
            self._file.close()
        else:
            self.path.unlink(missing_ok=True)


def import_feedback(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    start_date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Spread undated rows from this day on."),
    ] = None,
    days: Annotated[
        int, typer.Option(min=1, max=3650, help="Over how many days undated rows are spread.")
    ] = 90,
    create: Create = False,
) -> None:
    """Import a clinic's past records from a CSV file with neutral columns.

    Again is harmless: rows that are there already are left alone, also after an interruption.
    Refused rows go to FILE.rejected.csv with their reason. Undated rows count as today, or are
    spread over days with --start-date and --days. Imported remedies carry evidence, but are
    never offered to a patient.
    """
    settings = load_settings()
    spread = None if start_date is None else Spread(_day(start_date), days)
    spare_the_collector()
    rejected = _Rejected(file.with_name(file.name.removesuffix(".csv") + ".rejected.csv"))
    with prepared_database(settings, create=create) as database, file.open("rb") as opened:
        reader = _Reader(opened, file.stat().st_size)
        started = system_clock()
        done = _import(database, reader, rejected, spread)
        announced = database.write_now(announce_ready, policy_of(settings))
    _report(done, rejected, announced, (system_clock() - started) / 1000)


def _day(moment: datetime) -> int:
    day = to_ms(moment.replace(tzinfo=UTC)) // DAY_MS
    if day > system_clock() // DAY_MS:
        typer.echo("--start-date is in the future.", err=True)
        raise typer.Exit(2)
    return day


def _import(
    database: Database, reader: _Reader, rejected: _Rejected, spread: Spread | None
) -> Done:
    done = Done()
    columns = (
        TextColumn("[bold]Importing"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]} rows, {task.fields[rate]}/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_console, transient=True) as bar:
        task = bar.add_task("import", total=reader.size, rows=0, rate=0)
        try:
            for batch in _batches(_records(reader, rejected)):
                done.add(database.write_now(import_batch, batch, done, spread))
                rows = done.imported + done.present + rejected.count
                elapsed = bar.tasks[task].elapsed or 1e-9
                bar.update(task, completed=reader.position, rows=rows, rate=round(rows / elapsed))
        finally:
            rejected.close()
    return done


def _records(reader: _Reader, rejected: _Rejected) -> Iterator[Record]:
    now = system_clock()
    for line, cells in enumerate(reader.rows(), start=2):
        try:
            yield _parse(reader.header, cells, now)
        except RecordError as problem:
            message = translate("en", f"field.{problem.code}", **problem.params)
            rejected.add(reader.header, line, cells, f"{problem.column}: {message}")


def _parse(header: Sequence[str], cells: Sequence[str], now: int) -> Record:
    if len(cells) > len(header):
        raise RecordError("row", "too_many_cells")
    return parse_record(dict.fromkeys(header) | dict(zip(header, cells, strict=False)), now)


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _report(done: Done, rejected: _Rejected, announced: int, seconds: float) -> None:
    rows = done.imported + done.present + rejected.count
    table = Table(show_header=False, box=None)
    table.add_row("rows read", f"{rows:,}")
    table.add_row("imported", f"{done.imported:,}")
    table.add_row("there already", f"{done.present:,}")
    table.add_row("rejected", f"{rejected.count:,}")
    table.add_row("new patients", f"{done.patients:,}")
    table.add_row("announced", f"{announced:,}")
    table.add_row("seconds", f"{seconds:.1f} ({rows / max(seconds, 1e-9):,.0f} rows/s)")
    Console().print(table)
    if rejected.count:
        typer.echo(f"The rejected rows and why: {rejected.path}", err=True)
