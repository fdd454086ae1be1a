"""Model 1 on many reports at once: each is predicted from the others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from tajriba.kit.mizaj import Mizaj
from tajriba.predictions.fitting.report_columns import MIZAJES, Reports
from tajriba.predictions.model import (
    CohortCounts,
    Counts,
    Evidence,
    MatchScore,
    PredictionInput,
    predict,
)
from tajriba.predictions.model.arrays import Codes, Column

Pair = tuple[int, int]


class _Sums:
    """Successes, reports and patients of a key."""

    def __init__(self) -> None:
        self.successes = 0
        self.total = 0
        self.patients: set[int] = set()

    def add(self, patient: int, success: int) -> None:
        self.successes += success
        self.total += 1
        self.patients.add(patient)

    def counts(self) -> Counts:
        return Counts(self.successes, self.total, len(self.patients))


class Known:
    """The reports that are known, summed by every key that model 1 looks at."""

    def __init__(self, reports: Reports, known: Codes) -> None:
        self._parents: dict[int, Pair] = {}
        self._sums: defaultdict[tuple[str, Pair], _Sums] = defaultdict(_Sums)
        self._evidence: dict[Pair, Evidence] = {}
        for row in known.tolist():
            self._add(reports, row)
        self._counts = {key: sums.counts() for key, sums in self._sums.items()}
        self._by_parent = _by_parent(self._parents)

    def _add(self, reports: Reports, row: int) -> None:
        patient, success = int(reports.patient[row]), int(reports.success[row])
        herb, condition = int(reports.herb[row]), int(reports.condition[row])
        remedy, mizaj = int(reports.recommendation[row]), int(reports.mizaj[row])
        self._parents[remedy] = (herb, condition)
        keys = [
            ("all", (0, 0)),
            ("herb", (herb, 0)),
            ("condition", (condition, 0)),
            ("remedy", (remedy, 0)),
            ("own", (remedy, patient)),
        ]
        if mizaj >= 0:
            keys.append(("cell", (remedy, mizaj)))
        for key in keys:
            self._sums[key].add(patient, success)

    def inputs(self, reports: Reports, row: int) -> PredictionInput:
        """Return what model 1 is given for a report that is not among them."""
        patient, remedy = int(reports.patient[row]), int(reports.recommendation[row])
        self._parents.setdefault(remedy, (int(reports.herb[row]), int(reports.condition[row])))
        match = float(reports.match[row])
        return PredictionInput(
            evidence=replace(
                self._around(remedy), own=self._counts.get(("own", (remedy, patient)))
            ),
            cohort=CohortCounts(_mizaj(int(reports.mizaj[row])), self._cells(remedy)),
            match=MatchScore() if np.isnan(match) else MatchScore(match, known=True),
        )

    def _cells(self, remedy: int) -> dict[Mizaj, Counts]:
        found = {kind: self._counts.get(("cell", (remedy, at))) for at, kind in enumerate(MIZAJES)}
        return {kind: counts for kind, counts in found.items() if counts is not None}

    def _around(self, remedy: int) -> Evidence:
        found = self._evidence.get((remedy, 0))
        if found is None:
            found = self._evidence[remedy, 0] = self._evidence_of(remedy)
        return found

    def _evidence_of(self, remedy: int) -> Evidence:
        herb, condition = self._parents[remedy]
        with_herb = self._by_parent["herb", herb]
        for_condition = self._by_parent["condition", condition]
        pair = with_herb & for_condition
        return Evidence(
            population=self._counts.get(("all", (0, 0))),
            herb=self._counts.get(("herb", (herb, 0))),
            condition=self._counts.get(("condition", (condition, 0))),
            herb_condition=_together(self._remedies(pair)),
            recommendation=self._counts.get(("remedy", (remedy, 0))),
            herb_remedies=self._remedies(with_herb - pair),
            condition_remedies=self._remedies(for_condition - pair),
        )

    def _remedies(self, remedies: Iterable[int]) -> tuple[Counts, ...]:
        return tuple(self._counts["remedy", (one, 0)] for one in sorted(remedies))


def _by_parent(parents: dict[int, Pair]) -> defaultdict[tuple[str, int], set[int]]:
    found: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for remedy, (herb, condition) in parents.items():
        found["herb", herb].add(remedy)
        found["condition", condition].add(remedy)
    return found


def _together(parts: tuple[Counts, ...]) -> Counts | None:
    if not parts:
        return None
    return Counts(*(sum(getattr(one, name) for one in parts) for name in _COUNTED))


_COUNTED = ("successes", "total", "patients")


def _mizaj(code: int) -> Mizaj | None:
    return MIZAJES[code] if code >= 0 else None


def model_1_expects(reports: Reports, known: Codes, asked: Codes) -> Column:
    """Return the probability of success by model 1 of asked reports, from known others."""
    sums = Known(reports, known)
    means = [predict(sums.inputs(reports, row)).posterior.mean for row in asked.tolist()]
    return np.array(means, dtype=np.float64)
