"""Random intercepts: sums of observed minus expected, by patient and by stratum."""

from dataclasses import dataclass

import numpy as np

from tajriba.predictions.fitting.report_columns import Reports
from tajriba.predictions.model.arrays import Codes, Column
from tajriba.predictions.model.learned.features import Residuals


class Grouped:
    """Sums over judged reports by key, as they are asked for by reports with the same key."""

    def __init__(self, judged: Codes, asked: Codes) -> None:
        found, self._places = np.unique(judged, return_inverse=True)
        self._size = len(found)
        at = np.minimum(np.searchsorted(found, asked), max(self._size - 1, 0))
        same = found[at] == asked if self._size else np.zeros(len(asked), dtype=bool)
        self._at = np.where(same, at, self._size)

    def sums(self, values: Column) -> Column:
        """Return the sum of judged values for each asked report."""
        return np.append(np.bincount(self._places, values, self._size), 0.0)[self._at]


class OthersAlike:
    """The residuals of other patients with the same key, -1 where there is none."""

    def __init__(self, reports: Reports, keys: Codes, judged: Codes, asked: Codes) -> None:
        width = int(keys.max(initial=0)) + 1
        own = np.where(keys < 0, -1, reports.patient * width + keys)
        self._every = Grouped(keys[judged], keys[asked])
        self._mine = Grouped(own[judged], own[asked])
        self._has = (keys[asked] >= 0).astype(np.float64)
        self._successes = self._left(reports.success[judged])
        self._total = self._left(np.ones(len(judged)))

    def residuals(self, expected: Column) -> Residuals:
        """Return the residuals against the expected successes of the judged reports."""
        return Residuals(self._successes, self._total, self._left(expected))

    def _left(self, values: Column) -> Column:
        left = (self._every.sums(values) - self._mine.sums(values)) * self._has
        return np.asarray(np.maximum(0.0, left))


class SameElsewhere:
    """The residuals of the same patient's other reports."""

    def __init__(self, reports: Reports, judged: Codes, asked: Codes) -> None:
        self._own = Grouped(reports.patient[judged], reports.patient[asked])
        self._itself = Grouped(judged, asked)
        self._successes = self._left(reports.success[judged])
        self._total = self._left(np.ones(len(judged)))

    def residuals(self, expected: Column) -> Residuals:
        """Return the residuals against the expected successes of the judged reports."""
        return Residuals(self._successes, self._total, self._left(expected))

    def _left(self, values: Column) -> Column:
        left = self._own.sums(values) - self._itself.sums(values)
        return np.asarray(np.maximum(0.0, left))


@dataclass(frozen=True)
class Groups:
    """All groups by which asked reports are told something of judged ones."""

    wide: tuple[OthersAlike, ...]
    within: tuple[OthersAlike, ...]
    habit: SameElsewhere


def groups_of(reports: Reports, judged: Codes, asked: Codes) -> Groups:
    """Return the groups of those alike, of all and by herb and condition, and by patient."""
    cells = [codes for codes in reports.alike if (codes >= 0).any()]
    crossed = [
        np.where(cell < 0, -1, whole * (int(cell.max()) + 1) + cell)
        for cell in cells
        for whole in (reports.herb, reports.condition)
    ]
    return Groups(
        tuple(OthersAlike(reports, keys, judged, asked) for keys in cells),
        tuple(OthersAlike(reports, keys, judged, asked) for keys in crossed),
        SameElsewhere(reports, judged, asked),
    )
