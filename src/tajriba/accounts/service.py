"""Accounts and sessions: creating, signing in, refreshing, ending."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, func, select, update

from tajriba.accounts.email_address import email_key
from tajriba.accounts.errors import BadRefreshToken, EmailTaken, NotSignedIn, SecondFactorRequired
from tajriba.accounts.schemas import Claims, Principal, Role, UserView
from tajriba.accounts.tables import refresh_token, session, user
from tajriba.audit.service import Entry, record
from tajriba.events.service import NewEvent, append
from tajriba.kit.clock import DAY_MS, iso
from tajriba.kit.database.transactions import Prepared, PreparedIn, ReadTx, WriteTx
from tajriba.kit.random_ids import new_secret, secret_key

GRACE_MS: Final = 30_000
"""How long after its use a refresh token may come again because its answer was lost."""


def create_user(tx: WriteTx, email: str, password_hash: str, full_name: str, role: Role) -> int:
    """Create an account and return its id; without a hash no password fits. Raises `EmailTaken`.

    Of staff the operator knows that the address is theirs; a patient proves it later.
    """
    if tx.scalar(select(user.c.id).where(user.c.email_key == email_key(email))) is not None:
        raise EmailTaken
    user_id = tx.add(
        user,
        email=email.strip(),
        email_key=email_key(email),
        password_hash=password_hash,
        full_name=full_name,
        role=role,
        created_at=tx.now,
        email_verified_at=None if role == "patient" else tx.now,
    )
    record(tx, Entry(user_id, "user.create", "user", user_id, after={"role": role}))
    return user_id


@dataclass(frozen=True, slots=True)
class Account:
    """An account as sign-in needs it."""

    user_id: int
    password_hash: str
    disabled: bool
    role: Role


def find_account(tx: ReadTx, email: str) -> Account | None:
    """Return the account of an e-mail, None where there is none and for what is no e-mail."""
    try:
        key = email_key(email)
    except ValueError:
        return None
    return _account(tx, user.c.email_key == key)


def account_of(tx: ReadTx, user_id: int) -> Account | None:
    """Return the account of an id."""
    return _account(tx, user.c.id == user_id)


def _account(tx: ReadTx, which: ColumnElement[bool]) -> Account | None:
    columns = (user.c.id, user.c.password_hash, user.c.disabled_at, user.c.role)
    row = tx.first(select(*columns).where(which))
    if row is None:
        return None
    return Account(row.id, row.password_hash, row.disabled_at is not None, row.role)


_proved_since = PreparedIn(
    lambda ids: select(user.c.id).where(
        user.c.id.in_(ids),
        user.c.email_verified_at.is_not(None),
        user.c.created_at <= bindparam("latest"),
    )
)


def with_vouched_address(tx: ReadTx, user_ids: Sequence[int], days: int) -> set[int]:
    """Return who of some people has proved their address, and has had the account for days."""
    latest = tx.now - days * DAY_MS
    return {row[0] for row in tx.fetch_in(_proved_since, user_ids, latest=latest)}


def reset_password(tx: WriteTx, user_id: int, password_hash: str) -> None:
    """Set a password and end every session of the account."""
    tx.run(update(user).where(user.c.id == user_id).values(password_hash=password_hash))
    end_sessions(tx, user_id)
    record(tx, Entry(None, "user.reset_password", "user", user_id))


def end_sessions(tx: WriteTx, user_id: int, but: str | None = None) -> None:
    """End every session of an account, but the one that is named."""
    open_sessions = select(session.c.id).where(
        session.c.user_id == user_id, session.c.ended_at.is_(None)
    )
    for row in tx.all(open_sessions):
        if row.id != but:
            end_session(tx, row.id)


@dataclass(frozen=True, slots=True)
class Opened:
    """A session with the refresh token that continues it, told only here."""

    user_id: int
    session_id: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The days that a session lives without being refreshed, and at most."""

    days: int
    most: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody signs in from, as it is shown to the account's owner."""

    address: str
    browser: str


def open_session(
    tx: WriteTx,
    user_id: int,
    days: int,
    origin: Origin | None = None,
    *,
    limited: bool = False,
    proved: bool = False,
) -> Opened:
    """Start a session that lives `days` unless it is refreshed.

    A limited one may do nothing but set a second factor up; in a `proved` one, an identity
    provider has asked for a second factor of its own.
    """
    session_id = secrets.token_urlsafe(16)
    tx.run(
        session.insert().values(
            id=session_id,
            user_id=user_id,
            created_at=tx.now,
            expires_at=tx.now + days * DAY_MS,
            used_at=tx.now,
            address=origin.address[:64] if origin else None,
            browser=origin.browser[:200] if origin else None,
            limited_at=tx.now if limited else None,
            proved_at=tx.now if proved else None,
        )
    )
    return Opened(user_id, session_id, _new_refresh_token(tx, session_id))


def replace_session(
    tx: WriteTx,
    secret: str,
    user_id: int,
    days: int,
    origin: Origin | None = None,
    *,
    limited: bool = False,
    proved: bool = False,
) -> Opened:
    """End the session of the browser's refresh token, whoever's it is, and start the next one."""
    before = session_of_refresh_token(tx, secret)
    if before is not None:
        end_session(tx, before)
    return open_session(tx, user_id, days, origin, limited=limited, proved=proved)


