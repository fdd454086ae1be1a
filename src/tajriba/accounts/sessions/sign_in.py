"""Whether somebody may sign in, and the entry of it in the audit trail."""

from tajriba.accounts.errors import AccountDisabled, BadCredentials, CodeRequired, WrongCode
from tajriba.accounts.second_factor.authenticator import use_code
from tajriba.accounts.second_factor.factors import has_second_factor
from tajriba.accounts.service import Account
from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import WriteTx
from tajriba.kit.errors import AppError


def admit(
    tx: WriteTx, account: Account | None, fits: bool, code: str | None, address: str
) -> AppError | None:
    """Return why somebody may not sign in, None where they may; `fits` is said of the password.

    It is written down, also of an unknown e-mail, so that it takes the same time. The error is
    returned, not raised, so that the entry commits.
    """
    refused = _refused(tx, account, fits, code)
    user_id = account.user_id if account else 0
    actor = None if refused else user_id
    action = "session.refuse" if refused else "session.open"
    record(tx, Entry(actor, action, "user", user_id, after={"address": address}))
    return refused


def _refused(tx: WriteTx, account: Account | None, fits: bool, code: str | None) -> AppError | None:
    if account is None or not fits:
        return BadCredentials()
    if account.disabled:
        return AccountDisabled()
    if not has_second_factor(tx, account.user_id):
        return None
    if not code:
        return CodeRequired()
    return None if use_code(tx, account.user_id, code) else WrongCode()
