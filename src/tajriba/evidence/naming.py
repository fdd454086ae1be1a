"""Side effects that are named in public without a count, since too few patients named them.

The names change only when the recommendation's own figures do: the moment at which a name appears
would else tell who reported it. Only names of the vocabulary are shown this way; what a patient
typed could be known to be theirs.
"""

from sqlalchemy import delete, func, select

from tajriba.evidence.core import WINDOW_DAYS
from tajriba.evidence.keys import Key
from tajriba.evidence.models import evidence_day, evidence_named
from tajriba.feedback.effects import effect_names
from tajriba.kit.db import ReadTx, WriteTx


def name_parts(tx: WriteTx, key: Key) -> None:
    """Keep which known side effects were reported in the window that is being published."""
    tx.run(delete(evidence_named).where(evidence_named.c.recommendation_id == key.ref))
    tx.add_all(
        evidence_named,
        [{"recommendation_id": key.ref, "part": part} for part in _known(tx, _reported(tx, key))],
    )


def named_parts(tx: ReadTx, recommendation_id: int) -> list[int]:
    """Return the known side effects of a recommendation as of its publication."""
    statement = select(evidence_named.c.part).where(
        evidence_named.c.recommendation_id == recommendation_id
    )
    return [row.part for row in tx.all(statement.order_by(evidence_named.c.part))]


def _reported(tx: ReadTx, key: Key) -> list[int]:
    total = func.sum(evidence_day.c.total)
    rows = tx.all(
        select(evidence_day.c.part)
        .where(
            evidence_day.c.level == key.level,
            evidence_day.c.ref == key.ref,
            evidence_day.c.sub == key.sub,
            evidence_day.c.part > 0,
            evidence_day.c.day > tx.today - WINDOW_DAYS,
        )
        .group_by(evidence_day.c.part)
        .having(total > 0)
    )
    return [row.part for row in rows]


def _known(tx: ReadTx, parts: list[int]) -> list[int]:
    names = effect_names(tx, parts)
    return [part for part in parts if names[part][1] is not None]
