"""The cohort of a patient at the moment of a report, as one small number that is stored with it.

Its digits, of mixed radix, are mizaj, sex, age, standing conditions and past responses; 0 is
unknown in each. So 1-9 are patients of whom the mizaj alone is known.
"""

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from operator import mul
from typing import Final, Literal, NamedTuple, get_args

from tajriba.kit.mizaj import Mizaj
from tajriba.patients.age import gregorian_year
from tajriba.patients.record import PatientRecord, Sex

AGE_BANDS: Final = (18, 40, 60)
"""The ages, in years, at which a band begins; the first is below all of them."""

RESPONSES_LOOKED_AT: Final = 5
"""How many of a patient's last reports say how they mostly respond."""

MIZAJ_NUMBER: Final[dict[Mizaj, int]] = {
    mizaj: number for number, mizaj in enumerate(get_args(Mizaj), start=1)
}
MIZAJ_BY_NUMBER: Final[dict[int, Mizaj]] = {number: name for name, number in MIZAJ_NUMBER.items()}
_SEXES: Final[tuple[Sex, ...]] = get_args(Sex)
_MIZAJ_PLACES: Final = 10

Axis = Literal["mizaj", "sex", "age", "conditions", "responses"]


class Traits(NamedTuple):
    """What a record says by which patients are alike; `conditions` whether any are named.

    Who has none is alike to nobody.
    """

    mizaj: Mizaj | None = None
    sex: Sex | None = None
    birth_year: int | None = None
    conditions: bool = False

    @property
    def known(self) -> bool:
        """Whether the record says anything."""
        return any(self)


class Cohort(NamedTuple):
    """One digit of each axis: mizaj 1-9 in the order of `Mizaj`; sex in that of `Sex`; a band of
    age; 1 where standing conditions are named; past responses mostly 1 good, 2 not good."""

    mizaj: int = 0
    sex: int = 0
    age: int = 0
    conditions: int = 0
    responses: int = 0

    @property
    def number(self) -> int:
        """The number that stands for it in the tables, 0 where nothing is known."""
        return sum(map(mul, self, _WORTHS))


AXES: Final[tuple[Axis, ...]] = get_args(Axis)
_RADICES: Final = (_MIZAJ_PLACES, len(_SEXES) + 1, len(AGE_BANDS) + 2, 2, 3)
_WORTHS: Final[tuple[int, ...]] = tuple(accumulate((1, *_RADICES[:-1]), mul))
COHORTS: Final = _WORTHS[-1] * _RADICES[-1]
"""How many numbers there are."""


@lru_cache(maxsize=COHORTS)
def cohort_of(number: int) -> Cohort:
    """Return the cohort that a number stands for."""
    return Cohort(
        *(number // worth % radix for worth, radix in zip(_WORTHS, _RADICES, strict=True))
    )


@lru_cache(maxsize=COHORTS)
def marks_of(number: int) -> tuple[int, ...]:
    """Return the mark on each axis: the number of all who have that digit in common, 0 unknown."""
    return tuple(map(mul, cohort_of(number), _WORTHS))


def mizaj_digit(mizaj: Mizaj | None) -> int:
    """Return the digit, and the mark, of a mizaj; 0 for an unknown one."""
    return MIZAJ_NUMBER[mizaj] if mizaj else 0


def age_band(age: float) -> int:
    """Return the band of an age in years, 0 for the youngest."""
    return bisect_right(AGE_BANDS, age)


def responses_digit(successes: int, total: int) -> int:
    """Return how a patient mostly responded: 0 without reports, 1 if at least half succeeded."""
    if total == 0:
        return 0
    return 1 if 2 * successes >= total else 2


def traits_of(record: PatientRecord) -> Traits:
    """Return what a record says by which patients are alike."""
    return Traits(record.mizaj, record.sex, record.birth_year, bool(record.conditions))


def cohort_at(traits: Traits, year: int, responses: int) -> Cohort:
    """Return what a patient is in a `year`, by `responses_digit` of their last reports.

    Where a record names no conditions it is not known that there are none.
    """
    mizaj, sex, birth_year, conditions = traits
    return Cohort(
        mizaj_digit(mizaj),
        _SEXES.index(sex) + 1 if sex else 0,
        0 if birth_year is None else age_band(year - gregorian_year(birth_year)) + 1,
        int(conditions),
        responses,
    )
