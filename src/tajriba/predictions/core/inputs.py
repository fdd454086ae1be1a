"""What model 1 is given: counts at every level, the patient's own, the cohort and the match."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tajriba.kit.mizaj import Mizaj


@dataclass(frozen=True, slots=True)
class Counts:
    """Reports of a key in the window: successes of total, by so many distinct patients.

    Raises ValueError unless 0 <= successes <= total, and 1 <= patients <= total where total > 0.
    """

    successes: int
    total: int
    patients: int

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
class PredictionInput:
    """All that a prediction of one recommendation for one patient rests on."""

    evidence: Evidence = Evidence()
    cohort: CohortCounts = field(default_factory=CohortCounts)
    match: MatchScore = MatchScore()
