"""Version numbers of published evidence: one for each level, without the figures."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, select

from tajriba.evidence.keys import Key
from tajriba.evidence.tables import evidence_published
from tajriba.kit.database.transactions import PreparedIn, ReadTx

_versions = PreparedIn(
    lambda refs: select(func.sum(evidence_published.c.version)).where(
        evidence_published.c.level == bindparam("level"),
        evidence_published.c.ref.in_(refs),
        evidence_published.c.sub == bindparam("nothing"),
        evidence_published.c.part == bindparam("nothing"),
    )
)


def versions(tx: ReadTx, keys: Iterable[Key]) -> list[tuple[int, int]]:
    """Return for each level among keys of whole subjects a number that grows with each
    publication of any of them."""
    refs: dict[int, list[int]] = {}
    for key in keys:
        refs.setdefault(key.level, []).append(key.ref)
    return [(level, _version(tx, level, some)) for level, some in refs.items()]


def _version(tx: ReadTx, level: int, refs: Sequence[int]) -> int:
    rows = tx.fetch_in(_versions, refs, level=level, nothing=0)
    return sum(int(row[0] or 0) for row in rows)
