"""Whether somebody may sign in, and the entry of it in the audit trail."""

from typing import NamedTuple

from tajriba.accounts.errors import AccountDisabled, BadCredentials, CodeRequired, WrongCode
from tajriba.accounts.second_factor.authenticator import use_code
from tajriba.accounts.second_factor.factors import has_second_factor
from tajriba.accounts.service import Account
from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import WriteTx
from tajriba.kit.errors import AppError


class Provider(NamedTuple):
    """The identity provider that says who somebody is, and whether it asked a second factor."""

    issuer: str
    second_factor: bool


def admit(
    tx: WriteTx,
    account: Account | None,
    fits: bool,
    code: str | None,
    address: str,
    provider: Provider | None = None,
) -> AppError | None:
    """Return why somebody may not sign in, None where they may; `fits` is said of the password.

    With a provider it is said of who they are, and the provider may have asked for a second factor
    already. It is written down, also of an unknown e-mail, so that it takes the same time. The
    error is returned, not raised, so that the entry commits.
    """
    proved = provider is not None and provider.second_factor
    refused = _refused(tx, account, fits, code, proved)
    user_id = account.user_id if account else 0
    actor = None if refused else user_id
    action = "session.refuse" if refused else "session.open"
    by = {} if provider is None else {"by": provider.issuer}
    record(tx, Entry(actor, action, "user", user_id, after={"address": address} | by))
    return refused


def _refused(
    tx: WriteTx, account: Account | None, fits: bool, code: str | None, proved: bool
) -> AppError | None:
    if account is None or not fits:
        return BadCredentials()
    if account.disabled:
        return AccountDisabled()
    if proved or not has_second_factor(tx, account.user_id):
        return None
    if not code:
        return CodeRequired()
    return None if use_code(tx, account.user_id, code) else WrongCode()
