"""Reading the audit trail."""

from typing import Any

import orjson
from sqlalchemy import select

from tajriba.audit.service import told
from tajriba.audit.tables import audit
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx


def entries(
    tx: ReadTx, subject: str | None, subject_id: int | None, actor_id: int | None, limit: int
) -> list[dict[str, Any]]:
    """Return the last entries, newest first, of a subject and an actor where that is asked."""
    asked = {"subject": subject, "subject_id": subject_id, "actor_id": actor_id}
    statement = select(audit).order_by(audit.c.id.desc()).limit(limit)
    for name, value in asked.items():
        if value is not None:
            statement = statement.where(audit.c[name] == value)
    return [_shown(tx, row) for row in tx.all(statement)]


def _shown(tx: ReadTx, row: Any) -> dict[str, Any]:
    before, after = told(tx, row)
    return {
        "id": row.id,
        "at": iso(row.at),
        "actor_id": row.actor_id,
        "action": row.action,
        "subject": row.subject,
        "subject_id": row.subject_id,
        "before": None if before is None else orjson.loads(before),
        "after": None if after is None else orjson.loads(after),
        "seal": row.seal,
    }
