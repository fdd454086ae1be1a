"""Registrations that wait until their e-mail is proved, where the installation sends e-mails.

Nothing is an account before: so registering does not tell whether an address has one, and nobody
takes another's address.
"""

from typing import Final

from sqlalchemy import ColumnElement, delete, select

from tajriba.accounts.email.email_verification import verify_email
from tajriba.accounts.errors import BadLink
from tajriba.accounts.service import find_account
from tajriba.kit.clock import DAY_MS
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.random_ids import new_secret, secret_key
from tajriba.patients.schemas import Registered
from tajriba.patients.service import register
from tajriba.patients.tables import registration

DAYS: Final = 3
"""How long a registration waits."""


def keep_registration(tx: WriteTx, email: str, password_hash: str, full_name: str) -> str | None:
    """Keep what was sent, and return the secret of its link; None where an account has the e-mail.

    Both write one row, so that they take the same time. Those that have expired are removed.
    """
    tx.run(delete(registration).where(registration.c.expires_at <= tx.now))
    secret = new_secret()
    tx.run(
        registration.insert().values(
            key=secret_key(secret),
            email=email.strip(),
            password_hash=password_hash,
            full_name=full_name,
            expires_at=tx.now + DAYS * DAY_MS,
        )
    )
    return secret if find_account(tx, email) is None else None


def password_hash_of(tx: ReadTx, secret: str) -> str:
    """Return the hash of the password that a registration was sent with; raises `BadLink`."""
    found = tx.scalar(select(registration.c.password_hash).where(*_waiting(tx, secret)))
    if found is None:
        raise BadLink
    return str(found)


def confirm_registration(tx: WriteTx, secret: str) -> Registered:
    """Open the account, its e-mail proved; raises `BadLink`, `EmailTaken`."""
    row = tx.first(select(registration).where(*_waiting(tx, secret)))
    if row is None:
        raise BadLink
    made = register(tx, row.email, row.password_hash, row.full_name)
    verify_email(tx, made.user_id)
    tx.run(delete(registration).where(registration.c.email == row.email))
    return made


def _waiting(tx: ReadTx, secret: str) -> tuple[ColumnElement[bool], ...]:
    return registration.c.key == secret_key(secret), registration.c.expires_at > tx.now
