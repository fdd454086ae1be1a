"""Side effects that are shown without a count, because too few patients named them.

The names change only when the recommendation's own figures do: the moment at which a name appears
would else tell who reported it. Only names of the vocabulary are shown this way; what a patient
typed could be known to be theirs.
"""

from sqlalchemy import bindparam, delete, func, select

from tajriba.evidence.keys import Key
from tajriba.evidence.sums import WINDOW_DAYS
from tajriba.evidence.tables import KEY, evidence_day, evidence_named
from tajriba.feedback.side_effect_codes import effect_names
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx

_forget = Prepared(
    lambda _: delete(evidence_named).where(
        evidence_named.c.recommendation_id == bindparam("recommendation_id")
    )
)
_named = Prepared(
    lambda _: (
        select(evidence_named.c.part)
        .where(evidence_named.c.recommendation_id == bindparam("recommendation_id"))
        .order_by(evidence_named.c.part)
    )
)
_keep = Prepared(lambda insert: insert(evidence_named), ["recommendation_id", "part"])


def name_parts(tx: WriteTx, key: Key) -> None:
    """Keep which known side effects were reported in the window that is being published."""
    tx.many(_forget, [{"recommendation_id": key.ref}])
    parts = _known(tx, _reported(tx, key))
    tx.many(_keep, [{"recommendation_id": key.ref, "part": part} for part in parts])


def named_parts(tx: ReadTx, recommendation_id: int) -> list[int]:
    """Return the known side effects of a recommendation as of its publication."""
    return [row[0] for row in tx.fetch(_named, recommendation_id=recommendation_id)]


_parts = Prepared(
    lambda _: (
        select(evidence_day.c.part)
        .where(*(evidence_day.c[name] == bindparam(name) for name in KEY[:3]))
        .where(evidence_day.c.part > bindparam("nothing"), evidence_day.c.day > bindparam("start"))
        .group_by(evidence_day.c.part)
        .having(func.sum(evidence_day.c.total) > bindparam("nothing"))
    )
)


def _reported(tx: ReadTx, key: Key) -> list[int]:
    level, ref, sub, _ = key
    start = tx.today - WINDOW_DAYS
    rows = tx.fetch(_parts, level=level, ref=ref, sub=sub, start=start, nothing=0)
    return [row[0] for row in rows]


def _known(tx: ReadTx, parts: list[int]) -> list[int]:
    names = effect_names(tx, parts)
    return [part for part in parts if names[part][1] is not None]
