"""Sums of reports by key with time decay: older reports weigh less."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tajriba.predictions.fitting.report_columns import Reports
from tajriba.predictions.model.arrays import Codes, Column
from tajriba.predictions.model.learned.features import Tally

BINS = 24


@dataclass(frozen=True)
class Clock:
    """Time in bins of equal length, and how much a report of one bin counts in another."""

    bins: Codes
    weights: Column

    @staticmethod
    def of(reports: Reports, half_life: float) -> "Clock":
        """Cut the time of reports into at most 24 bins; into one where age does not matter."""
        if not (reports.dated and half_life < np.inf):
            return Clock(np.zeros(len(reports), dtype=np.int64), np.ones((1, 1)))
        first = float(reports.day.min())
        width = max(1.0, (float(reports.day.max()) - first + 1) / BINS)
        bins = ((reports.day - first) // width).astype(np.int64)
        centres = np.arange(int(bins.max()) + 1) * width
        apart = np.abs(centres[:, None] - centres[None, :])
        return Clock(bins, 0.5 ** (apart / half_life))


class Sums:
    """Sums over known reports by an integer key; a key without reports has zeros.

    `patients` is one more than the highest code of a patient; 1 where a key is of one patient.
    """

    def __init__(
        self, reports: Reports, known: Codes, keys: Codes, clock: Clock, patients: int
    ) -> None:
        self._keys, places = np.unique(keys[known], return_inverse=True)
        self._size = len(self._keys)
        self._bins = len(clock.weights)
        self._cells = places * self._bins + clock.bins[known]
        self._clock = clock
        self._places = places
        self._reports = reports.taken(known)
        self._patients = patients

    def place(self, keys: Codes) -> Codes:
        """Return the row of each key, or that of the zeros at the end."""
        if not self._size:
            return np.zeros(len(keys), dtype=np.int64)
        found = np.minimum(np.searchsorted(self._keys, keys), self._size - 1)
        return np.where(self._keys[found] == keys, found, self._size)

    def decayed(self, values: Column) -> Column:
        """Return the sums of a column: a row for each key and one of zeros, by bin."""
        length = (self._size + 1) * self._bins
        cells = np.bincount(self._cells, values, length).reshape(-1, self._bins)
        return np.asarray(cells @ self._clock.weights)

    @cached_property
    def successes(self) -> Column:
        """Return the faded successes."""
        return self.decayed(self._reports.success)

    @cached_property
    def total(self) -> Column:
        """Return the faded reports."""
        return self.decayed(np.ones(len(self._reports)))

    @cached_property
    def improvement(self) -> Column:
        """Return the faded sums of improvement."""
        return self.decayed(self._reports.improvement)

    @cached_property
    def reports(self) -> Column:
        """Return the reports, not faded."""
        return np.append(np.bincount(self._places, minlength=self._size), 0).astype(np.float64)

    @cached_property
    def patients(self) -> Column:
        """Return the distinct patients."""
        if self._patients == 1:
            return np.minimum(1.0, self.reports)
        pairs = np.sort(self._places * self._patients + self._reports.patient)
        firsts = pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
        counts = np.bincount(firsts // self._patients, minlength=self._size + 1)
        return counts.astype(np.float64)

    def at(self, keys: Codes, bins: Codes) -> Tally:
        """Return the sums of each key as they count in a bin."""
        places = self.place(keys)
        return Tally(
            self.successes[places, bins],
            self.total[places, bins],
            self.improvement[places, bins],
            self.reports[places],
            self.patients[places],
        )


def minus(whole: Tally, part: Tally) -> Tally:
    """Return what is left outside a part, held to possible counts."""
    total = np.maximum(0.0, whole.total - part.total)
    reports = np.maximum(0.0, whole.reports - part.reports)
    patients = np.maximum(whole.patients - part.patients, np.minimum(1.0, reports))
    return Tally(
        np.clip(whole.successes - part.successes, 0.0, total),
        total,
        np.clip(whole.improvement - part.improvement, total, 5 * total),
        reports,
        np.minimum(patients, reports),
        whole.remedies,
    )


def nothing(length: int) -> Tally:
    """Return a column of tallies without reports."""
    zeros = np.zeros(length)
    return Tally(zeros, zeros, zeros, zeros, zeros, np.ones(length))


def weighted(parts: Sequence[tuple[Column, Tally]]) -> Tally:
    """Return tallies together, each row of each by its share."""

    def total(name: str) -> Column:
        columns = [share * getattr(tally, name) for share, tally in parts]
        return np.asarray(np.sum(columns, axis=0), dtype=np.float64)

    squares = np.sum([(share * tally.reports) ** 2 for share, tally in parts], axis=0)
    reports = total("reports")
    some = squares > 0
    remedies = np.where(some, reports**2 / np.where(some, squares, 1.0), 1.0)
    return Tally(
        total("successes"),
        total("total"),
        total("improvement"),
        reports,
        total("patients"),
        remedies,
    )
