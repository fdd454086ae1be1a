"""Passkeys (WebAuthn): what a browser is asked, and checking what its authenticator signed.

`fido2` checks; it is imported where it is used, since that takes a while.
"""

import struct
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from tajriba.accounts.errors import PasskeyRefused

ALGORITHMS: Final = (-7, -8, -257)
"""COSE's numbers of ES256, Ed25519 and RS256: what authenticators have."""

_UNREADABLE: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What the library raises for bytes that are none of an authenticator's."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom passkeys are made for: `id` is the domain, `origin` the pages that may use them.

    Without an origin any port of this machine may, as a developer needs it.
    """

    id: str
    origin: str | None

    def admits(self, origin: str) -> bool:
        """Return whether a page of this origin may use a passkey."""
        if self.origin is not None:
            return origin == self.origin
        parts = urlsplit(origin)
        return parts.scheme == "http" and parts.hostname == self.id


@dataclass(frozen=True, slots=True)
class Registered:
    """A new passkey: its id, its public key with all that the library needs, and its counter."""

    credential_id: str
    public_key: str
    sign_count: int


def relying_party(public_url: str) -> RelyingParty:
    """Return whom passkeys are for: the server that people find at a URL; else, this machine."""
    host = urlsplit(public_url).hostname
    return RelyingParty(host, public_url) if host else RelyingParty("localhost", None)


def creation_options(
    party: RelyingParty, challenge: str, user: dict[str, Any], known: list[str]
) -> dict[str, Any]:
    """Return what `navigator.credentials.create` takes, as JSON; `known` can't be made again."""
    return {
        "rp": {"id": party.id, "name": "Tajriba"},
        "user": user,
        "challenge": challenge,
        "pubKeyCredParams": [{"type": "public-key", "alg": one} for one in ALGORITHMS],
        "excludeCredentials": [{"type": "public-key", "id": one} for one in known],
        "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
        "attestation": "none",
    }


def request_options(party: RelyingParty, challenge: str) -> dict[str, Any]:
    """Return what `navigator.credentials.get` takes, as JSON: any passkey of ours."""
    return {"rpId": party.id, "challenge": challenge, "userVerification": "required"}


def challenge_of(client_data: str) -> str:
    """Return the challenge that a browser answers; raises `PasskeyRefused`."""
    from fido2.utils import websafe_decode, websafe_encode  # noqa: PLC0415 - slow to import
    from fido2.webauthn import CollectedClientData  # noqa: PLC0415

    try:
        challenge: str = websafe_encode(CollectedClientData(websafe_decode(client_data)).challenge)
    except _UNREADABLE as problem:
        raise PasskeyRefused from problem
    return challenge


def check_registration(
    party: RelyingParty, challenge: str, client_data: str, attestation: str
) -> Registered:
    """Return the passkey that an authenticator made for a challenge, the person verified.

    Raises `PasskeyRefused`.
    """
    from fido2.utils import websafe_encode  # noqa: PLC0415 - slow to import
    from fido2.webauthn import AttestationObject  # noqa: PLC0415

    response = {"clientDataJSON": client_data, "attestationObject": attestation}
    try:
        raw_id = websafe_encode(_credential_of(AttestationObject, attestation).credential_id)
        made = _server(party).register_complete(
            _state(challenge), {"rawId": raw_id, "type": "public-key", "response": response}
        )
        if made.credential_data.public_key.ALGORITHM not in ALGORITHMS:
            raise PasskeyRefused
        return Registered(raw_id, websafe_encode(made.credential_data), int(made.counter))
    except _UNREADABLE as problem:
        raise PasskeyRefused from problem


def check_assertion(
    party: RelyingParty, challenge: str, public_key: str, signed: dict[str, str]
) -> int:
    """Return the counter of an authenticator that signed a challenge, the person verified.

    Raises `PasskeyRefused`.
    """
    from fido2.utils import websafe_decode  # noqa: PLC0415 - slow to import
    from fido2.webauthn import AttestedCredentialData, AuthenticatorData  # noqa: PLC0415

    try:
        known = AttestedCredentialData(websafe_decode(public_key))
        answer = {"rawId": signed["id"], "type": "public-key", "response": _assertion(signed)}
        _server(party).authenticate_complete(_state(challenge), [known], answer)
        return int(AuthenticatorData(websafe_decode(signed["authenticator_data"])).counter)
    except _UNREADABLE as problem:
        raise PasskeyRefused from problem


def _assertion(signed: dict[str, str]) -> dict[str, str]:
    return {
        "clientDataJSON": signed["client_data"],
        "authenticatorData": signed["authenticator_data"],
        "signature": signed["signature"],
    }


def _credential_of(reader: Any, attestation: str) -> Any:
    from fido2.utils import websafe_decode  # noqa: PLC0415 - slow to import

    return reader(websafe_decode(attestation)).auth_data.credential_data


def _server(party: RelyingParty) -> Any:
    from fido2.server import Fido2Server  # noqa: PLC0415 - slow to import
    from fido2.webauthn import PublicKeyCredentialRpEntity  # noqa: PLC0415

    entity = PublicKeyCredentialRpEntity(id=party.id, name="Tajriba")
    return Fido2Server(entity, verify_origin=party.admits)


def _state(challenge: str) -> dict[str, str]:
    return {"challenge": challenge, "user_verification": "required"}
