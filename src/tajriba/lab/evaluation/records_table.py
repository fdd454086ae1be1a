"""Reading a CSV file of past records as the reports that models are evaluated on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tajriba.feedback.answers import NULLABLE
from tajriba.feedback.success import is_success
from tajriba.kit.clock import DAY_MS
from tajriba.kit.i18n import translate
from tajriba.kit.text import same_name_key
from tajriba.loop.transfer.record_format import COLUMNS, REQUIRED, Record, RecordError, parse_record
from tajriba.predictions.fitting.report_columns import ReportRow, Reports, reports_from

_FIELD_MOST = 1_000_000
_UNREAD = NULLABLE
_SPARED = frozenset({"sex", "age"})
"""Where one of these can't be read it counts as not given; the row stays."""


class TableError(ValueError):
    """A file that cannot be evaluated; the message says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """The reports of a file, the columns that nothing was read of, what was refused and why, and
    in how many rows sex or age was given and could not be read."""

    reports: Reports
    ignored: tuple[str, ...]
    refused: tuple[str, ...]
    spared: int


def read_table(path: Path, now: int) -> Table:
    """Read a file as `tajriba import` does; raises TableError where nothing can be read of it."""
    csv.field_size_limit(_FIELD_MOST)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        rows = csv.reader(file)
        try:
            header = [column.strip().lower() for column in next(rows, [])]
            _check_header(header)
            found, refused, spared = _records(header, rows, now)
        except csv.Error as error:
            raise TableError(f"Line {rows.line_num} is not CSV: {error}.") from None
    if not found:
        raise TableError(f"The file has no rows that can be read. {' '.join(refused[:1])}".strip())
    ignored = tuple(column for column in header if column not in COLUMNS)
    return Table(reports_from(map(report_row, found)), ignored, tuple(refused), spared)


def report_row(record: Record) -> ReportRow:
    """Return a record as a report; a remedy for a condition is one recommendation."""
    herb, condition = same_name_key(record.remedy), same_name_key(record.condition)
    return ReportRow(
        patient=record.patient_ref,
        herb=herb,
        condition=condition,
        recommendation=(herb, condition),
        success=is_success(record.answers),
        improvement=record.answers.symptom_improvement,
        day=None if record.observed_at is None else record.observed_at / DAY_MS,
        sex=record.sex,
        age=record.age,
    )


def _check_header(header: list[str]) -> None:
    if not header:
        raise TableError("The file is empty.")
    repeated = [column for column in COLUMNS if header.count(column) > 1]
    if repeated:
        raise TableError(f"The file has the column {repeated[0]} more than once.")
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise TableError(
            f"The file lacks the columns {', '.join(missing)}, so that no success can be told. "
            f"Its first line should name, separated by commas and in UTF-8: {', '.join(COLUMNS)}."
        )


def _records(
    header: list[str], rows: Iterator[list[str]], now: int
) -> tuple[list[Record], list[str], int]:
    found: list[Record] = []
    refused: list[str] = []
    spared = 0
    for line, cells in enumerate(filter(None, rows), start=2):
        try:
            record, whole = _record(header, cells, now)
            found.append(record)
            spared += not whole
        except RecordError as error:
            reason = translate("en", f"field.{error.code}", **error.params)
            refused.append(f"Row {line}: {error.column}: {reason}")
    return found, refused, spared


def _record(header: list[str], cells: list[str], now: int) -> tuple[Record, bool]:
    """Return a row's record, and whether all that is read of it could be read."""
    if len(cells) > len(header):
        raise RecordError("row", "too_many_cells")
    row = {name: text for name, text in zip(header, cells, strict=False) if name not in _UNREAD}
    unread: set[str] = set()
    while True:
        try:
            return parse_record(row | dict.fromkeys(unread, ""), now), not unread
        except RecordError as error:
            if error.column not in _SPARED - unread:
                raise
            unread.add(error.column)
