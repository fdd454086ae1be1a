"""Which second factors an account has, of whom one is required, and codes for who loses them."""

import secrets
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, or_, select, update

from tajriba.accounts.errors import SecondFactorMissing, SecondFactorRequired
from tajriba.accounts.schemas import GUARDED_ROLES, Principal, Role
from tajriba.accounts.service import end_session, end_sessions
from tajriba.accounts.tables import passkey, recovery_code, second_factor, session, user
from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.random_ids import secret_key

RECOVERY_CODES: Final = 10

_AUTHENTICATOR: Final = exists().where(
    second_factor.c.user_id == user.c.id, second_factor.c.confirmed_at.is_not(None)
)
_PASSKEY: Final = exists().where(passkey.c.user_id == user.c.id)


def has_authenticator(tx: ReadTx, user_id: int) -> bool:
    """Return whether an account has an authenticator that a code of was typed."""
    return _is_so(tx, user_id, _AUTHENTICATOR)


def has_second_factor(tx: ReadTx, user_id: int) -> bool:
    """Return whether a password alone does not sign in: there is an authenticator or a passkey."""
    return _is_so(tx, user_id, or_(_AUTHENTICATOR, _PASSKEY))


def _is_so(tx: ReadTx, user_id: int, condition: ColumnElement[bool]) -> bool:
    return tx.scalar(select(user.c.id).where(user.c.id == user_id, condition)) is not None


def has_to_add(tx: ReadTx, user_id: int, role: Role) -> bool:
    """Return whether an account has none, but is of a role of which one may be required."""
    return role in GUARDED_ROLES and not has_second_factor(tx, user_id)


def is_proved(tx: ReadTx, session_id: str) -> bool:
    """Return whether an identity provider asked for a second factor of its own in a session."""
    return tx.scalar(select(session.c.proved_at).where(session.c.id == session_id)) is not None


def end_sessions_without(tx: WriteTx) -> None:
    """End the sessions that were opened before a second factor was required of their role."""
    opened = (
        select(session.c.id)
        .join(user, user.c.id == session.c.user_id)
        .where(
            session.c.ended_at.is_(None),
            session.c.limited_at.is_(None),
            session.c.proved_at.is_(None),
            user.c.role.in_(GUARDED_ROLES),
            ~or_(_AUTHENTICATOR, _PASSKEY),
        )
    )
    for row in tx.all(opened):
        end_session(tx, row.id)


def after_adding(tx: WriteTx, principal: Principal, had_one: bool) -> list[str]:
    """Return codes for who loses their first second factor, none for a further one.

    All other sessions end, and this one may do everything.
    """
    user_id = principal.user_id
    codes = [] if had_one else [secrets.token_hex(14) for _ in range(RECOVERY_CODES)]
    for one in codes:
        tx.run(recovery_code.insert().values(key=secret_key(one), user_id=user_id))
    end_sessions(tx, user_id, but=principal.session_id)
    mine = session.c.id == principal.session_id
    tx.run(update(session).where(mine).values(limited_at=None))
    return codes


def after_removing(tx: WriteTx, principal: Principal, required: bool) -> None:
    """Void the codes where no second factor is left; raises `SecondFactorRequired`."""
    if has_second_factor(tx, principal.user_id):
        return
    if required and principal.role in GUARDED_ROLES:
        raise SecondFactorRequired
    tx.run(delete(recovery_code).where(recovery_code.c.user_id == principal.user_id))


def use_recovery_code(tx: WriteTx, user_id: int, code: str) -> bool:
    """Return whether a code is one for who lost their second factor; it is good once."""
    typed = "".join(filter(str.isalnum, code)).lower()
    mine = (recovery_code.c.user_id == user_id, recovery_code.c.key == secret_key(typed))
    return bool(tx.run(delete(recovery_code).where(*mine)))


def reset(tx: WriteTx, actor: int | None, user_id: int) -> None:
    """Remove every second factor of who has lost them, and end their sessions.

    `actor` is None for the operator. Raises `SecondFactorMissing`.
    """
    if not has_second_factor(tx, user_id):
        raise SecondFactorMissing
    for table in (second_factor, passkey, recovery_code):
        tx.run(delete(table).where(table.c.user_id == user_id))
    record(tx, Entry(actor, "user.remove_second_factor", "user", user_id))
    end_sessions(tx, user_id)
