"""What one patient has reported of remedies, beside what is published of the same."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.models import evidence_day
from tajriba.evidence.service import published
from tajriba.kit.db import PreparedIn, ReadTx

_courses = PreparedIn(
    lambda ids: select(evidence_day.c.sub, evidence_day.c.successes, evidence_day.c.total).where(
        evidence_day.c.level == bindparam("level"),
        evidence_day.c.ref.in_(ids),
        evidence_day.c.part == bindparam("nothing"),
        evidence_day.c.total > bindparam("nothing"),
    )
)


class Outcomes(NamedTuple):
    """So many successes of so many reports."""

    successes: int
    total: int


def own_outcomes(tx: ReadTx, diagnosis_ids: Sequence[int]) -> dict[int, Outcomes]:
    """Return the exact outcomes of each remedy over the whole courses of diagnoses together."""
    found: dict[int, Outcomes] = {}
    for remedy, successes, total in tx.fetch_in(
        _courses, diagnosis_ids, level=Level.COURSE, nothing=0
    ):
        before = found.get(remedy, Outcomes(0, 0))
        found[remedy] = Outcomes(before.successes + successes, before.total + total)
    return found


def published_outcomes(tx: ReadTx, recommendation_ids: Sequence[int]) -> dict[int, Outcomes]:
    """Return the published outcomes of remedies; what is withheld is not in the result."""
    keys = [Key(Level.RECOMMENDATION, each) for each in recommendation_ids]
    wholes = {key.ref: one.window.whole for key, one in published(tx, keys).items()}
    return {ref: Outcomes(whole.successes, whole.total) for ref, whole in wholes.items()}
