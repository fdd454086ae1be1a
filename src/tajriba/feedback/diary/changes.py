"""What a diary says has changed, as facts that its numbers bear out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal, NamedTuple

Period = Literal["week", "month", "all"]
Kind = Literal["less", "more", "same", "nights", "start_less", "start_more", "start_same"]

DAYS: Final[dict[Period, int]] = {"week": 7, "month": 30}
ENOUGH_DAYS: Final = 3
"""Fewer days of a period are compared with nothing."""
NOTICEABLE: Final = 0.5
"""Means of severity that lie closer than this are said to be alike."""
GOOD_SLEEP: Final = 4


class DiaryDay(NamedTuple):
    """A day of a diary: severities 0-10, sleep 1-5; None where it was not said."""

    day: int
    severity: int
    sleep: int | None
    symptoms: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of a period: means of severity, or counts of good nights, now and before.

    `symptom` is the place of the symptom, None for the whole complaint; `days_now` and
    `days_before` are on how many days it rests.
    """

    period: Period
    kind: Kind
    symptom: int | None
    now: float
    before: float
    days_now: int
    days_before: int


def changes(days: Sequence[DiaryDay], today: int, symptoms: int) -> list[Change]:
    """Return what changed in the last week and month against the one before, and since the start.

    `days` are in order and not after `today`; each has a severity for each of the `symptoms`.
    """
    measures: list[int | None] = [None, *range(symptoms)]
    found: list[Change | None] = []
    for period, length in DAYS.items():
        now = [one for one in days if today - length < one.day <= today]
        before = [one for one in days if today - 2 * length < one.day <= today - length]
        found += [_severity(period, one, now, before) for one in measures]
        found.append(_nights(period, now, before))
    found += [_since_start(one, days) for one in measures]
    return [one for one in found if one is not None]


def _severity(
    period: Period, symptom: int | None, now: Sequence[DiaryDay], before: Sequence[DiaryDay]
) -> Change | None:
    late, early = _told(now, symptom), _told(before, symptom)
    if min(len(late), len(early)) < ENOUGH_DAYS:
        return None
    means = round(fmean(late), 1), round(fmean(early), 1)
    return Change(period, _direction(*means), symptom, *means, len(late), len(early))


def _direction(now: float, before: float) -> Literal["less", "more", "same"]:
    if abs(now - before) < NOTICEABLE:
        return "same"
    return "less" if now < before else "more"


def _nights(period: Period, now: Sequence[DiaryDay], before: Sequence[DiaryDay]) -> Change | None:
    late, early = _slept(now), _slept(before)
    if min(len(late), len(early)) < ENOUGH_DAYS:
        return None
    good = _good(late), _good(early)
    return Change(period, "nights", None, *good, len(late), len(early))


def _since_start(symptom: int | None, days: Sequence[DiaryDay]) -> Change | None:
    told = _told(days, symptom)
    if len(told) < 2:
        return None
    first, last = told[0], told[-1]
    kind: Kind = "start_same"
    if last != first:
        kind = "start_less" if last < first else "start_more"
    return Change("all", kind, symptom, last, first, 1, 1)


def _told(days: Iterable[DiaryDay], symptom: int | None) -> list[int]:
    values = (one.severity if symptom is None else one.symptoms[symptom] for one in days)
    return [value for value in values if value is not None]


def _slept(days: Iterable[DiaryDay]) -> list[int]:
    return [one.sleep for one in days if one.sleep is not None]


def _good(nights: Iterable[int]) -> int:
    return sum(night >= GOOD_SLEEP for night in nights)
