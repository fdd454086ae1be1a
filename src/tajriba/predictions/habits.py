"""A patient's habit of rating: their own reports against what others report of the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from tajriba.diagnoses.models import diagnosis
from tajriba.evidence.core import WINDOW_DAYS
from tajriba.evidence.keys import Level
from tajriba.evidence.models import evidence_day, evidence_published
from tajriba.kit.db import Prepared, PreparedIn, ReadTx
from tajriba.predictions.core import Counts
from tajriba.predictions.core.inputs import Habit
from tajriba.predictions.core.learned import Learned

DIAGNOSES: Final = 20
REMEDIES: Final = 60
"""How many of a patient's newest diagnoses, and of the remedies reported in them, are looked at."""

_diagnoses = Prepared(
    lambda _: (
        select(diagnosis.c.id)
        .where(diagnosis.c.patient_id == bindparam("patient_id"))
        .order_by(diagnosis.c.id.desc())
        .limit(DIAGNOSES)
    )
)
_courses = PreparedIn(
    lambda ids: select(evidence_day.c.sub, evidence_day.c.successes, evidence_day.c.total).where(
        evidence_day.c.level == bindparam("level"),
        evidence_day.c.ref.in_(ids),
        evidence_day.c.part == bindparam("part"),
        evidence_day.c.total > bindparam("part"),
    )
)
_published = PreparedIn(
    lambda ids: select(
        evidence_published.c.ref, evidence_published.c.successes, evidence_published.c.total
    ).where(
        evidence_published.c.level == bindparam("level"),
        evidence_published.c.ref.in_(ids),
        evidence_published.c.sub == bindparam("nothing"),
        evidence_published.c.part == bindparam("nothing"),
        evidence_published.c.shown,
        evidence_published.c.day > bindparam("start"),
    )
)


@dataclass(frozen=True, slots=True)
class Experience:
    """One patient's reports of one remedy, and what is published of it, None where withheld."""

    recommendation_id: int
    successes: int
    total: int
    others: tuple[int, int] | None


def experiences(tx: ReadTx, patient_id: int) -> tuple[Experience, ...]:
    """Return what a patient reported of each remedy over all of their diagnoses, newest first."""
    ids = [row[0] for row in tx.fetch(_diagnoses, patient_id=patient_id)]
    own: dict[int, tuple[int, int]] = {}
    for remedy, successes, total in sorted(tx.fetch_in(_courses, ids, level=Level.COURSE, part=0)):
        before = own.get(remedy, (0, 0))
        own[remedy] = (before[0] + successes, before[1] + total)
    newest = sorted(own, reverse=True)[:REMEDIES]
    others = _others(tx, newest)
    return tuple(Experience(one, *own[one], others.get(one)) for one in newest)


def _others(tx: ReadTx, remedies: list[int]) -> Mapping[int, tuple[int, int]]:
    start = tx.today - WINDOW_DAYS
    rows = tx.fetch_in(_published, remedies, level=Level.RECOMMENDATION, nothing=0, start=start)
    return {ref: (successes, total) for ref, successes, total in rows}


def one_more(
    known: Sequence[Experience], remedy: int, success: int, others: tuple[int, int] | None
) -> tuple[Experience, ...]:
    """Return what a patient has reported once they have reported a remedy again."""
    before = next((one for one in known if one.recommendation_id == remedy), None)
    rest = tuple(one for one in known if one is not before)
    successes, total = (before.successes, before.total) if before else (0, 0)
    return (*rest, Experience(remedy, successes + success, total + 1, others))


def habit_of(
    known: Sequence[Experience], population: Counts | None, model: Learned
) -> Habit | None:
    """Return how a patient's reports on all remedies compare with what was expected of them.

    Expected of a remedy is its published rate, pooled toward that of all. None without reports.
    """
    if not known:
        return None
    all_counts = (population.successes, population.total) if population else None
    everywhere = _rate(all_counts, 0.5, model.population)
    strength = _apart(model)
    expected = sum(one.total * _rate(one.others, everywhere, strength) for one in known)
    total = sum(one.total for one in known)
    return Habit(sum(one.successes for one in known), total, min(expected, float(total)))


def _rate(counts: tuple[int, int] | None, around: float, strength: float) -> float:
    successes, total = counts or (0, 0)
    return (successes + strength * around) / (total + strength)


def _apart(model: Learned) -> float:
    """Return the strength of one remedy's rate around that of all: the levels' variances add."""
    levels = (model.herb, model.condition, model.herb_condition, model.recommendation)
    return 1 / sum(1 / level for level in levels)
