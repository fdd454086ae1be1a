"""Years of birth in either calendar, and the ages that they allow. Pure."""

from datetime import date
from typing import Final

FIRST_PERSIAN, FIRST_GREGORIAN = 1278, 1900
"""The oldest years of birth; below the second a year is of the Persian calendar."""

_BETWEEN: Final = 621
_LAST_DAY: Final = (3, 20)
"""A Persian year ends on 19 or 20 March of the Gregorian year 622 years later."""


def is_year_of_birth(year: int) -> bool:
    """Return whether `year` can be one: Persian from 1278 to 1499, or Gregorian from 1900 on."""
    return FIRST_PERSIAN <= year < 1500 or year >= FIRST_GREGORIAN


def gregorian_year(birth_year: int) -> int:
    """Return the Gregorian year in which a year of birth begins."""
    return birth_year if birth_year >= FIRST_GREGORIAN else birth_year + _BETWEEN


def youngest_months(birth_year: int, today: date) -> int:
    """Return the fewest whole months that somebody born in `birth_year` can have lived by `today`.

    That is the age of who was born on the last day of the year; 0 for a year that is not over.
    """
    if birth_year >= FIRST_GREGORIAN:
        return max(0, (today.year - birth_year - 1) * 12 + today.month - 1)
    last = birth_year + _BETWEEN + 1
    month, day = _LAST_DAY
    return max(0, (today.year - last) * 12 + today.month - month - (today.day < day))
