"""Whether a person has proved that the e-mail of their account is theirs."""

from sqlalchemy import select, update

from tajriba.accounts.tables import user
from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import ReadTx, WriteTx


def has_proved_email(tx: ReadTx, user_id: int) -> bool:
    """Return whether a person has proved that the address is theirs."""
    return tx.scalar(select(user.c.email_verified_at).where(user.c.id == user_id)) is not None


def verify_email(tx: WriteTx, user_id: int) -> None:
    """Note that a person has proved that the address is theirs."""
    unproven = (user.c.id == user_id, user.c.email_verified_at.is_(None))
    if tx.run(update(user).where(*unproven).values(email_verified_at=tx.now)):
        record(tx, Entry(user_id, "user.verify_email", "user", user_id))
