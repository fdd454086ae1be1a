"""Signing in by an identity provider: from the browser's question to an account of ours.

A browser keeps one secret, from which PKCE's verifier and the nonce are made. So what is stored of
a sign-in is of no use to who reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, delete, select, update

from tajriba.accounts.email.email_verification import verify_email
from tajriba.accounts.errors import (
    AccountLinkRequired,
    CodeRequired,
    EmailUnproven,
    ProviderRefused,
)
from tajriba.accounts.oidc.claims import Identity
from tajriba.accounts.schemas import Role
from tajriba.accounts.service import (
    Account,
    account_of,
    create_user,
    describe_user,
    end_sessions,
    find_account,
)
from tajriba.accounts.sessions.sign_in import Provider, admit
from tajriba.accounts.tables import identity, oidc_sign_in, user
from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import AppError
from tajriba.kit.random_ids import new_secret, secret_key

SIGN_IN_MS: Final = 10 * 60_000
"""How long somebody has, at the provider, and for what we ask after it."""

OpenRecord = Callable[[WriteTx, int, str, str], int]
"""Makes the patient record of an account, where there is none, from its e-mail and name."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that began: what goes to the provider, and what the browser keeps."""

    state: str
    browser: str


class Settled(NamedTuple):
    """Whom a provider's answer signs in, or why they may not."""

    account: Account | None
    refused: AppError | None


class Pending(NamedTuple):
    """A person whom the provider has proved, and the account that is theirs or may become so."""

    identity: Identity
    account: Account | None
    linked: bool


def nonce_of(browser: str) -> str:
    """Return what an ID token for this browser repeats."""
    return secret_key(f"nonce {browser}")


def verifier_of(browser: str) -> str:
    """Return what shows that a code was asked for by this browser (PKCE, RFC 7636)."""
    return secret_key(f"verifier {browser}")


def begin(tx: WriteTx) -> Begun:
    """Begin a sign-in of this browser; those that have expired are removed."""
    tx.run(delete(oidc_sign_in).where(oidc_sign_in.c.expires_at <= tx.now))
    begun = Begun(new_secret(), new_secret())
    keys = {"key": secret_key(begun.state), "browser_key": secret_key(begun.browser)}
    tx.run(oidc_sign_in.insert().values(**keys, expires_at=tx.now + SIGN_IN_MS))
    return begun


def redeem(tx: WriteTx, state: str, browser: str) -> None:
    """Take the answer for a sign-in that this browser began, once; raises `ProviderRefused`."""
    mine = (*_of(tx, state, browser), oidc_sign_in.c.redeemed_at.is_(None))
    if not tx.run(update(oidc_sign_in).where(*mine).values(redeemed_at=tx.now)):
        raise ProviderRefused("state")


def note_refusal(tx: WriteTx, why: str, address: str) -> None:
    """Write down that an answer was not accepted."""
    after = {"address": address, "by": "oidc", "why": why}
    record(tx, Entry(None, "session.refuse", "user", 0, after=after))


def settle(
    tx: WriteTx, state: str, who: Identity, address: str, open_record: OpenRecord
) -> Settled:
    """Return whom an answer signs in; a person who comes first gets an account.

    Who has more to show does so in `settle_pending`, and is kept until then. What refuses is
    returned, not raised, so that its entry commits.
    """
    account = _linked(tx, who)
    if account is None:
        if who.email is None:
            note_refusal(tx, "email_unproven", address)
            return Settled(None, EmailUnproven())
        if find_account(tx, who.email) is not None:
            _keep(tx, state, who)
            return Settled(None, AccountLinkRequired(email=who.email))
        account = _open_account(tx, who)
    refused = admit(tx, account, True, None, address, Provider(who.issuer, who.second_factor))
    if isinstance(refused, CodeRequired):
        _keep(tx, state, who)
    if refused is not None:
        return Settled(account, refused)
    return _finish(tx, state, who, account, open_record)


