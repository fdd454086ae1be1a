"""The random intercept of a patient (habit): own reports against others' on the same remedies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tajriba.diagnoses.service import newest_diagnoses
from tajriba.evidence.patient_outcomes import own_outcomes, published_outcomes
from tajriba.kit.database.transactions import ReadTx
from tajriba.predictions.model import Counts
from tajriba.predictions.model.inputs import Habit
from tajriba.predictions.model.learned.learned_model import Learned
from tajriba.predictions.model.logit import expit, logit

DIAGNOSES: Final = 20
REMEDIES: Final = 60
"""How many of a patient's newest diagnoses, and of the remedies reported in them, are looked at."""


@dataclass(frozen=True, slots=True)
class Experience:
    """One patient's reports of one remedy, and what is published of it, None where withheld."""

    recommendation_id: int
    successes: int
    total: int
    others: tuple[int, int] | None


def experiences(tx: ReadTx, patient_id: int) -> tuple[Experience, ...]:
    """Return what a patient reported of each remedy over their newest diagnoses."""
    own = own_outcomes(tx, newest_diagnoses(tx, patient_id, DIAGNOSES))
    remedies = sorted(own, reverse=True)[:REMEDIES]
    others = published_outcomes(tx, remedies)
    return tuple(Experience(one, *own[one], others.get(one)) for one in remedies)


def one_more(
    known: Sequence[Experience], remedy: int, success: int, others: tuple[int, int] | None
) -> tuple[Experience, ...]:
    """Return what a patient has reported once they have reported a remedy again."""
    before = next((one for one in known if one.recommendation_id == remedy), None)
    rest = tuple(one for one in known if one is not before)
    successes, total = (before.successes, before.total) if before else (0, 0)
    return (*rest, Experience(remedy, successes + success, total + 1, others))


def habit_of(
    known: Sequence[Experience], population: Counts | None, model: Learned, shift: float = 0.0
) -> Habit | None:
    """Return how a patient's reports on all remedies compare with what was expected of them.

    Expected of a remedy is its published rate, pooled toward that of all, moved on the logit scale
    by the `shift` of those alike. None without reports.
    """
    if not known:
        return None
    others = {one.recommendation_id: one.others for one in known}
    rates = rates_of(others, population, model)
    expected = sum(one.total * _moved(rates[one.recommendation_id], shift) for one in known)
    total = sum(one.total for one in known)
    return Habit(sum(one.successes for one in known), total, min(expected, float(total)))


def rates_of(
    outcomes: Mapping[int, tuple[int, int] | None], population: Counts | None, model: Learned
) -> dict[int, float]:
    """Return what is expected of remedies: their rate, pooled toward that of all."""
    all_counts = (population.successes, population.total) if population else None
    everywhere, strength = _rate(all_counts, 0.5, model.population), _apart(model)
    return {ref: _rate(counts, everywhere, strength) for ref, counts in outcomes.items()}


def _moved(rate: float, shift: float) -> float:
    return float(expit(float(logit(rate)) + shift)) if shift else rate


def _rate(counts: tuple[int, int] | None, center: float, strength: float) -> float:
    successes, total = counts or (0, 0)
    return (successes + strength * center) / (total + strength)


def _apart(model: Learned) -> float:
    """Return the strength of one remedy's rate around that of all: the levels' variances add."""
    levels = (model.herb, model.condition, model.herb_condition, model.recommendation)
    return 1 / sum(1 / level for level in levels)
