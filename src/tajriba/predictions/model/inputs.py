"""The inputs of a model: counts at every level, the patient's own, the cohort and the match.

Model 1 leaves aside what is said to be of model 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tajriba.kit.mizaj import Mizaj


@dataclass(frozen=True, slots=True)
class Part:
    """Reports of one age, in days before the prediction: a piece of the counts of a key."""

    age: float
    successes: int
    total: int
    improvement: float = 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """Reports of a key in the window: successes of total, by so many distinct patients.

    Of model 2: `improvement` is the sum of the improvements (1-5), None if unknown, and `parts`
    are the same reports by age; reports whose age is not given count as of today.
    Raises ValueError unless 0 <= successes <= total, and 1 <= patients <= total where total > 0.
    """

    successes: int
    total: int
    patients: int
    improvement: float | None = None
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.total:
            raise ValueError(f"impossible counts: {self.successes} of {self.total}")
        if not min(1, self.total) <= self.patients <= self.total:
            raise ValueError(f"impossible counts: {self.total} reports by {self.patients}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Published counts, None where withheld, and this patient's own of this recommendation.

    A level's counts include those of the levels within it, as they are published. `herb_remedies`
    and `condition_remedies` are the single other remedies whose reports `herb` and `condition`
    hold, outside this herb in this condition: a level that rests on one remedy tells less of the
    next than one that rests on many.
    """

    population: Counts | None = None
    herb: Counts | None = None
    condition: Counts | None = None
    herb_condition: Counts | None = None
    recommendation: Counts | None = None
    own: Counts | None = None
    herb_remedies: tuple[Counts, ...] = ()
    condition_remedies: tuple[Counts, ...] = ()


@dataclass(frozen=True, slots=True)
class CohortCounts:
    """The patient's mizaj, None if unknown, and the published mizaj cells of a recommendation."""

    mizaj: Mizaj | None = None
    cells: Mapping[Mizaj, Counts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatchScore:
    """The symptom-herb match: 0..1, a half where nothing speaks for or against.

    Raises ValueError for a score outside 0..1.
    """

    score: float = 0.5
    known: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise ValueError(f"match score outside 0..1: {self.score}")


@dataclass(frozen=True, slots=True)
class Habit:
    """Successes of some reports, and how many were expected by what was taken alone.

    Of a patient: their reports on everything. Raises ValueError for an impossible expectation.
    """

    successes: int
    total: int
    expected: float

    def __post_init__(self) -> None:
        if not (0 <= self.successes <= self.total and 0 <= self.expected <= self.total):
            raise ValueError(f"impossible habit: {self.successes}/{self.expected} of {self.total}")


@dataclass(frozen=True, slots=True)
class SimilarCondition:
    """Another condition that shares words with this one: how many of them, and its counts.

    `share` is `word_similarity()` of the two names, in 0..1; `with_herb` its reports on this herb.
    """

    share: float
    condition: Counts
    with_herb: Counts | None = None


@dataclass(frozen=True, slots=True)
class Peers:
    """How patients of one's own sex or age did against expectation, of all, this herb or condition.

    `wide` is of all remedies; else the expectation already holds what is so of all remedies.
    """

    reports: Habit
    wide: bool


@dataclass(frozen=True, slots=True)
class PredictionInput:
    """All that a prediction of one recommendation for one patient rests on.

    Of model 2 alone: `habit`, `similar_conditions` and `peers`.
    """

    evidence: Evidence = Evidence()
    cohort: CohortCounts = field(default_factory=CohortCounts)
    match: MatchScore = MatchScore()
    habit: Habit | None = None
    similar_conditions: tuple[SimilarCondition, ...] = ()
    peers: tuple[Peers, ...] = ()
