"""Ages that a year of birth allows, in either calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.pages.jalali_calendar import jalali
from tajriba.patients.age import gregorian_year, is_year_of_birth, youngest_months

days = st.dates(date(1930, 1, 1), date(2080, 12, 31))


@given(born=days, lived=st.integers(0, 40_000))
def test_nobody_is_taken_for_older_than_they_are(born: date, lived: int) -> None:
    try:
        today = date.fromordinal(born.toordinal() + lived)
    except (OverflowError, ValueError):
        return
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    for year in (born.year, jalali(born)[0]):
        assert age - 2 <= youngest_months(year, today) // 12 <= age


def test_a_child_of_ten_months_is_no_child_of_one() -> None:
    assert jalali(date(2026, 3, 1))[0] == 1404
    assert youngest_months(1404, date(2027, 1, 2)) == 9
    assert youngest_months(1404, date(2027, 3, 19)) == 11
    assert youngest_months(1404, date(2027, 3, 20)) == 12


@pytest.mark.parametrize(
    ("year", "valid"),
    [(1277, False), (1278, True), (1499, True), (1500, False), (1899, False), (1900, True)],
)
def test_a_year_of_birth_is_of_one_calendar(year: int, valid: bool) -> None:
    assert is_year_of_birth(year) is valid


def test_a_persian_year_begins_in_the_gregorian_year_that_stands_for_it() -> None:
    assert (gregorian_year(1364), gregorian_year(1985)) == (1985, 1985)
