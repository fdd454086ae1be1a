"""A patient's record and its rules, without a database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from tajriba.kit.errors import Invalid, bad_field
from tajriba.kit.mizaj import Mizaj
from tajriba.patients.age import gregorian_year

Sex = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """What is known of a patient; None stands for unknown."""

    id: int
    user_id: int | None
    full_name: str
    mizaj: Mizaj | None
    birth_year: int | None
    sex: Sex | None
    conditions: tuple[str, ...]
    allergies: tuple[str, ...]
    medicines: tuple[str, ...]
    pregnant: bool | None
    nursing: bool | None
    version: int


_LISTS = ("conditions", "allergies", "medicines")


def patched(record: PatientRecord, given: Mapping[str, Any]) -> PatientRecord:
    """Return the record with the `given` fields; None clears one. The version stays."""
    lists = {name: tuple(given[name] or ()) for name in _LISTS if name in given}
    return replace(record, **{**given, **lists})


def changes(before: PatientRecord, after: PatientRecord) -> dict[str, tuple[Any, Any]]:
    """Return the fields that differ, each with its old and new value."""
    old, new = asdict(before), asdict(after)
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def problem_of(record: PatientRecord, given: Mapping[str, Any], year: int) -> Invalid | None:
    """Return what contradicts in a record at `year`, laid at a field that was given, or None."""
    if record.birth_year is not None and gregorian_year(record.birth_year) > year:
        return bad_field("birth_year", "less_than_equal", le=year)
    if record.sex == "male" and (record.pregnant or record.nursing):
        said = next((name for name in ("pregnant", "nursing") if given.get(name)), "sex")
        return bad_field(said, "not_for_male")
    return None
