"""Dates of the Persian calendar (Solar Hijri), and dates in words."""

from datetime import UTC, date, datetime
from typing import Final

from tajriba.kit.i18n import Lang, digits, translate

_EPOCH: Final = date(1969, 3, 21).toordinal()
"""1 Farvardin 1348."""
_LEAP: Final = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Years of the 33-year cycle that have 366 days (Borkowski 1996, *Earth, Moon, and Planets*
74:223-230); it agrees with the equinox from 1206 to 1498, which is 1827 to 2120."""


def jalali(day: date) -> tuple[int, int, int]:
    """Return year, month and day of the Persian calendar, for the years 1206 to 1498."""
    rest, year = day.toordinal() - _EPOCH, 1348
    while rest < 0:
        year -= 1
        rest += _days_of(year)
    while rest >= _days_of(year):
        rest -= _days_of(year)
        year += 1
    month = rest // 31 if rest < 186 else 6 + (rest - 186) // 30
    first = month * 31 if month <= 6 else 186 + (month - 6) * 30
    return year, month + 1, rest - first + 1


def _days_of(year: int) -> int:
    return 366 if year % 33 in _LEAP else 365


def day_in_words(iso: str, lang: Lang) -> str:
    """Return the UTC day of an ISO 8601 date or time as its language writes it."""
    day = datetime.fromisoformat(iso).astimezone(UTC).date() if "T" in iso else _date(iso)
    if lang == "en":
        return day.isoformat()
    year, month, of_month = jalali(day)
    return (
        digits(lang, f"{of_month} ")
        + translate(lang, f"page.month.{month}")
        + digits(lang, f" {year}")
    )


def _date(iso: str) -> date:
    return date.fromisoformat(iso)
