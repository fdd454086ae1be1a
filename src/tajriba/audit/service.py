"""Writing the audit trail, in the transaction of the change that it records, and reading it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import or_, select, update

from tajriba.audit.hash_chain import FIRST, digest_of, new_salt, seal_of
from tajriba.audit.tables import BOUND_BY, audit
from tajriba.kit.database.encrypted_columns import decrypt_text, encrypt_text
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: its actor (None for the operator), and the subject before and after."""

    actor_id: int | None
    action: str
    subject: str
    subject_id: int
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


_COLUMNS = [
    "at", "actor_id", "action", "subject", "subject_id", "before", "after",
    "salt", "digest", "seal",
]  # fmt: skip
ENCRYPTED: Final = frozenset({"patient"})
"""The subjects whose entries repeat free text; others hold codes, numbers and names of accounts."""

_insert = Prepared(lambda insert: insert(audit), columns=_COLUMNS)
_last = Prepared(lambda _: select(audit.c.seal).order_by(audit.c.id.desc()).limit(1))


def record(tx: WriteTx, *entries: Entry) -> None:
    """Append entries to the trail."""
    record_all(tx, entries)


def record_all(tx: WriteTx, entries: Sequence[Entry]) -> None:
    """Append many entries to the trail, each sealed to the one before it."""
    if not entries:
        return
    seal, rows = _last_seal(tx), []
    for entry in entries:
        salt, before, after = new_salt(), _json(entry.before), _json(entry.after)
        digest = digest_of(salt, entry.actor_id, entry.subject_id, before, after)
        seal = seal_of(seal, tx.now, entry.action, entry.subject, digest)
        row: dict[str, Any] = {
            "at": tx.now,
            "actor_id": entry.actor_id,
            "action": entry.action,
            "subject": entry.subject,
            "subject_id": entry.subject_id,
            "before": before,
            "after": after,
            "salt": salt,
            "digest": digest,
            "seal": seal,
        }
        if entry.subject in ENCRYPTED:
            bound = [row[name] for name in BOUND_BY]
            row["before"] = encrypt_text(tx, audit.c.before, before, *bound)
            row["after"] = encrypt_text(tx, audit.c.after, after, *bound)
        rows.append(row)
    tx.many(_insert, rows)


def told(tx: ReadTx, row: Any) -> tuple[str | None, str | None]:
    """Return what a row of the trail says was before and after, as JSON; raises
    `DataUnreadable`."""
    bound = [getattr(row, name) for name in BOUND_BY]
    before = decrypt_text(tx, audit.c.before, row.before, *bound)
    return before, decrypt_text(tx, audit.c.after, row.after, *bound)


def erase_texts(tx: WriteTx, subject: str, subject_id: int, forms: Sequence[str]) -> None:
    """Take away what entries of a subject said where it is like one of some forms (of LIKE). Who
    did what stays, and so does the chain."""
    said = or_(*(column.like(form) for column in (audit.c.before, audit.c.after) for form in forms))
    mine = (audit.c.subject == subject, audit.c.subject_id == subject_id, said)
    tx.run(update(audit).where(*mine).values(before=None, after=None, salt=None))


def _last_seal(tx: ReadTx) -> str:
    rows = tx.fetch(_last)
    return rows[0][0] or FIRST if rows else FIRST


def _json(value: dict[str, Any] | None) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
