"""One-time codes by the time (RFC 6238): six digits of HMAC-SHA1, a new one every 30 s. Pure."""

import base64
import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import quote, urlencode

from tajriba.kit.text import ascii_digits

STEP_SECONDS: Final = 30
_DIGITS: Final = 6
_DRIFT: Final = 1
"""So many steps an authenticator's clock may be early or late."""


def new_secret() -> str:
    """Return 160 random bits in base32, as authenticators take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of a step, counted since 1970 (RFC 4226, section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8), hashlib.sha1)
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"


def step_of(secret: str, typed: str, seconds: int, after: int) -> int | None:
    """Return the step around a time whose code somebody typed, later than `after`; None for none.

    So no code is good twice.
    """
    now, typed = seconds // STEP_SECONDS, ascii_digits(typed)
    for step in range(max(after + 1, now - _DRIFT), now + _DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step), typed):
            return step
    return None


def uri_of(secret: str, email: str) -> str:
    """Return the address by which an authenticator learns a secret."""
    query = urlencode({"secret": secret, "issuer": "Tajriba"})
    return f"otpauth://totp/Tajriba:{quote(email)}?{query}"
