"""The columns of past records, pure: parsing a row, the reasons to refuse it, writing it."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Literal, NamedTuple

from tajriba.feedback.answers import (
    KINDS,
    Answers,
    Flag,
    Kind,
    Prose,
    Scale,
    Severity,
    SideEffect,
    SideEffects,
)
from tajriba.feedback.answers import REQUIRED as REQUIRED_ANSWERS
from tajriba.feedback.success import split_side_effects
from tajriba.kit.clock import to_ms
from tajriba.kit.text import is_storable
from tajriba.loop.transfer.formula_guard import plain

_NAMES: Final = ("patient_ref", "condition", "remedy")


def _columns(name: str, kind: Kind) -> tuple[str, ...]:
    """Return the columns of an answer."""
    return ("side_effect_severity", name) if isinstance(kind, SideEffects) else (name,)


COLUMNS: Final = (
    *_NAMES,
    *(column for name, kind in KINDS.items() for column in _columns(name, kind)),
    *("sex", "age", "created_at"),
)
REQUIRED: Final = tuple(column for column in COLUMNS if column in {*_NAMES, *REQUIRED_ANSWERS})
_SEVERITIES: Final[tuple[Severity, ...]] = ("mild", "moderate", "severe")
_SIDE_EFFECTS_MAX: Final = 2500
_NAME_MAX: Final = 200
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
_POINT_ZERO: Final = re.compile(r"[.٫][0۰٠]+\Z")
"""What spreadsheets put behind the whole numbers of a column that has gaps."""

_FLAGS: Final = {
    **dict.fromkeys(("", "no", "false", "0", "۰", "٠", "خیر", "نه"), False),
    **dict.fromkeys(("yes", "true", "1", "۱", "١", "بله", "بلی"), True),
}

Sex = Literal["female", "male"]


class RecordError(ValueError):
    """A row that cannot be imported: the column, and a code of the catalogues' `field` section."""

    def __init__(self, column: str, code: str, **params: str | int) -> None:
        super().__init__(f"{column}: {code}")
        self.column = column
        self.code = code
        self.params = params


class Record(NamedTuple):
    """One row. `asked` names the answers that the file has columns for; `observed_at` is in
    milliseconds since 1970 UTC, None where no date was given."""

    patient_ref: str
    condition: str
    remedy: str
    answers: Answers
    asked: tuple[str, ...]
    sex: Sex | None
    age: int | None
    observed_at: int | None


class Content(NamedTuple):
    """What makes a record itself, wherever it is kept: equal contents are the same report.

    Never a date that was assigned, nor what is said of the patient. `answers` are those that the
    file asks for, by name, as they come back from an export.
    """

    herb_id: int
    condition_id: int
    answers: tuple[tuple[str, object], ...]
    observed_at: int | None


def parse_record(row: Mapping[str, str | None], now: int) -> Record:
    """Return what a row says; raises `RecordError` with the first thing that is wrong with it."""
    cells = {column: plain((row.get(column) or "").strip()).strip() for column in COLUMNS}
    if not is_storable("".join(cells.values())):
        broken = next(column for column, text in cells.items() if not is_storable(text))
        raise RecordError(broken, _why_unstorable(cells[broken]))
    for column in _NAMES:
        _bounded(cells, column, _NAME_MAX)
        if not cells[column]:
            raise RecordError(column, "missing")
    return Record(
        patient_ref=cells["patient_ref"],
        condition=cells["condition"],
        remedy=cells["remedy"],
        answers=Answers(**{name: _read(cells, name, kind) for name, kind in KINDS.items()}),
        asked=tuple([name for name in KINDS if name in row]),
        sex=_sex(cells["sex"]),
        age=_whole(cells, "age", 0, 120) if cells["age"] else None,
        observed_at=_moment(cells["created_at"], now) if cells["created_at"] else None,
    )


def _why_unstorable(text: str) -> str:
    """Bytes that are no UTF-8 come as lone surrogates (`surrogateescape`)."""
    return "text_not_utf8" if _ESCAPED.search(text) else "text_unstorable"


