"""Random intercepts of a patient's peers: the same sex, age, conditions or responses. Pure."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tajriba.patients.cohort import Axis
from tajriba.predictions.model.inputs import Habit, Peers
from tajriba.predictions.model.logit import expit, logit, random_intercept

CellCounts = Mapping[int, tuple[int, int]]
"""By recommendation: successes of so many reports by patients who have one thing in common."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What patients report who are like one on an axis: of all remedies around a plan together,
    the shift on the logit scale that this gives, and each remedy with what is expected after it."""

    axis: Axis
    wide: Habit
    shift: float
    cells: CellCounts
    expected: Mapping[int, float]

    @staticmethod
    def of(axis: Axis, cells: CellCounts, rates: Mapping[int, float], deviation: float) -> "Alike":
        """Return those alike whose cells are published, where remedies succeed at `rates`."""
        known = {ref: cell for ref, cell in cells.items() if ref in rates}
        wide = _against(known, rates, known)
        shift = float(random_intercept(wide.successes, float(wide.total), wide.expected, deviation))
        moved = {ref: float(expit(float(logit(rates[ref])) + shift)) for ref in known}
        return Alike(axis, wide, shift, known, moved)

    def among(self, remedies: Collection[int]) -> Habit:
        """Return how they did with some remedies, beyond how they do with all."""
        return _against(self.cells, self.expected, remedies)


def wide_peers(alike: Iterable[Alike]) -> tuple[Peers, ...]:
    """Return what a model is given of those alike, of all remedies."""
    return tuple(Peers(one.wide, wide=True) for one in alike)


def peers_within(alike: Iterable[Alike], remedies: Collection[int]) -> tuple[Peers, ...]:
    """Return the same of a herb's or a condition's remedies, beyond what is so of all."""
    found = (one.among(remedies) for one in alike)
    return tuple(Peers(one, wide=False) for one in found if one.total)


def shift_of(alike: Iterable[Alike]) -> float:
    """Return by how much, on the logit scale, those alike lean on all axes together."""
    return math.fsum(one.shift for one in alike)


def _against(cells: CellCounts, rates: Mapping[int, float], remedies: Collection[int]) -> Habit:
    among = [ref for ref in remedies if ref in cells]
    total = sum(cells[ref][1] for ref in among)
    expected = math.fsum(cells[ref][1] * rates[ref] for ref in among)
    return Habit(sum(cells[ref][0] for ref in among), total, min(expected, float(total)))
