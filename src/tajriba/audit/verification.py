"""Proving that the audit trail is what was written."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tajriba.audit.hash_chain import digest_of, seal_of
from tajriba.audit.pruning import start_of
from tajriba.audit.service import told
from tajriba.audit.tables import audit
from tajriba.kit.data_keys import DataUnreadable
from tajriba.kit.database.transactions import ReadTx


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trail is found to be.

    `unsealed` entries are of before there were seals, of `erased` ones only the chain is left;
    `pruned` ones are deleted by policy; `seal` is that of the last entry, `broken` the first entry
    that is not what was written.
    """

    entries: int
    unsealed: int
    erased: int
    pruned: int
    seal: str
    broken: int | None
    expected_found: bool


def verify(tx: ReadTx, expected: str | None = None) -> Verdict:
    """Return what the trail is found to be, and whether the seal `expected` is in it.

    A seal that was noted elsewhere proves that nothing up to it was taken from the end.
    """
    entries = unsealed = erased = 0
    start = start_of(tx)
    seal, met = start.seal, expected in {None, start.seal}
    if not start.possible:
        return Verdict(0, 0, 0, start.pruned, seal, start.by, met)
    statement = select(audit).order_by(audit.c.id)
    result = tx.connection.execution_options(stream_results=True).execute(statement)
    for row in result.yield_per(1000):
        entries += 1
        if row.seal is None and not seal:
            unsealed += 1
            continue
        erased += row.salt is None
        digest = _digest(tx, row)
        chained = seal_of(seal, row.at, row.action, row.subject, digest or "")
        if digest != row.digest or chained != row.seal:
            return Verdict(entries, unsealed, erased, start.pruned, seal, row.id, met)
        seal = chained
        met = met or seal == expected
    return Verdict(entries, unsealed, erased, start.pruned, seal, None, met)


def _digest(tx: ReadTx, row: Any) -> str | None:
    """Return the digest that an entry should have: its own where it was erased; None where its
    text is not what was encrypted."""
    if row.salt is None:
        return str(row.digest)
    try:
        before, after = told(tx, row)
    except DataUnreadable:
        return None
    return digest_of(row.salt, row.actor_id, row.subject_id, before, after)
