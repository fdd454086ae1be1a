"""A second factor beside the password: codes of an authenticator."""

from sqlalchemy import delete, select, update

from tajriba.accounts.errors import SecondFactorExists, SecondFactorMissing, WrongCode
from tajriba.accounts.schemas import Principal
from tajriba.accounts.second_factor import totp
from tajriba.accounts.second_factor.factors import (
    after_adding,
    after_removing,
    has_authenticator,
    has_second_factor,
    use_recovery_code,
)
from tajriba.accounts.tables import second_factor
from tajriba.audit.service import Entry, record
from tajriba.kit.database.encrypted_columns import decrypt_text, encrypt_text
from tajriba.kit.database.transactions import WriteTx


def begin(tx: WriteTx, principal: Principal) -> str:
    """Return a new secret, which counts once a code of it is typed; raises `SecondFactorExists`."""
    if has_authenticator(tx, principal.user_id):
        raise SecondFactorExists
    tx.run(delete(second_factor).where(second_factor.c.user_id == principal.user_id))
    secret, user_id = totp.new_secret(), principal.user_id
    stored = encrypt_text(tx, second_factor.c.secret, secret, user_id)
    tx.run(second_factor.insert().values(user_id=user_id, secret=stored, last_step=0))
    return secret


def confirm(tx: WriteTx, principal: Principal, code: str) -> list[str]:
    """Turn the authenticator on and return codes for who loses it; other sessions end.

    Raises `SecondFactorMissing`, `SecondFactorExists`, `WrongCode`.
    """
    user_id = principal.user_id
    if has_authenticator(tx, user_id):
        raise SecondFactorExists
    had_one = has_second_factor(tx, user_id)
    if not _is_of_authenticator(tx, user_id, code):
        raise WrongCode
    confirmed = second_factor.update().where(second_factor.c.user_id == user_id)
    tx.run(confirmed.values(confirmed_at=tx.now))
    codes = after_adding(tx, principal, had_one)
    record(tx, Entry(user_id, "user.add_second_factor", "user", user_id))
    return codes


def use_code(tx: WriteTx, user_id: int, code: str) -> bool:
    """Return whether a code is the authenticator's or one for who lost it; it is good once."""
    if has_authenticator(tx, user_id) and _is_of_authenticator(tx, user_id, code):
        return True
    return use_recovery_code(tx, user_id, code)


def remove_own(tx: WriteTx, principal: Principal, code: str, required: bool) -> None:
    """Turn one's authenticator off by a code; raises `WrongCode`, `SecondFactorMissing`.

    Raises `SecondFactorRequired` where one is required and there is no other.
    """
    user_id = principal.user_id
    if not has_authenticator(tx, user_id):
        raise SecondFactorMissing
    if not use_code(tx, user_id, code):
        raise WrongCode
    tx.run(delete(second_factor).where(second_factor.c.user_id == user_id))
    after_removing(tx, principal, required)
    record(tx, Entry(user_id, "user.remove_second_factor", "user", user_id))


def _is_of_authenticator(tx: WriteTx, user_id: int, code: str) -> bool:
    row = tx.first(select(second_factor).where(second_factor.c.user_id == user_id))
    if row is None:
        raise SecondFactorMissing
    secret = decrypt_text(tx, second_factor.c.secret, row.secret, user_id)
    step = totp.step_of(secret, code, tx.now // 1000, row.last_step)
    if step is None:
        return False
    mine = second_factor.c.user_id == user_id
    tx.run(update(second_factor).where(mine).values(last_step=step))
    return True
