"""An authenticator in software: it makes passkeys and signs with them, as WebAuthn level 3 says."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from starlette.testclient import TestClient

ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(data: bytes) -> str:
    """Return bytes in base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Return the bytes of a base64url text."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One passkey, where it is used, and what may be wrong with it."""

    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    steps: int = 1
    rp_id: str | None = None
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: dict[str, Any], name: str = "My telephone") -> dict[str, str]:
        """Return what the routes take for a new passkey."""
        point = self.key.public_key().public_numbers()
        public = cbor.encode(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        )
        credential = bytes(16) + len(self.id).to_bytes(2) + self.id + public
        data = self._data(options["rp"]["id"], ATTESTED) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client_data = self._client_data("webauthn.create", options["challenge"])
        return {
            "name": name,
            "client_data": encoded(client_data),
            "attestation": encoded(attestation),
        }

    def sign(self, options: dict[str, Any]) -> dict[str, str]:
        """Return what the routes take for signing in."""
        self.counter += self.steps
        data = self._data(options["rpId"])
        client_data = self._client_data("webauthn.get", options["challenge"])
        signed = data + hashlib.sha256(client_data).digest()
        return {
            "id": encoded(self.id),
            "client_data": encoded(client_data),
            "authenticator_data": encoded(data),
            "signature": encoded(self.key.sign(signed, ec.ECDSA(SHA256()))),
        }

    def _data(self, rp_id: str, more: int = 0) -> bytes:
        rp_hash = hashlib.sha256((self.rp_id or rp_id).encode()).digest()
        return rp_hash + bytes([self.flags | more]) + self.counter.to_bytes(4)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()


def add_passkey(
    client: TestClient, headers: dict[str, str], authenticator: Authenticator, password: str
) -> list[str]:
    """Add a passkey to an account, and return the codes for who loses it."""
    path = "/api/auth/passkeys"
    begun = client.post(path, json={"password": password}, headers=headers)
    assert begun.status_code == 201, begun.text
    made = authenticator.make(begun.json()["data"]["public_key"])
    answer = client.post(f"{path}/confirm", json=made, headers=headers)
    assert answer.status_code == 200, answer.text
    codes: list[str] = answer.json()["data"]["codes"]
    return codes
