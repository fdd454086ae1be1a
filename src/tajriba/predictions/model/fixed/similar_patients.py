"""The component of similar patients: the same remedy among patients of a similar mizaj."""

import math
from dataclasses import dataclass
from typing import Final

from tajriba.kit.mizaj import MIZAJ_AXES, Mizaj
from tajriba.predictions.model.beta_posterior import BetaPosterior, beta_at, both
from tajriba.predictions.model.fixed.effective_sample_size import effective, without
from tajriba.predictions.model.fixed.partial_pooling import Pooled, recommended
from tajriba.predictions.model.fixed.prior_strengths import DEFAULT_STRENGTHS, Strengths
from tajriba.predictions.model.inputs import CohortCounts, Counts, Evidence


@dataclass(frozen=True, slots=True)
class Cohort:
    """The posterior among patients alike, and how many reports and patients it rests on."""

    posterior: BetaPosterior
    reports: int
    patients: int


NEIGHBOUR: Final = 0.5


def likeness(one: Mizaj, other: Mizaj, neighbour: float = NEIGHBOUR) -> float:
    """Return how much a patient of one mizaj tells of one of another: 0..1, the same is 1.

    What a neighbour tells, to the power of the squared distance on the axes hot-cold and wet-dry.
    Opposites on an axis tell nothing of each other: they are treated by opposites.
    """
    pairs = zip(MIZAJ_AXES[one], MIZAJ_AXES[other], strict=True)
    distances = [abs(mine - theirs) for mine, theirs in pairs]
    if max(distances) > 1:
        return 0.0
    return float(neighbour ** sum(distance**2 for distance in distances))


def similar_patients(
    cohort: CohortCounts,
    evidence: Evidence,
    pooled: Pooled,
    strengths: Strengths = DEFAULT_STRENGTHS,
) -> Cohort | None:
    """Pool the mizaj cells, weighted by likeness, toward what all other reports say.

    A cell's reports are among those of the recommendation, and do not count twice. None if the
    mizaj is unknown or no cell of patients alike is published.
    """
    cells_alike = alike(cohort)
    if not cells_alike:
        return None
    others = without(evidence.recommendation, *(counts for _, counts in cells_alike))
    apart = recommended(pooled.herb_condition, others, evidence.own, strengths)
    cells = [(weight, effective(counts, strengths.correlation)) for weight, counts in cells_alike]
    prior = beta_at(apart.mean, both(strengths.similar, apart.strength))
    return Cohort(
        posterior=prior.updated(
            math.fsum(weight * cell.successes for weight, cell in cells),
            math.fsum(weight * cell.failures for weight, cell in cells),
        ),
        reports=sum(counts.total for _, counts in cells_alike),
        patients=sum(counts.patients for _, counts in cells_alike),
    )


def alike(cohort: CohortCounts, neighbour: float = NEIGHBOUR) -> list[tuple[float, Counts]]:
    """Return the cells of patients alike with their likeness; none where the mizaj is unknown."""
    mizaj = cohort.mizaj
    if mizaj is None:
        return []
    cells = [(likeness(mizaj, kind, neighbour), counts) for kind, counts in cohort.cells.items()]
    return [(weight, counts) for weight, counts in cells if weight > 0 and counts.total > 0]
