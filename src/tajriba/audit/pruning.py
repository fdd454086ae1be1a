"""Deleting the oldest entries of the audit trail, so that the rest still proves itself.

A pruning is an entry of the trail: it is sealed like any other, and says which seal the entries
that are left go on from.
"""

from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

import orjson
from sqlalchemy import delete, select

from tajriba.audit.hash_chain import FIRST
from tajriba.audit.service import Entry, record
from tajriba.audit.tables import audit
from tajriba.kit.clock import DAY_MS
from tajriba.kit.database.transactions import ReadTx, WriteTx

PRUNE: Final = "audit.prune"
_SUBJECT: Final = "audit"
LEAST_DAYS: Final = 365
"""No policy prunes younger entries, so a pruning that says otherwise was forged."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where the trail begins: the seal before its first entry, how many were pruned, and the entry
    that says so (0 for none); `possible` is false where no policy prunes so."""

    seal: str
    pruned: int
    by: int
    possible: bool


def prune_audit(tx: WriteTx, before: int, most: int) -> int:
    """Delete at most so many entries of before a time (ms), the oldest first, and return how many.

    Raises ValueError for a time less than a year ago.
    """
    if before > tx.now - LEAST_DAYS * DAY_MS:
        raise ValueError("entries of the audit trail are kept for a year at least")
    statement = select(audit.c.id, audit.c.at, audit.c.seal).order_by(audit.c.id).limit(most)
    old = list(takewhile(lambda row: row.at < before, tx.all(statement)))
    if not old:
        return 0
    last = old[-1]
    pruned = start_of(tx).pruned + len(old)
    after = {"seal": last.seal or FIRST, "until": last.at, "pruned": pruned}
    record(tx, Entry(None, PRUNE, _SUBJECT, 0, after=after))
    tx.run(delete(audit).where(audit.c.id <= last.id))
    return len(old)


def start_of(tx: ReadTx) -> Start:
    """Return where the trail begins, by its last entry of a pruning."""
    of_trail = (audit.c.subject == _SUBJECT, audit.c.subject_id == 0, audit.c.action == PRUNE)
    statement = select(audit.c.id, audit.c.at, audit.c.after).where(*of_trail)
    row = tx.first(statement.order_by(audit.c.id.desc()).limit(1))
    if row is None:
        return Start(FIRST, 0, 0, possible=True)
    match _told(row.after):
        case {"seal": str(seal), "until": int(until), "pruned": int(pruned)}:
            return Start(seal, pruned, row.id, until < row.at - LEAST_DAYS * DAY_MS)
        case _:
            return Start(FIRST, 0, row.id, possible=False)


def _told(after: str | None) -> Any:
    try:
        return orjson.loads(after or "null")
    except orjson.JSONDecodeError:
        return None
