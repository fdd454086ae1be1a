"""Links that are good once, sent to an e-mail or handed over: what they say is kept as a hash."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import delete, select

from tajriba.accounts.email.email_verification import verify_email
from tajriba.accounts.errors import BadLink
from tajriba.accounts.schemas import Principal, Purpose
from tajriba.accounts.service import reset_password
from tajriba.accounts.tables import email_link, user
from tajriba.audit.service import Entry, record
from tajriba.kit.clock import DAY_MS, MINUTE_MS
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.random_ids import new_secret, secret_key

MAILED_MS: Final[Mapping[Purpose, int]] = {"verify": 3 * DAY_MS, "reset": 10 * MINUTE_MS}
"""How long a link in an e-mail is good for."""

HANDED_MS: Final[Mapping[Purpose, int]] = {**MAILED_MS, "reset": 60 * MINUTE_MS}
"""How long one is that somebody hands over."""

_SCREENS: Final[Mapping[Purpose, str]] = {"verify": "verify-email", "reset": "reset-password"}


def link_to(public_url: str, purpose: Purpose, secret: str) -> str:
    """Return the address of the screen that uses a link; what follows `#` reaches no server."""
    return f"{public_url}/{_SCREENS[purpose]}#{secret}"


def make_link(tx: WriteTx, user_id: int, purpose: Purpose, lifetime: int | None = None) -> str:
    """Return the secret of a new link, good for `lifetime` ms (None: as one in an e-mail).

    Those of the account that have expired are removed.
    """
    mine = (email_link.c.user_id == user_id, email_link.c.expires_at <= tx.now)
    tx.run(delete(email_link).where(*mine))
    secret = new_secret()
    tx.run(
        email_link.insert().values(
            key=secret_key(secret),
            user_id=user_id,
            purpose=purpose,
            expires_at=tx.now + (lifetime or MAILED_MS[purpose]),
        )
    )
    return secret


def hand_link(tx: WriteTx, principal: Principal | None, user_id: int, purpose: Purpose) -> str:
    """Return the secret of a link that an administrator, or the operator (None), hands over."""
    actor = principal.user_id if principal else None
    record(tx, Entry(actor, "user.hand_link", "user", user_id, after={"purpose": purpose}))
    return make_link(tx, user_id, purpose, HANDED_MS[purpose])


def verify_email_by_link(tx: WriteTx, principal: Principal, secret: str) -> None:
    """Note that the e-mail is the person's who is signed in; raises `BadLink`.

    Who opens the link has to be signed in to that account: else who registered another's address
    would have it proved by its owner.
    """
    if _owner(tx, "verify", secret) != principal.user_id:
        raise BadLink
    verify_email(tx, principal.user_id)
    void_links(tx, principal.user_id, "verify")


def reset_password_by_link(tx: WriteTx, secret: str, password_hash: str) -> None:
    """Set a password and end every session; raises `BadLink`. It proves the e-mail, too."""
    user_id = _owner(tx, "reset", secret)
    reset_password(tx, user_id, password_hash)
    verify_email(tx, user_id)
    void_links(tx, user_id, *MAILED_MS)


def known_of_owner(tx: ReadTx, secret: str) -> tuple[str, str]:
    """Return e-mail and name of who may set a password by a link; raises `BadLink`."""
    user_id = _owner(tx, "reset", secret)
    row = tx.first(select(user.c.email, user.c.full_name).where(user.c.id == user_id))
    if row is None:
        raise BadLink
    return row.email, row.full_name


def _owner(tx: ReadTx, purpose: Purpose, secret: str) -> int:
    found = tx.scalar(
        select(email_link.c.user_id)
        .join(user, user.c.id == email_link.c.user_id)
        .where(
            email_link.c.key == secret_key(secret),
            email_link.c.purpose == purpose,
            email_link.c.expires_at > tx.now,
            user.c.disabled_at.is_(None),
        )
    )
    if found is None:
        raise BadLink
    return int(found)


def void_links(tx: WriteTx, user_id: int, *purposes: Purpose) -> None:
    """Remove the links of an account that were for this."""
    mine = (email_link.c.user_id == user_id, email_link.c.purpose.in_(purposes))
    tx.run(delete(email_link).where(*mine))