def pending_of(tx: ReadTx, state: str, browser: str) -> Pending:
    """Return whom the provider has proved in a sign-in of this browser that asks for more.

    Raises `ProviderRefused`.
    """
    proved = tx.scalar(select(oidc_sign_in.c.proved).where(*_of(tx, state, browser)))
    if proved is None:
        raise ProviderRefused("state")
    who = Identity.load(proved)
    linked = _linked(tx, who)
    return Pending(who, linked or find_account(tx, who.email or ""), linked is not None)


def settle_pending(
    tx: WriteTx,
    state: str,
    browser: str,
    fits: bool,
    code: str | None,
    address: str,
    open_record: OpenRecord,
) -> Settled:
    """Return whom a sign-in that asked for more signs in; `fits` is said of the password.

    An account that has the e-mail becomes the person's by signing in to it: password, and its own
    second factor. It is in place of who was linked to it before. Raises `ProviderRefused`.
    """
    who, account, linked = pending_of(tx, state, browser)
    refused = admit(tx, account, linked or fits, code, address, Provider(who.issuer, False))
    if refused is not None or account is None:
        return Settled(account, refused or ProviderRefused("state"))
    if not linked:
        _link(tx, who, account.user_id)
        verify_email(tx, account.user_id)
    return _finish(tx, state, who, account, open_record)


def _of(tx: ReadTx, state: str, browser: str) -> tuple[ColumnElement[bool], ...]:
    return (
        oidc_sign_in.c.key == secret_key(state),
        oidc_sign_in.c.browser_key == secret_key(browser),
        oidc_sign_in.c.expires_at > tx.now,
    )


def _keep(tx: WriteTx, state: str, who: Identity) -> None:
    kept = {"proved": who.dump(), "expires_at": tx.now + SIGN_IN_MS}
    tx.run(update(oidc_sign_in).where(oidc_sign_in.c.key == secret_key(state)).values(**kept))


def _linked(tx: ReadTx, who: Identity) -> Account | None:
    """Return the account of a person, by what their provider never gives to another."""
    same = (identity.c.issuer == who.issuer, identity.c.subject == who.subject)
    user_id = tx.scalar(select(identity.c.user_id).where(*same))
    return None if user_id is None else account_of(tx, user_id)


def _link(tx: WriteTx, who: Identity, user_id: int) -> None:
    """Let an account be this person's, and nobody else's of the same provider."""
    before = (identity.c.issuer == who.issuer, identity.c.user_id == user_id)
    tx.run(delete(identity).where(*before))
    named = {"issuer": who.issuer, "subject": who.subject, "user_id": user_id}
    tx.run(identity.insert().values(**named, linked_at=tx.now))
    record(tx, Entry(user_id, "user.link_identity", "user", user_id, after={"by": who.issuer}))


def _open_account(tx: WriteTx, who: Identity) -> Account:
    """Open the account of a person who comes first; it has no password."""
    role: Role = who.role or "patient"
    user_id = create_user(tx, who.email or "", "", who.full_name, role)
    verify_email(tx, user_id)
    _link(tx, who, user_id)
    return Account(user_id, "", False, role)


def _finish(
    tx: WriteTx, state: str, who: Identity, account: Account, open_record: OpenRecord
) -> Settled:
    """Give an account the role that its provider says, and forget the sign-in."""
    tx.run(delete(oidc_sign_in).where(oidc_sign_in.c.key == secret_key(state)))
    role = who.role or account.role
    if role != account.role:
        tx.run(update(user).where(user.c.id == account.user_id).values(role=role))
        end_sessions(tx, account.user_id)
        before, after = {"role": account.role}, {"role": role, "by": who.issuer}
        record(tx, Entry(None, "user.administer", "user", account.user_id, before, after))
    if role == "patient":
        person = describe_user(tx, account.user_id)
        open_record(tx, account.user_id, person.email, person.full_name)
    return Settled(Account(account.user_id, account.password_hash, False, role), None)
