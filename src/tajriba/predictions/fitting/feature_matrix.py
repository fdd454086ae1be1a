"""The features of many reports at once, each computed without its own patient's reports."""

from dataclasses import dataclass

import numpy as np

from tajriba.predictions.fitting.condition_similarity import ConditionNeighbours
from tajriba.predictions.fitting.report_columns import MIZAJES, Reports
from tajriba.predictions.fitting.time_decay import Clock, Sums, minus, nothing, weighted
from tajriba.predictions.model.arrays import Codes, Column
from tajriba.predictions.model.fixed.similar_patients import likeness
from tajriba.predictions.model.learned.features import Features, Tally
from tajriba.predictions.model.learned.parameters import Learned


@dataclass(frozen=True)
class Keys:
    """One integer for each level of each report."""

    everything: Codes
    herb: Codes
    condition: Codes
    pair: Codes
    recommendation: Codes
    patients: int

    @staticmethod
    def of(reports: Reports) -> "Keys":
        """Return the keys of reports."""
        return Keys(
            np.zeros(len(reports), dtype=np.int64),
            reports.herb,
            reports.condition,
            reports.herb * len(reports.conditions) + reports.condition,
            reports.recommendation,
            int(reports.patient.max(initial=0)) + 1,
        )


class Others:
    """Sums over the known reports of other patients, as they count for each that is asked about."""

    def __init__(self, reports: Reports, known: Codes, asked: Codes, clock: Clock) -> None:
        self.reports = reports
        self.known = known
        self.asked = asked
        self.clock = clock
        self.bins = clock.bins[asked]
        self.patient = reports.patient[asked]
        self.patients = int(reports.patient.max(initial=0)) + 1

    def by(self, keys: Codes) -> "Level":
        """Return the sums by a key."""
        return Level(self, keys)


class Level:
    """The sums of one level: of all patients, and by patient."""

    def __init__(self, others: Others, keys: Codes) -> None:
        self._others = others
        self._keys = keys
        one = others
        self._every = Sums(one.reports, one.known, keys, one.clock, one.patients)
        by_patient = self._personal(keys, one.reports.patient)
        self._own = Sums(one.reports, one.known, by_patient, one.clock, 1)

    def asked(self) -> Tally:
        """Return what other patients report of each asked report's own key."""
        return self.at(self._keys[self._others.asked])

    def at(self, keys: Codes) -> Tally:
        """Return what other patients report of any keys, one for each asked report."""
        one = self._others
        own = self._own.at(self._personal(keys, one.patient), one.bins)
        return minus(self._every.at(keys, one.bins), own)

    def own(self) -> Tally:
        """Return what the asked report's own patient says of its key, that report left out."""
        one = self._others
        keys = self._keys[one.asked]
        found = self._own.at(self._personal(keys, one.patient), one.bins)
        itself = np.isin(one.asked, one.known).astype(np.float64)
        success = itself * one.reports.success[one.asked]
        improvement = itself * one.reports.improvement[one.asked]
        return minus(found, Tally(success, itself, improvement, itself, np.zeros(len(itself))))

    def squares(self, parts: Codes) -> Column:
        """Return the sum of squared counts of the parts (finer keys) of each asked key."""
        one = self._others
        keys = self._keys[one.asked]
        fine, first, counts = np.unique(parts[one.known], return_index=True, return_counts=True)
        whole = _grouped(self._keys[one.known][first], counts.astype(np.float64) ** 2, keys)
        width = int(parts.max(initial=0)) + 1
        pairs, start, own = np.unique(
            one.reports.patient[one.known] * width + parts[one.known],
            return_index=True,
            return_counts=True,
        )
        every = counts[np.searchsorted(fine, pairs % width)].astype(np.float64)
        lost = every**2 - (every - own) ** 2
        mine = self._personal(self._keys[one.known][start], one.reports.patient[one.known][start])
        return whole - _grouped(mine, lost, self._personal(keys, one.patient))

    def _personal(self, keys: Codes, patient: Codes) -> Codes:
        width = int(self._keys.max(initial=0)) + 1
        return np.where(keys < 0, -1, patient * width + keys)


def _grouped(keys: Codes, values: Column, asked: Codes) -> Column:
    found, places = np.unique(keys, return_inverse=True)
    sums = np.append(np.bincount(places, values, len(found)), 0.0)
    at = np.minimum(np.searchsorted(found, asked), max(len(found) - 1, 0))
    if not len(found):
        return np.zeros(len(asked))
    return np.asarray(sums[np.where(found[at] == asked, at, len(found))])


def features_table(
    reports: Reports,
    known: Codes,
    asked: Codes,
    model: Learned,
    related_conditions: ConditionNeighbours,
) -> Features:
    """Return the features of the asked reports, from the known ones of all other patients.

    `own` alone holds what the patient said of the same remedy elsewhere. Habits and peers need
    predictions first; they are left empty. Time fades to both sides: a report counts by how far
    it lies from the one that is asked about.
    """
    keys = Keys.of(reports)
    others = Others(reports, known, asked, Clock.of(reports, model.half_life))
    pairs = others.by(keys.pair)
    recommendations = others.by(keys.recommendation)
    pair, recommendation = pairs.asked(), recommendations.asked()
    within_pair = pairs.squares(keys.recommendation)
    herb = _side(others.by(keys.herb), pair, within_pair, keys)
    conditions = others.by(keys.condition)
    condition = _side(conditions, pair, within_pair, keys)
    everything = others.by(keys.everything).asked()
    family = related_conditions.of_condition(conditions, reports.condition[asked])
    near = related_conditions.of_pair(pairs, reports.condition[asked], reports.herb[asked])
    alike, unlike = _cohort(others, keys, recommendation, model.likeness)
    match = reports.match[asked]
    return Features(
        rest=minus(minus(minus(everything, herb), condition), pair),
        herb=herb,
        condition=condition,
        family=minus(family, near),
        family_herb=near,
        siblings=minus(pair, recommendation),
        recommendation=recommendation,
        own=recommendations.own(),
        alike=alike,
        unlike=unlike,
        match=np.where(np.isnan(match), 0.0, 2 * match - 1),
        match_known=(~np.isnan(match)).astype(np.float64),
    )


def _side(level: Level, pair: Tally, within_pair: Column, keys: Keys) -> Tally:
    outside = minus(level.asked(), pair)
    squares = level.squares(keys.recommendation) - within_pair
    some = squares > 0.5
    remedies = np.where(some, outside.reports**2 / np.where(some, squares, 1.0), 1.0)
    return Tally(
        outside.successes,
        outside.total,
        outside.improvement,
        outside.reports,
        outside.patients,
        np.maximum(1.0, remedies),
    )


def _cohort(
    others: Others, keys: Keys, recommendation: Tally, neighbour: float
) -> tuple[Tally, Tally]:
    mizaj = others.reports.mizaj
    kinds = len(MIZAJES)
    if (mizaj < 0).all():
        return nothing(len(others.asked)), recommendation
    cells = others.by(np.where(mizaj < 0, -1, keys.recommendation * kinds + mizaj))
    asked = keys.recommendation[others.asked] * kinds
    shares = np.array([[likeness(one, other, neighbour) for other in MIZAJES] for one in MIZAJES])
    near = shares[mizaj[others.asked]] * (mizaj[others.asked] >= 0)[:, None]
    parts = [(near[:, kind], cells.at(asked + kind)) for kind in range(kinds)]
    whole = weighted([((share > 0).astype(np.float64), tally) for share, tally in parts])
    return weighted(parts), minus(recommendation, whole)
