"""A patient's record and its rules, without a database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from tajriba.kit.errors import Invalid, bad_field
from tajriba.kit.mizaj import Mizaj
from tajriba.nlp.context.denial import is_denial
from tajriba.patients.age import gregorian_year

Sex = Literal["female", "male"]
ListName = Literal["conditions", "allergies", "medicines"]
"""The lists of a record. One that is empty is unknown, but where it stands in `none_known`."""


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
    none_known: tuple[ListName, ...]
    pregnant: bool | None
    nursing: bool | None
    version: int


LISTS: Final[tuple[ListName, ...]] = ("conditions", "allergies", "medicines")


def patched(record: PatientRecord, given: Mapping[str, Any]) -> PatientRecord:
    """Return the record with the `given` fields; None clears one. The version stays.

    A list that says nothing but that there is nothing becomes an empty one that is none known; one
    that names something, or is given as None, is none known no more.
    """
    lists = {name: tuple(given[name] or ()) for name in LISTS if name in given}
    denied = {name for name, texts in lists.items() if texts and all(map(is_denial, texts))}
    said = set(given.get("none_known") or ())
    none = said if "none_known" in given else set(record.none_known)
    none = none - {name for name in lists if lists[name] or given[name] is None} | denied | said
    fields = dict(given)
    for name, texts in lists.items():
        fields[name] = () if name in denied else texts
    fields["none_known"] = tuple(name for name in LISTS if name in none)
    return replace(record, **fields)


def changes(before: PatientRecord, after: PatientRecord) -> dict[str, tuple[Any, Any]]:
    """Return the fields that differ, each with its old and new value."""
    old, new = asdict(before), asdict(after)
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def problem_of(record: PatientRecord, given: Mapping[str, Any], year: int) -> Invalid | None:
    """Return what contradicts in a record at `year`, laid at a field that was given, or None."""
    if record.birth_year is not None and gregorian_year(record.birth_year) > year:
        return bad_field("birth_year", "less_than_equal", le=year)
    for name in record.none_known:
        if getattr(record, name):
            return bad_field("none_known", "none_known_but_listed")
    if record.sex == "male" and (record.pregnant or record.nursing):
        said = next((name for name in ("pregnant", "nursing") if given.get(name)), "sex")
        return bad_field(said, "not_for_male")
    return None
