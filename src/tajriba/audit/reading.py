"""Reading the audit trail."""

from typing import Any

import orjson
from sqlalchemy import select

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
    return [
        {
            "id": row.id,
            "at": iso(row.at),
            "actor_id": row.actor_id,
            "action": row.action,
            "subject": row.subject,
            "subject_id": row.subject_id,
            "before": None if row.before is None else orjson.loads(row.before),
            "after": None if row.after is None else orjson.loads(row.after),
            "seal": row.seal,
        }
        for row in tx.all(statement)
    ]
