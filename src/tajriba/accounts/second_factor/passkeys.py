"""Passkeys: adding, listing and removing one's own, and signing in with one."""

import base64
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, select, update

from tajriba.accounts.errors import AccountDisabled, PasskeyRefused
from tajriba.accounts.schemas import PasskeyAnswer, PasskeyView, Principal
from tajriba.accounts.second_factor import webauthn
from tajriba.accounts.second_factor.factors import (
    after_adding,
    after_removing,
    has_second_factor,
)
from tajriba.accounts.second_factor.webauthn import RelyingParty
from tajriba.accounts.tables import passkey, passkey_challenge, user
from tajriba.audit.service import Entry, record
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import AppError, NotFound
from tajriba.kit.random_ids import new_secret, secret_key

CHALLENGE_MS: Final = 5 * 60_000
"""How long a browser has to answer a challenge, once."""

MOST: Final = 20
"""How many passkeys a person may have."""


class SignedIn(NamedTuple):
    """Who a passkey signs in, and why they may not, None where they may."""

    user_id: int
    refused: type[AppError] | None


def begin_passkey(tx: WriteTx, principal: Principal, party: RelyingParty) -> dict[str, Any]:
    """Return what a browser needs to make a passkey for a person."""
    row = tx.first(select(user).where(user.c.id == principal.user_id))
    if row is None:
        raise NotFound
    mine = select(passkey.c.credential_id).where(passkey.c.user_id == principal.user_id)
    handle = base64.urlsafe_b64encode(str(principal.user_id).encode()).decode().rstrip("=")
    who = {"id": handle, "name": row.email, "displayName": row.full_name}
    known = [one.credential_id for one in tx.all(mine)]
    challenge = _new_challenge(tx, principal.user_id)
    return webauthn.creation_options(party, challenge, who, known)


def add_passkey(
    tx: WriteTx,
    principal: Principal,
    party: RelyingParty,
    name: str,
    client_data: str,
    attestation: str,
) -> list[str]:
    """Store a passkey that a browser made, and return codes for who loses it, if it is the first.

    Raises `PasskeyRefused`.
    """
    challenge = webauthn.challenge_of(client_data)
    if not _redeem(tx, challenge, principal.user_id):
        raise PasskeyRefused
    made = webauthn.check_registration(party, challenge, client_data, attestation)
    same = select(passkey.c.id).where(passkey.c.credential_id == made.credential_id)
    if tx.first(same) is not None or len(own_passkeys(tx, principal)) >= MOST:
        raise PasskeyRefused
    had_one = has_second_factor(tx, principal.user_id)
    tx.add(
        passkey,
        user_id=principal.user_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name,
        created_at=tx.now,
    )
    record(tx, Entry(principal.user_id, "user.add_passkey", "user", principal.user_id))
    return after_adding(tx, principal, had_one)


def own_passkeys(tx: ReadTx, principal: Principal) -> list[PasskeyView]:
    """Return a person's passkeys, the oldest first."""
    mine = select(passkey).where(passkey.c.user_id == principal.user_id).order_by(passkey.c.id)
    return [
        PasskeyView(
            id=row.id,
            name=row.name,
            created_at=iso(row.created_at),
            used_at=None if row.used_at is None else iso(row.used_at),
        )
        for row in tx.all(mine)
    ]


def remove_passkey(tx: WriteTx, principal: Principal, passkey_id: int, required: bool) -> None:
    """Remove a passkey of one's own; raises `NotFound`.

    Raises `SecondFactorRequired` where a second factor is required and there is no other.
    """
    mine = (passkey.c.id == passkey_id, passkey.c.user_id == principal.user_id)
    if not tx.run(delete(passkey).where(*mine)):
        raise NotFound
    after_removing(tx, principal, required)
    record(tx, Entry(principal.user_id, "user.remove_passkey", "user", principal.user_id))


def begin_sign_in(tx: WriteTx, party: RelyingParty) -> dict[str, Any]:
    """Return what a browser needs to sign in with any passkey of ours."""
    return webauthn.request_options(party, _new_challenge(tx, None))


def sign_in_by_passkey(
    tx: WriteTx, party: RelyingParty, signed: PasskeyAnswer, address: str
) -> SignedIn:
    """Return who signed a challenge, and whether they may sign in; the trail says so.

    What refuses is returned, not raised, so that the entry commits; its class alone, since the
    traceback would keep the transaction's connection. A counter that did not grow is
    that of a copied authenticator.
    """
    row = tx.first(
        select(passkey, user.c.disabled_at)
        .join(user, user.c.id == passkey.c.user_id)
        .where(passkey.c.credential_id == signed.id)
    )
    user_id = row.user_id if row else 0
    try:
        challenge = webauthn.challenge_of(signed.client_data)
        if not _redeem(tx, challenge, None) or row is None:
            raise PasskeyRefused
        count = webauthn.check_assertion(party, challenge, row.public_key, signed.model_dump())
        if count <= row.sign_count and (count or row.sign_count):
            raise PasskeyRefused
        used = update(passkey).where(passkey.c.id == row.id)
        tx.run(used.values(sign_count=count, used_at=tx.now))
        if row.disabled_at is not None:
            raise AccountDisabled
    except AppError as refused:
        after = {"address": address, "by": "passkey"}
        record(tx, Entry(None, "session.refuse", "user", user_id, after=after))
        return SignedIn(user_id, type(refused))
    after = {"address": address, "by": "passkey"}
    record(tx, Entry(user_id, "session.open", "user", user_id, after=after))
    return SignedIn(user_id, None)


def _new_challenge(tx: WriteTx, user_id: int | None) -> str:
    """Return a challenge for a person, or for whoever signs in; those that expired are removed."""
    tx.run(delete(passkey_challenge).where(passkey_challenge.c.expires_at <= tx.now))
    challenge = new_secret()
    values = {"key": secret_key(challenge), "user_id": user_id}
    expires = tx.now + CHALLENGE_MS
    tx.run(passkey_challenge.insert().values(**values, expires_at=expires))
    return challenge


def _redeem(tx: WriteTx, challenge: str, user_id: int | None) -> bool:
    """Return whether a challenge was given to this person and is fresh; it is good once."""
    whose = passkey_challenge.c.user_id
    return bool(
        tx.run(
            delete(passkey_challenge).where(
                passkey_challenge.c.key == secret_key(challenge),
                whose.is_(None) if user_id is None else whose == user_id,
                passkey_challenge.c.expires_at > tx.now,
            )
        )
    )
