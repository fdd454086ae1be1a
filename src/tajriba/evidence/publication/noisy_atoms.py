"""Noisy atoms: what a patient adds to them, how often, and which figures follow from them. Pure.

A patient adds one vector of bounded length for each remedy in which they count, and counts a
bounded number of times a year. Noise is added to the sums once, when an atom closes; all figures
are calculated from noisy sums. Why that is differentially private: docs/adr/0041-noisy-atoms.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Final, NamedTuple

from tajriba.evidence.publication.atoms import Value
from tajriba.evidence.sums import MIN_PATIENTS, WINDOW_DAYS, Counts, Sums, values_of

YEAR_DAYS: Final = 365
DELTA: Final = 1e-6
"""The chance, at most, that a year's release tells more of a patient than epsilon allows."""

_WEIGHTS: Final = (4, 4, 2, 1, 1)
"""How often each of the `COORDINATES` is counted: the more, the less the same noise matters."""

WEIGHT_OF_PATIENTS: Final = _WEIGHTS[0]

_CLEAR: Final = 4
"""So many times the noise's standard deviation are no chance: a remedy that nobody takes shows once
in 30,000 closings."""

_MIDDLE: Final = 3
_FURTHEST: Final = 2
"""Answers of a scale are 1-5: at most so far from the middle."""

SQUARED_LENGTH: Final = sum(
    (weight * most) ** 2
    for weight, most in zip(_WEIGHTS, (1, 1, 1, _FURTHEST, _FURTHEST), strict=True)
)
"""The square of the longest vector that a patient can add to an atom."""

Vector = tuple[int, ...]
"""Weighted figures in the order of `COORDINATES` (`evidence/sums.py`)."""


class Budget(NamedTuple):
    """What may become known of a patient in a year: epsilon, at `DELTA`; in how many atoms they
    count in it; and every how many days atoms close."""

    epsilon: float
    entries: int
    days: int


class Entry(NamedTuple):
    """That a patient counts in the atom of a remedy that closed as of a day."""

    patient_id: int
    recommendation_id: int
    day: int


def closing_day(last: int | None, today: int, days: int) -> int | None:
    """Return the day as of which atoms close now, None where none do.

    The days are the calendar's alone; `last` is that of the atoms before.
    """
    day = today - today % days
    return day if last is None or day > last else None


def counting(
    values: Mapping[int, Value], earlier: Iterable[Entry], entries: int, day: int
) -> dict[int, Value]:
    """Return in which remedies a patient counts on a day of closing, of those they have a value of.

    Once a remedy in a window, in the latest first, and altogether at most `entries` times a year.
    Nobody else's values matter to that.
    """
    past = [one for one in earlier if one.day > day - YEAR_DAYS]
    shown = {one.recommendation_id for one in past if one.day > day - WINDOW_DAYS}
    open_to = {remedy: value for remedy, value in values.items() if remedy not in shown}
    latest_first = sorted(open_to, key=lambda remedy: _when(open_to[remedy]), reverse=True)
    return {remedy: open_to[remedy] for remedy in latest_first[: max(0, entries - len(past))]}


def _when(value: Value) -> tuple[int, int]:
    return value.day, value.report_id


def vector_of(counts: Counts) -> Vector:
    """Return what a patient's value adds to an atom; never longer than `SQUARED_LENGTH` allows."""
    said = Sums(*counts)
    figures = (
        1,
        1 if said.successes else -1,
        1 if said.positives else -1,
        _from_middle(said.rating_sum),
        _from_middle(said.improvement_sum),
    )
    return tuple(weight * one for weight, one in zip(_WEIGHTS, figures, strict=True))


def _from_middle(answer: int) -> int:
    return max(-_FURTHEST, min(answer - _MIDDLE, _FURTHEST))


def figures_of(atoms: Sequence[Vector], variance: float) -> Counts | None:
    """Return what is published of atoms whose noise has a variance in sum; None where too little
    is left.

    The sums are of as many patients as would tell as much without noise: the variance of a rate
    over them is that of the rate over all who count, with that of the noise. So intervals, pooling
    and whatever else reads the figures takes the noise into account.
    """
    sums = [sum(column) for column in zip(*atoms, strict=True)]
    many, *balances = (total / weight for total, weight in zip(sums, _WEIGHTS, strict=True))
    if many <= 0:
        return None
    success, positive = (max(-1.0, min(one / many, 1.0)) for one in balances[:2])
    rate = (1 + success) / 2
    noise = variance / (2 * WEIGHT_OF_PATIENTS * many) ** 2
    least = 1 / (1 / many + 4 * noise)
    if least < MIN_PATIENTS or many < _CLEAR * sqrt(variance) / WEIGHT_OF_PATIENTS:
        return None
    likely = (rate * least + 1) / (least + 2)
    noise_of_rate = noise * (1 + success**2)
    weight = int(1 / (1 / many + noise_of_rate / (likely * (1 - likely))))
    rating, improvement = (
        _MIDDLE + max(-_FURTHEST, min(one / many, _FURTHEST)) for one in balances[2:]
    )
    return values_of(
        Sums(
            total=weight,
            successes=round(rate * weight),
            positives=round((1 + positive) / 2 * weight),
            rating_sum=round(rating * weight),
            improvement_sum=round(improvement * weight),
            patients=weight,
        )
    )
