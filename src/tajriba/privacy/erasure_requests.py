"""Asking to be erased, and undoing it."""

from sqlalchemy import delete, select

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.kit.clock import DAY_MS, iso
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.privacy.schemas import Erasure
from tajriba.privacy.tables import erasure


def erasure_of(tx: ReadTx, principal: Principal) -> Erasure:
    """Return the person's request; without times where there is none."""
    row = tx.first(select(erasure).where(erasure.c.user_id == principal.user_id))
    if row is None:
        return Erasure(asked_at=None, due_at=None)
    return Erasure(asked_at=iso(row.asked_at), due_at=iso(row.due_at))


def ask_for_erasure(tx: WriteTx, principal: Principal, delay_days: int) -> Erasure:
    """Have the person erased after the delay; asked again, the first request stands."""
    found = erasure_of(tx, principal)
    if found.asked_at is not None:
        return found
    due = tx.now + delay_days * DAY_MS
    tx.run(erasure.insert().values(user_id=principal.user_id, asked_at=tx.now, due_at=due))
    record(tx, Entry(principal.user_id, "privacy.ask_erasure", "user", principal.user_id))
    return erasure_of(tx, principal)


def undo_erasure(tx: WriteTx, principal: Principal) -> Erasure:
    """Take the request back; without one nothing changes."""
    if tx.run(delete(erasure).where(erasure.c.user_id == principal.user_id)):
        record(tx, Entry(principal.user_id, "privacy.undo_erasure", "user", principal.user_id))
    return erasure_of(tx, principal)