def _new_refresh_token(tx: WriteTx, session_id: str) -> str:
    secret = new_secret()
    tx.run(refresh_token.insert().values(key=secret_key(secret), session_id=session_id))
    return secret


def refresh_session(tx: WriteTx, secret: str, lifetime: Lifetime) -> Opened | BadRefreshToken:
    """Return the session with its next refresh token.

    The token before the present one is good for `GRACE_MS` after its use: its answer may have been
    lost. Any other that was used before ends the session: it was stolen, from us or by us. The
    error is returned, not raised, so that this end commits.
    """
    row = tx.first(
        select(
            refresh_token.c.used_at, session.c.id, session.c.user_id, session.c.ended_at,
            session.c.expires_at, session.c.created_at,
        )
        .join(session, session.c.id == refresh_token.c.session_id)
        .where(refresh_token.c.key == secret_key(secret))
    )  # fmt: skip
    if row is None or row.ended_at is not None or row.expires_at <= tx.now:
        return BadRefreshToken()
    if row.used_at is None:
        unused = (refresh_token.c.session_id == row.id, refresh_token.c.used_at.is_(None))
        tx.run(update(refresh_token).where(*unused).values(used_at=tx.now))
    elif row.used_at + GRACE_MS <= tx.now or row.used_at < _last_use(tx, row.id):
        end_session(tx, row.id)
        record(tx, Entry(row.user_id, "session.refresh_reused", "user", row.user_id))
        return BadRefreshToken()
    ends = min(tx.now + lifetime.days * DAY_MS, row.created_at + lifetime.most * DAY_MS)
    if ends <= tx.now:
        return BadRefreshToken()
    tx.run(update(session).where(session.c.id == row.id).values(expires_at=ends, used_at=tx.now))
    return Opened(row.user_id, row.id, _new_refresh_token(tx, row.id))


def _last_use(tx: ReadTx, session_id: str) -> int:
    """Return when a token of a session was last used."""
    used = select(func.max(refresh_token.c.used_at)).where(refresh_token.c.session_id == session_id)
    return int(tx.scalar(used) or 0)


def session_topic(session_id: str) -> str:
    """Return the internal topic on which the end of a session is told."""
    return f"session:{session_id}"


def end_session(tx: WriteTx, session_id: str) -> None:
    """End a session: its tokens are void at once and its sockets close."""
    ended = tx.run(
        update(session)
        .where(session.c.id == session_id, session.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )
    if ended:
        append(tx, [NewEvent(session_topic(session_id), "session_ended", {})])


def session_of_refresh_token(tx: ReadTx, secret: str) -> str | None:
    """Return the session that a refresh token belongs to, used or not."""
    key = secret_key(secret)
    found = tx.scalar(select(refresh_token.c.session_id).where(refresh_token.c.key == key))
    return None if found is None else str(found)


_principal = Prepared(
    lambda _: (
        select(user.c.id, user.c.role, session.c.limited_at)
        .join(session, session.c.user_id == user.c.id)
        .where(
            session.c.id == bindparam("session_id"),
            session.c.ended_at.is_(None),
            session.c.expires_at > bindparam("now"),
        )
    )
)


def principal_of(tx: ReadTx, claims: Claims, limited: bool = False) -> Principal:
    """Return the person of a token; raises `NotSignedIn` where the session has ended.

    Raises `SecondFactorRequired` for a limited session, except where `limited` ones may come.
    """
    rows = tx.fetch(_principal, session_id=claims.session_id, now=tx.now)
    if not rows or rows[0][0] != claims.user_id:
        raise NotSignedIn
    user_id, role, limited_at = rows[0]
    if limited_at is not None and not limited:
        raise SecondFactorRequired
    return Principal(user_id, role, claims.session_id)


def live_sessions(tx: ReadTx, session_ids: Sequence[str]) -> set[str]:
    """Return which of the sessions have not ended."""
    statement = select(session.c.id).where(
        session.c.id.in_(session_ids), session.c.ended_at.is_(None), session.c.expires_at > tx.now
    )
    return {row.id for row in tx.all(statement)}


def describe_user(tx: ReadTx, user_id: int) -> UserView:
    """Return an account as shown; raises LookupError where there is none."""
    row = tx.first(select(user).where(user.c.id == user_id))
    if row is None:
        raise LookupError(user_id)
    return view_of_user(row)


def full_names(tx: ReadTx, user_ids: Sequence[int]) -> dict[int, str]:
    """Return the names of accounts by id."""
    statement = select(user.c.id, user.c.full_name).where(user.c.id.in_(user_ids))
    return {row.id: row.full_name for row in tx.all(statement)}


def view_of_user(row: Row[Any]) -> UserView:
    """Return a row of the table as an account is shown."""
    return UserView(
        id=row.id,
        email=row.email,
        full_name=row.full_name,
        role=row.role,
        email_verified=row.email_verified_at is not None,
        disabled=row.disabled_at is not None,
        created_at=iso(row.created_at),
    )
