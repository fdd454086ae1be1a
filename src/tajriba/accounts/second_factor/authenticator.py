"""The second factor of an account: an authenticator's codes, and codes for who has lost it."""

import secrets
from typing import Final

from sqlalchemy import delete, exists, select, update

from tajriba.accounts.errors import (
    SecondFactorExists,
    SecondFactorMissing,
    SecondFactorRequired,
    WrongCode,
)
from tajriba.accounts.schemas import GUARDED_ROLES, Principal, Role
from tajriba.accounts.second_factor import totp
from tajriba.accounts.service import end_session, end_sessions
from tajriba.accounts.tables import recovery_code, second_factor, session, user
from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.random_ids import secret_key

RECOVERY_CODES: Final = 10


def has_second_factor(tx: ReadTx, user_id: int) -> bool:
    """Return whether an account is signed in to with a code."""
    mine = (second_factor.c.user_id == user_id, second_factor.c.confirmed_at.is_not(None))
    return tx.scalar(select(second_factor.c.user_id).where(*mine)) is not None


def has_to_add(tx: ReadTx, user_id: int, role: Role) -> bool:
    """Return whether an account has none, but is of a role of which one may be required."""
    return role in GUARDED_ROLES and not has_second_factor(tx, user_id)


def end_sessions_without(tx: WriteTx) -> None:
    """End the sessions that were opened before a second factor was required of their role."""
    has_none = ~exists().where(
        second_factor.c.user_id == user.c.id, second_factor.c.confirmed_at.is_not(None)
    )
    opened = (
        select(session.c.id)
        .join(user, user.c.id == session.c.user_id)
        .where(
            session.c.ended_at.is_(None),
            session.c.limited_at.is_(None),
            user.c.role.in_(GUARDED_ROLES),
            has_none,
        )
    )
    for row in tx.all(opened):
        end_session(tx, row.id)


def begin(tx: WriteTx, principal: Principal) -> str:
    """Return a new secret, which counts once a code of it is typed; raises `SecondFactorExists`."""
    if has_second_factor(tx, principal.user_id):
        raise SecondFactorExists
    tx.run(delete(second_factor).where(second_factor.c.user_id == principal.user_id))
    secret = totp.new_secret()
    tx.run(second_factor.insert().values(user_id=principal.user_id, secret=secret, last_step=0))
    return secret


def confirm(tx: WriteTx, principal: Principal, code: str) -> list[str]:
    """Turn the second factor on and return codes for who loses it; other sessions end.

    Raises `SecondFactorMissing`, `SecondFactorExists`, `WrongCode`.
    """
    user_id = principal.user_id
    if has_second_factor(tx, user_id):
        raise SecondFactorExists
    if not _is_of_authenticator(tx, user_id, code):
        raise WrongCode
    confirmed = second_factor.update().where(second_factor.c.user_id == user_id)
    tx.run(confirmed.values(confirmed_at=tx.now))
    codes = [secrets.token_hex(14) for _ in range(RECOVERY_CODES)]
    for one in codes:
        tx.run(recovery_code.insert().values(key=secret_key(one), user_id=user_id))
    end_sessions(tx, user_id, but=principal.session_id)
    mine = session.c.id == principal.session_id
    tx.run(update(session).where(mine).values(limited_at=None))
    record(tx, Entry(user_id, "user.add_second_factor", "user", user_id))
    return codes


def use_code(tx: WriteTx, user_id: int, code: str) -> bool:
    """Return whether a code is the authenticator's or one for who lost it; it is good once."""
    return _is_of_authenticator(tx, user_id, code) or _is_for_recovery(tx, user_id, code)


def remove(tx: WriteTx, actor: int | None, user_id: int) -> None:
    """Turn the second factor off; raises `SecondFactorMissing`."""
    if not tx.run(delete(second_factor).where(second_factor.c.user_id == user_id)):
        raise SecondFactorMissing
    tx.run(delete(recovery_code).where(recovery_code.c.user_id == user_id))
    record(tx, Entry(actor, "user.remove_second_factor", "user", user_id))


def reset(tx: WriteTx, actor: int | None, user_id: int) -> None:
    """Turn off the second factor of who has lost it, and end their sessions.

    `actor` is None for the operator. Raises `SecondFactorMissing`.
    """
    remove(tx, actor, user_id)
    end_sessions(tx, user_id)


def remove_own(tx: WriteTx, principal: Principal, code: str, required: bool) -> None:
    """Turn one's second factor off by one of its codes; raises `WrongCode`.

    Raises `SecondFactorRequired` where it is required of one's role.
    """
    if required and principal.role in GUARDED_ROLES:
        raise SecondFactorRequired
    if not use_code(tx, principal.user_id, code):
        raise WrongCode
    remove(tx, principal.user_id, principal.user_id)


def _is_of_authenticator(tx: WriteTx, user_id: int, code: str) -> bool:
    row = tx.first(select(second_factor).where(second_factor.c.user_id == user_id))
    if row is None:
        raise SecondFactorMissing
    step = totp.step_of(row.secret, code, tx.now // 1000, row.last_step)
    if step is None:
        return False
    mine = second_factor.c.user_id == user_id
    tx.run(update(second_factor).where(mine).values(last_step=step))
    return True


def _is_for_recovery(tx: WriteTx, user_id: int, code: str) -> bool:
    typed = "".join(filter(str.isalnum, code)).lower()
    mine = (recovery_code.c.user_id == user_id, recovery_code.c.key == secret_key(typed))
    return bool(tx.run(delete(recovery_code).where(*mine)))
