"""Writing the audit trail, in the transaction of the change that it records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from tajriba.audit.tables import audit
from tajriba.kit.database.transactions import Prepared, WriteTx


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: its actor (None for the operator), and the subject before and after."""

    actor_id: int | None
    action: str
    subject: str
    subject_id: int
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


_COLUMNS = ["at", "actor_id", "action", "subject", "subject_id", "before", "after"]
_insert = Prepared(lambda insert: insert(audit), columns=_COLUMNS)


def record(tx: WriteTx, *entries: Entry) -> None:
    """Append entries to the trail."""
    record_all(tx, entries)


def record_all(tx: WriteTx, entries: Sequence[Entry]) -> None:
    """Append many entries to the trail."""
    tx.many(
        _insert,
        [
            {
                "at": tx.now,
                "actor_id": entry.actor_id,
                "action": entry.action,
                "subject": entry.subject,
                "subject_id": entry.subject_id,
                "before": _json(entry.before),
                "after": _json(entry.after),
            }
            for entry in entries
        ],
    )


def _json(value: dict[str, Any] | None) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
