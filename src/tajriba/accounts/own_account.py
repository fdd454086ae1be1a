"""What a person does with their own account: changing the password, seeing and ending sessions."""

import asyncio
from typing import NamedTuple

from sqlalchemy import select

from tajriba.accounts.email.email_links import void_links
from tajriba.accounts.errors import BadCredentials, NoPassword, WrongPassword
from tajriba.accounts.passwords.password_hash import verify_password
from tajriba.accounts.schemas import Principal, SessionView
from tajriba.accounts.service import end_session, end_sessions
from tajriba.accounts.tables import session, user
from tajriba.audit.service import Entry, record
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.kit.errors import NotFound


class OwnAccount(NamedTuple):
    """Of an account what its owner's next step needs."""

    password_hash: str
    email: str
    full_name: str


async def require_own_password(db: Database, principal: Principal, password: str) -> OwnAccount:
    """Return a person's account where `password` is theirs; raises `WrongPassword`.

    Raises `NoPassword` where the account has none.
    """
    account = await db.read(_own_account, principal)
    if not account.password_hash:
        raise NoPassword
    if not await asyncio.to_thread(verify_password, password, account.password_hash):
        raise WrongPassword
    return account


def _own_account(tx: ReadTx, principal: Principal) -> OwnAccount:
    row = tx.first(select(user).where(user.c.id == principal.user_id))
    if row is None:
        raise NotFound
    return OwnAccount(row.password_hash, row.email, row.full_name)


def change_password(tx: WriteTx, principal: Principal, before: str, after: str) -> None:
    """Set a password where the hash is still `before`, and end all other sessions.

    Raises `BadCredentials` where it was changed meanwhile.
    """
    mine = (user.c.id == principal.user_id, user.c.password_hash == before)
    if not tx.run(user.update().where(*mine).values(password_hash=after)):
        raise BadCredentials
    end_sessions(tx, principal.user_id, but=principal.session_id)
    void_links(tx, principal.user_id, "reset")
    record(tx, Entry(principal.user_id, "user.change_password", "user", principal.user_id))


def own_sessions(tx: ReadTx, principal: Principal) -> list[SessionView]:
    """Return a person's sessions that have not ended, the newest first."""
    mine = select(session).where(
        session.c.user_id == principal.user_id,
        session.c.ended_at.is_(None),
        session.c.expires_at > tx.now,
    )
    return [
        SessionView(
            id=row.id,
            present=row.id == principal.session_id,
            address=row.address,
            browser=row.browser,
            created_at=iso(row.created_at),
            used_at=iso(row.used_at or row.created_at),
        )
        for row in tx.all(mine.order_by(session.c.created_at.desc(), session.c.id))
    ]


def end_own_sessions(tx: WriteTx, principal: Principal, session_id: str | None) -> None:
    """End a session of a person's own, or (None) all but the present one.

    Raises `NotFound` for a session of somebody else, and for an ended one.
    """
    if session_id is None:
        end_sessions(tx, principal.user_id, but=principal.session_id)
    else:
        _require_own_session(tx, principal, session_id)
        end_session(tx, session_id)
    record(tx, Entry(principal.user_id, "session.end", "user", principal.user_id))


def _require_own_session(tx: ReadTx, principal: Principal, session_id: str) -> None:
    if all(one.id != session_id for one in own_sessions(tx, principal)):
        owner = tx.scalar(select(session.c.user_id).where(session.c.id == session_id))
        raise NotFound(of=None if owner in {None, principal.user_id} else ("user", owner))
