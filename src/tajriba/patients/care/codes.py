"""The code of an invitation to care, which a practitioner shows to the patient in person. Pure."""

import hashlib
import hmac
from typing import Final

from tajriba.kit.text import ascii_digits

DIGITS: Final = 10


class CareCodes:
    """Codes by one secret key: nothing of them is stored, and nobody else can compute one."""

    def __init__(self, secret_key: str) -> None:
        self._key = hmac.digest(secret_key.encode(), b"care invitations", hashlib.sha256)

    def of(self, care_id: int) -> str:
        """Return the ten digits of an invitation."""
        digest = hmac.digest(self._key, str(care_id).encode(), hashlib.sha256)
        return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}}"

    def fits(self, care_id: int, typed: str) -> bool:
        """Return whether somebody typed an invitation's code: in any digits, with any spaces."""
        return hmac.compare_digest(self.of(care_id), ascii_digits(typed))
