"""The hash chain of the audit trail.

An entry's digest is of its salt and of what tells of persons; its seal is of the seal before it,
of what tells of nobody, and of the digest. So what tells of persons can be erased, with its salt,
and the seals still prove that no entry was changed, added or taken out: without the salt nobody
can try what was said.

Source: Schneier and Kelsey, Secure Audit Logs to Support Computer Forensics, 1999, section 3.
"""

import hashlib
import secrets
from typing import Any, Final

import orjson

SALT_BYTES: Final = 16
FIRST: Final = ""
"""What stands for the seal before the first."""


def new_salt() -> str:
    """Return a salt that nobody can guess, in hexadecimal."""
    return secrets.token_hex(SALT_BYTES)


def digest_of(salt: str, *personal: int | str | None) -> str:
    """Return the SHA-256 of a salt and of what tells of persons, in hexadecimal."""
    return _hash([salt, *personal])


def seal_of(previous: str, at: int, action: str, subject: str, digest: str) -> str:
    """Return the seal of an entry that follows the one with the seal `previous`."""
    return _hash([previous, at, action, subject, digest])


def _hash(parts: list[Any]) -> str:
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()
