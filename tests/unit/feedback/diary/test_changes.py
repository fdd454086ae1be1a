"""Every sentence on what changed is true of the numbers that it is made of."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tajriba.feedback.diary.changes import (
    DAYS,
    ENOUGH_DAYS,
    Change,
    DiaryDay,
    Period,
    changes,
)

TODAY = 20_000
SYMPTOMS = 2

_severity = st.integers(0, 10)
_maybe = st.none() | _severity
_told = st.tuples(
    st.integers(TODAY - 70, TODAY),
    _severity,
    st.none() | st.integers(1, 5),
    st.tuples(_maybe, _maybe),
)
diaries = st.lists(_told, max_size=60, unique_by=lambda one: one[0]).map(
    lambda told: [DiaryDay(*one) for one in sorted(told)]
)


def week(*severities: int | None, until: int = TODAY) -> list[DiaryDay]:
    """Return a day for each severity, the last on `until`; None where nothing was written."""
    first = until - len(severities) + 1
    return [
        DiaryDay(first + place, one, None, ())
        for place, one in enumerate(severities)
        if one is not None
    ]


def severities(days: Sequence[DiaryDay], symptom: int | None) -> list[int]:
    told = [one.severity if symptom is None else one.symptoms[symptom] for one in days]
    return [one for one in told if one is not None]


def windows(days: Sequence[DiaryDay], period: Period) -> tuple[list[DiaryDay], list[DiaryDay]]:
    """Return the days of a period up to today, and of the one before, counted one by one."""
    length = DAYS[period]
    now = {TODAY - back for back in range(length)}
    before = {TODAY - length - back for back in range(length)}
    return [one for one in days if one.day in now], [one for one in days if one.day in before]


def is_true(change: Change, days: Sequence[DiaryDay]) -> bool:
    if change.period == "all":
        told = severities(days, change.symptom)
        rises = {"start_less": told[-1] < told[0], "start_more": told[-1] > told[0]}
        said = (change.now, change.before) == (told[-1], told[0])
        return said and rises.get(change.kind, told[-1] == told[0])
    now, before = windows(days, change.period)
    if change.kind == "nights":
        nights = [[one.sleep for one in part if one.sleep is not None] for part in (now, before)]
        good = [len([one for one in part if one in (4, 5)]) for part in nights]
        shown = [change.now, change.before, change.days_now, change.days_before]
        return shown == good + [len(part) for part in nights]
    late, early = severities(now, change.symptom), severities(before, change.symptom)
    means = [sum(late) / len(late), sum(early) / len(early)]
    said_means = [change.now, change.before]
    near = all(
        abs(one - other) <= 0.05 + 1e-9 for one, other in zip(said_means, means, strict=True)
    )
    moved = {"less": change.now < change.before, "more": change.now > change.before}
    alike = abs(change.now - change.before) < 0.5
    counted = [change.days_now, change.days_before] == [len(late), len(early)]
    return near and counted and (alike if change.kind == "same" else moved[change.kind])


@given(diaries)
def test_every_change_is_true(days: list[DiaryDay]) -> None:
    found = changes(days, TODAY, SYMPTOMS)
    assert [one for one in found if not is_true(one, days)] == []
    assert len({(one.period, one.kind == "nights", one.symptom) for one in found}) == len(found)


@given(diaries)
def test_few_days_are_compared_with_nothing(days: list[DiaryDay]) -> None:
    compared = [one for one in changes(days, TODAY, SYMPTOMS) if one.period != "all"]
    assert all(min(one.days_now, one.days_before) >= ENOUGH_DAYS for one in compared)


def test_a_week_by_hand() -> None:
    days = week(8, 7, None, 8, 9, 8, 8, 6, None, 5, 4, 4, None, 3)
    (found, start) = changes(days, TODAY, 0)
    assert found == Change("week", "less", None, 4.4, 8.0, 5, 6)
    assert start == Change("all", "start_less", None, 3, 8, 1, 1)


def test_alike_and_more_by_hand() -> None:
    assert changes(week(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6), TODAY, 0)[0].kind == "same"
    found = changes(week(2, 2, 2, 2, 2, 2, 2, 6, 6, 6), TODAY, 0)
    assert [one.kind for one in found] == ["more", "start_more"]
    assert changes(week(4, 9, 4), TODAY, 0)[0].kind == "start_same"


def test_nights_by_hand() -> None:
    sleep = [2, 2, 4, 1, 2, 3, 2, 4, 5, 3, 4, 5, 2, 4]
    days = [DiaryDay(TODAY - 13 + place, 5, one, ()) for place, one in enumerate(sleep)]
    nights = [one for one in changes(days, TODAY, 0) if one.kind == "nights"]
    assert nights == [Change("week", "nights", None, 5, 1, 7, 7)]


def test_an_empty_diary_says_nothing() -> None:
    assert changes([], TODAY, 1) == []
    assert changes(week(5), TODAY, 0) == []