def _bounded(cells: Mapping[str, str], column: str, most: int) -> str:
    if len(cells[column]) > most:
        raise RecordError(column, "string_too_long", max_length=most)
    return cells[column]


def _read(cells: Mapping[str, str], name: str, kind: Kind) -> Any:
    """Return the answer in a row's cells."""
    match kind:
        case Scale(low, high, required=required):
            return _whole(cells, name, low, high) if required or cells[name] else None
        case Flag():
            return _flag(cells, name)
        case Prose(longest):
            return _bounded(cells, name, longest) or None
        case _:
            return _side_effects(cells)


def written(answers: Answers) -> dict[str, str]:
    """Return answers as the cells of a row; what was not given stays empty."""
    cells: dict[str, str] = {}
    for (name, kind), value in zip(KINDS.items(), answers, strict=True):
        match kind:
            case Flag():
                cells[name] = "yes" if value else "no"
            case SideEffects():
                cells["side_effect_severity"] = severity_of(answers.side_effects)
                cells[name] = joined_names(answers.side_effects)
            case _:
                cells[name] = "" if value is None else str(value).strip()
    return cells


def identity(answers: Answers, asked: Sequence[str]) -> tuple[tuple[str, object], ...]:
    """Return the answers that are `asked` for, by name, as they come back from an export."""
    said = answers._replace(comment=(answers.comment or "").strip())._asdict()
    worst, names = severity_of(answers.side_effects), effect_names(answers.side_effects)
    return tuple(
        [(name, (worst, names) if name == "side_effects" else said[name]) for name in asked]
    )


def _flag(cells: Mapping[str, str], column: str) -> bool:
    found = _FLAGS.get(_POINT_ZERO.sub("", cells[column]).lower())
    if found is None:
        raise RecordError(column, "literal_error", expected="yes, no")
    return found


def _whole(cells: Mapping[str, str], column: str, least: int, most: int) -> int:
    if not cells[column]:
        raise RecordError(column, "missing")
    try:
        number = int(_POINT_ZERO.sub("", cells[column]))
    except ValueError:
        raise RecordError(column, "int_parsing") from None
    if number < least:
        raise RecordError(column, "greater_than_equal", ge=least)
    if number > most:
        raise RecordError(column, "less_than_equal", le=most)
    return number


def _side_effects(cells: Mapping[str, str]) -> tuple[SideEffect, ...]:
    text = _bounded(cells, "side_effects", _SIDE_EFFECTS_MAX)
    given = cells["side_effect_severity"].lower()
    if given not in ("", "none", *_SEVERITIES):
        expected = ", ".join(("none", *_SEVERITIES))
        raise RecordError("side_effect_severity", "literal_error", expected=expected)
    severity = next((one for one in _SEVERITIES if one == given), None)
    found = split_side_effects(text, severity)
    if severity and not found:
        return (SideEffect(name="", severity=severity),)
    return found


def _sex(text: str) -> Sex | None:
    match text.lower():
        case "":
            return None
        case "female" | "f" | "زن":
            return "female"
        case "male" | "m" | "مرد":
            return "male"
    raise RecordError("sex", "literal_error", expected="female, male")


def _moment(text: str, now: int) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RecordError("created_at", "datetime_parsing") from None
    try:
        found = to_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except OverflowError:
        raise RecordError("created_at", "datetime_object_invalid") from None
    if found > now:
        raise RecordError("created_at", "observed_in_future")
    if found < 0:
        raise RecordError("created_at", "observed_before_1970")
    return found


def severity_of(side_effects: Sequence[SideEffect]) -> str:
    """Return the worst severity of side effects, empty where none is given."""
    given = {one.severity for one in side_effects}
    return next((one for one in reversed(_SEVERITIES) if one in given), "")


def joined_names(side_effects: Sequence[SideEffect]) -> str:
    """Return side effects as one would type them."""
    return "، ".join(one.name for one in side_effects if one.name)


def effect_names(side_effects: Sequence[SideEffect]) -> tuple[str, ...]:
    """Return the names of side effects as they come back from a text that was written of them."""
    return tuple(one.name for one in split_side_effects(joined_names(side_effects)))
