"""Many reports as columns, for training and evaluating model 2."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from tajriba.kit.mizaj import MIZAJ_AXES, Mizaj
from tajriba.patients.cohort import age_band
from tajriba.predictions.model.arrays import Codes, Column

_Key = TypeVar("_Key", bound=Hashable)

MIZAJES: tuple[Mizaj, ...] = tuple(MIZAJ_AXES)
_SEXES = ("female", "male")


class ReportRow(NamedTuple):
    """One report: who, of what, for what, how it went. `day` counts days, from any start.

    `condition` is its name, whose words count; the other keys may be anything that compares.
    `standing` conditions and past `responses` are digits of a cohort, None where not known.
    """

    patient: Hashable
    herb: Hashable
    condition: str
    recommendation: Hashable
    success: bool
    improvement: float
    day: float | None = None
    sex: str | None = None
    age: float | None = None
    mizaj: Mizaj | None = None
    match: float | None = None
    standing: int | None = None
    responses: int | None = None


@dataclass(frozen=True, slots=True)
class Reports:
    """Columns of equal length. Codes count from 0, and are -1 where not known; floats are nan.

    `conditions` are the names by code. `age` is a band of ages: below 18, 40, 60, and above.
    """

    patient: Codes
    herb: Codes
    condition: Codes
    recommendation: Codes
    success: Column
    improvement: Column
    day: Column
    sex: Codes
    age: Codes
    mizaj: Codes
    match: Column
    standing: Codes
    responses: Codes
    conditions: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.success)

    @property
    def alike(self) -> tuple[Codes, ...]:
        """Return by what patients are alike beside mizaj, which counts by likeness."""
        return self.sex, self.age, self.standing, self.responses

    @property
    def dated(self) -> bool:
        """Return whether every report has a day."""
        return len(self) > 0 and not bool(np.isnan(self.day).any())

    def taken(self, rows: Codes) -> "Reports":
        """Return some of the reports, with the codes as they are."""
        columns = {name: getattr(self, name)[rows] for name in self.__slots__[:-1]}
        return Reports(**columns, conditions=self.conditions)


def reports_from(rows: Iterable[ReportRow]) -> Reports:
    """Return rows as columns. Codes are given in the order of appearance."""
    every = list(rows)
    condition, names = _coded([row.condition for row in every])
    return Reports(
        patient=_coded([row.patient for row in every])[0],
        herb=_coded([row.herb for row in every])[0],
        condition=condition,
        recommendation=_coded([row.recommendation for row in every])[0],
        success=np.array([float(row.success) for row in every]),
        improvement=np.array([float(row.improvement) for row in every]),
        day=_optional([row.day for row in every]),
        sex=_among([row.sex for row in every], _SEXES),
        age=_bands([row.age for row in every]),
        mizaj=_among([row.mizaj for row in every], MIZAJES),
        match=_optional([row.match for row in every]),
        standing=_digits([row.standing for row in every]),
        responses=_digits([row.responses for row in every]),
        conditions=tuple(names),
    )


def _coded(values: Sequence[_Key]) -> tuple[Codes, list[_Key]]:
    codes: dict[_Key, int] = {}
    column = [codes.setdefault(value, len(codes)) for value in values]
    return np.array(column, dtype=np.int64), list(codes)


def _among(values: Sequence[str | None], known: Sequence[str]) -> Codes:
    places = {name: place for place, name in enumerate(known)}
    return np.array([places.get(value or "", -1) for value in values], dtype=np.int64)


def _digits(values: Sequence[int | None]) -> Codes:
    return np.array([-1 if value is None else value for value in values], dtype=np.int64)


def _optional(values: Sequence[float | None]) -> Column:
    return np.array([np.nan if value is None else float(value) for value in values])


def _bands(ages: Sequence[float | None]) -> Codes:
    bands = [-1 if age is None else age_band(age) for age in ages]
    return np.array(bands, dtype=np.int64)
