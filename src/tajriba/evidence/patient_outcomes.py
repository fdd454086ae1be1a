"""One patient's own results by remedy, beside the published evidence of the same remedies."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from tajriba.evidence.keys import Level
from tajriba.evidence.sums import WINDOW_DAYS
from tajriba.evidence.tables import evidence_day, evidence_published
from tajriba.kit.database.transactions import PreparedIn, ReadTx

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


_published = PreparedIn(
    lambda refs: select(
        evidence_published.c.ref, evidence_published.c.successes, evidence_published.c.total
    ).where(
        evidence_published.c.level == bindparam("level"),
        evidence_published.c.ref.in_(refs),
        evidence_published.c.sub == bindparam("sub"),
        evidence_published.c.part == bindparam("part"),
        evidence_published.c.day > bindparam("start"),
    )
)


def published_outcomes(tx: ReadTx, recommendation_ids: Sequence[int]) -> dict[int, Outcomes]:
    """Return the published outcomes of remedies; what is withheld is not in the result."""
    return _outcomes(tx, Level.RECOMMENDATION, recommendation_ids, 0)


def cell_outcomes(tx: ReadTx, recommendation_ids: Sequence[int], mark: int) -> dict[int, Outcomes]:
    """Return the published outcomes of remedies among patients with a mark in common."""
    return _outcomes(tx, Level.CELL, recommendation_ids, mark)


def _outcomes(tx: ReadTx, level: Level, refs: Sequence[int], sub: int) -> dict[int, Outcomes]:
    start = tx.today - WINDOW_DAYS
    rows = tx.fetch_in(_published, refs, level=level.value, sub=sub, part=0, start=start)
    return {ref: Outcomes(successes, total) for ref, successes, total in rows}
