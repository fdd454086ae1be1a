"""The features of model 2: sums of reports at each level, of one patient or of many (columns)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tajriba.predictions.model.fixed.similar_patients import alike
from tajriba.predictions.model.inputs import Counts, Habit, PredictionInput
from tajriba.predictions.model.learned.parameters import Learned

if TYPE_CHECKING:
    from tajriba.predictions.model.logit import Figure


@dataclass(frozen=True, slots=True)
class Tally:
    """Reports as they count today: faded by age. `reports` and `patients` are not faded.

    `remedies` says on how many equal remedies they would tell as much of the level above: the
    inverse of the sum of squared shares (Hill's number of order 2; Hill 1973, Ecology 54:427-432).
    """

    successes: "Figure" = 0.0
    total: "Figure" = 0.0
    improvement: "Figure" = 0.0
    reports: "Figure" = 0.0
    patients: "Figure" = 0.0
    remedies: "Figure" = 1.0


@dataclass(frozen=True, slots=True)
class Residuals:
    """Successes of some reports, how many there are, and how many successes were expected."""

    successes: "Figure" = 0.0
    total: "Figure" = 0.0
    expected: "Figure" = 0.0


@dataclass(frozen=True, slots=True)
class Features:
    """The sums of every level, each report in one of `rest` ... `recommendation`."""

    rest: Tally = Tally()
    herb: Tally = Tally()
    condition: Tally = Tally()
    family: Tally = Tally()
    family_herb: Tally = Tally()
    siblings: Tally = Tally()
    recommendation: Tally = Tally()
    own: Tally = Tally()
    alike: Tally = Tally()
    unlike: Tally = Tally()
    match: "Figure" = 0.0
    match_known: "Figure" = 0.0
    habit: Residuals = Residuals()
    peers: tuple[Residuals, ...] = ()
    peers_within: tuple[Residuals, ...] = ()


def features_of(inputs: PredictionInput, model: Learned) -> Features:
    """Return what model 2 looks at for one recommendation and one patient.

    Levels are published at different times: what a part has beyond its whole is left out.
    """
    known, half_life = inputs.evidence, model.half_life
    pair = _tally(known.herb_condition or known.recommendation, half_life)
    recommendation = _tally(known.recommendation, half_life)
    sides = [
        _outside(whole, pair, parts, half_life, model.withheld)
        for whole, parts in (
            (known.herb, known.herb_remedies),
            (known.condition, known.condition_remedies),
        )
    ]
    everything = _tally(known.population, half_life)
    family = _weighted([(one.share, one.condition) for one in inputs.similar_conditions], half_life)
    family_herb = _weighted(
        [(one.share, one.with_herb) for one in inputs.similar_conditions if one.with_herb],
        half_life,
    )
    near, others = _cohort(inputs, recommendation, model)
    return Features(
        rest=_less(_less(_less(everything, sides[0]), sides[1]), pair),
        herb=sides[0],
        condition=sides[1],
        family=_less(family, family_herb, float(family.remedies)),
        family_herb=family_herb,
        siblings=_less(pair, recommendation),
        recommendation=recommendation,
        own=_tally(known.own, half_life),
        alike=near,
        unlike=others,
        match=2 * inputs.match.score - 1,
        match_known=float(inputs.match.known),
        habit=_residuals(inputs.habit) if inputs.habit else Residuals(),
        peers=tuple(_residuals(one.reports) for one in inputs.peers if one.wide),
        peers_within=tuple(_residuals(one.reports) for one in inputs.peers if not one.wide),
    )


def decay_factor(age: float, half_life: float) -> float:
    """Return how much a report of an age in days counts: a half after each half-life."""
    return float(0.5 ** (age / half_life))


def _residuals(habit: Habit) -> Residuals:
    return Residuals(float(habit.successes), float(habit.total), habit.expected)


@lru_cache(maxsize=4096)
def _tally(counts: Counts | None, half_life: float) -> Tally:
    if counts is None or counts.total == 0:
        return Tally()
    dated = [(decay_factor(part.age, half_life), part) for part in counts.parts]
    undated = counts.total - sum(part.total for part in counts.parts)
    successes = max(0, counts.successes - sum(part.successes for part in counts.parts))
    if undated < 0:
        raise ValueError(f"parts of {counts.total - undated} reports in {counts.total}")
    improvement = counts.improvement
    if improvement is None:  # the middles of what counts as failure and as success
        improvement = 1.5 * (counts.total - counts.successes) + 4.0 * counts.successes
    rest = improvement - math.fsum(part.improvement for part in counts.parts)
    return Tally(
        math.fsum([successes, *(weight * part.successes for weight, part in dated)]),
        math.fsum([undated, *(weight * part.total for weight, part in dated)]),
        math.fsum([rest, *(weight * part.improvement for weight, part in dated)]),
        float(counts.total),
        float(counts.patients),
    )


def _less(whole: Tally, part: Tally, remedies: float = 1.0) -> Tally:
    def left(one: "Figure", other: "Figure") -> float:
        return max(0.0, float(one) - float(other))

    total = left(whole.total, part.total)
    reports = left(whole.reports, part.reports)
    return Tally(
        min(left(whole.successes, part.successes), total),
        total,
        min(max(left(whole.improvement, part.improvement), total), 5 * total),
        reports,
        min(max(left(whole.patients, part.patients), min(1.0, reports)), reports),
        remedies,
    )


def _outside(
    whole: Counts | None,
    pair: Tally,
    parts: Sequence[Counts],
    half_life: float,
    withheld: float,
) -> Tally:
    """Return a herb's or a condition's reports outside the pair that is asked about."""
    if whole is None:
        return Tally()
    known = _weighted([(1.0, part) for part in parts], half_life)
    outside = _less(_tally(whole, half_life), pair)
    if outside.reports < known.reports:
        return known
    left = float(outside.reports - known.reports)
    patients = max(1.0, float(outside.patients - known.patients))
    squares = left**2 / max(1.0, patients / withheld) if left else 0.0
    squares += math.fsum(part.total**2 for part in parts)
    remedies = float(outside.reports) ** 2 / squares if squares else 1.0
    return _less(_tally(whole, half_life), pair, max(1.0, remedies))


def _weighted(parts: Sequence[tuple[float, Counts]], half_life: float) -> Tally:
    """Return reports together, each part by its share."""
    tallies = [(share, _tally(counts, half_life)) for share, counts in parts]
    shares = [share * float(tally.reports) for share, tally in tallies]
    reports, squares = math.fsum(shares), math.fsum([one**2 for one in shares])
    return Tally(
        math.fsum([share * tally.successes for share, tally in tallies]),
        math.fsum([share * tally.total for share, tally in tallies]),
        math.fsum([share * tally.improvement for share, tally in tallies]),
        reports,
        math.fsum([share * tally.patients for share, tally in tallies]),
        reports**2 / squares if squares else 1.0,
    )


def _cohort(inputs: PredictionInput, recommendation: Tally, model: Learned) -> tuple[Tally, Tally]:
    """Return the reports of patients alike by mizaj, weighted by likeness, and of the others."""
    cells = alike(inputs.cohort, model.likeness)
    whole = _weighted([(1.0, counts) for _, counts in cells], model.half_life)
    return _weighted(cells, model.half_life), _less(recommendation, whole)
