"""`tajriba import` and `tajriba export`: a clinic's past records, in and out."""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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

from tajriba.cli.context import load_settings, prepared_database, spare_the_collector
from tajriba.kit.clock import DAY_MS, system_clock, to_ms
from tajriba.kit.database.transactions import Database
from tajriba.kit.i18n import translate
from tajriba.loop.transfer.installation import installation_name
from tajriba.loop.transfer.record_export import export_rows
from tajriba.loop.transfer.record_format import COLUMNS, REQUIRED, Record, RecordError, parse_record
from tajriba.loop.transfer.record_import import Progress as Done
from tajriba.loop.transfer.record_import import Spread, announce_ready, import_batch

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
            self._file = self.path.open("w", encoding="utf-8", errors="replace", newline="")
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


def import_records(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    start_date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Spread undated rows from this day on."),
    ] = None,
    days: Annotated[
        int, typer.Option(min=1, max=3650, help="Over how many days undated rows are spread.")
    ] = 90,
) -> None:
    """Import a clinic's past records from a CSV file with neutral columns.

    Again is harmless: rows that are there already are left alone, also after an interruption.
    Refused rows go to FILE.rejected.csv with their reason. Undated rows count as today, or are
    spread over days with --start-date and --days. Imported remedies carry evidence, but are
    never offered to a patient.
    """
    spread = None if start_date is None else Spread(_day(start_date), days)
    spare_the_collector()
    rejected = _Rejected(file.with_name(file.name.removesuffix(".csv") + ".rejected.csv"))
    with prepared_database(load_settings()) as database, file.open("rb") as opened:
        reader = _Reader(opened, file.stat().st_size)
        started = system_clock()
        done = _import(database, reader, rejected, spread)
        announced = database.write_now(announce_ready)
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
    return parse_record(dict(zip(header, cells, strict=False)), now)


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


def export_records(
    file: Annotated[str, typer.Argument(help="The file to write, - for standard output.")] = "-",
) -> None:
    """Write all standing feedback as CSV in the columns that `tajriba import` reads.

    Patients without an imported reference are named by this installation and their number; their
    names and e-mails are not written. Comments are.
    """
    with prepared_database(load_settings()) as database, _output(file) as output:
        name = database.write_now(installation_name)
        writer = csv.DictWriter(output, COLUMNS)
        writer.writeheader()
        database.read_now(lambda tx: writer.writerows(export_rows(tx, name)))


@contextmanager
def _output(file: str) -> Iterator[TextIO]:
    if file == "-":
        yield sys.stdout
        return
    path = Path(file)
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="") as opened:
        yield opened
    partial.replace(path)
