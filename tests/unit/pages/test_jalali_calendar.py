"""Dates of the Persian calendar."""

from datetime import date, timedelta

import pytest

from tajriba.pages.jalali_calendar import day_in_words, jalali

# The first day of the year as published by the calendar centre of the University of Tehran.
NEW_YEARS = {
    1375: date(1996, 3, 20), 1376: date(1997, 3, 21), 1379: date(2000, 3, 20),
    1387: date(2008, 3, 20), 1391: date(2012, 3, 20), 1395: date(2016, 3, 20),
    1396: date(2017, 3, 21), 1399: date(2020, 3, 20), 1400: date(2021, 3, 21),
    1403: date(2024, 3, 20), 1404: date(2025, 3, 21), 1408: date(2029, 3, 20),
}  # fmt: skip


@pytest.mark.parametrize(("year", "day"), NEW_YEARS.items())
def test_the_year_begins_at_nowruz(year: int, day: date) -> None:
    assert jalali(day) == (year, 1, 1)
    assert jalali(day - timedelta(1))[:2] == (year - 1, 12)


def test_days_follow_each_other() -> None:
    day, before = date(1900, 1, 1), jalali(date(1899, 12, 31))
    while day < date(2100, 1, 1):
        year, month, of_month = now = jalali(day)
        follows = {
            (before[0], before[1], before[2] + 1),
            (before[0], before[1] + 1, 1),
            (before[0] + 1, 1, 1),
        }
        assert now in follows
        assert 1 <= of_month <= (31 if month <= 6 else 30)
        assert 1 <= month <= 12
        assert year == day.year - 621 - (jalali(day) < (day.year - 621, 1, 1))
        before, day = now, day + timedelta(1)


def test_days_before_1970() -> None:
    assert jalali(date(1969, 3, 20)) == (1347, 12, 29)
    assert jalali(date(1921, 3, 21)) == (1300, 1, 1)


def test_a_day_is_written_as_its_language_does() -> None:
    assert day_in_words("2026-11-22", "fa") == "۱ آذر ۱۴۰۵"
    assert day_in_words("2026-11-22T23:59:59.999Z", "fa") == "۱ آذر ۱۴۰۵"
    assert day_in_words("2026-11-22", "en") == "2026-11-22"
