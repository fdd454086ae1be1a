"""The code of an invitation to care, which a practitioner shows to the patient in person. Pure."""

import hashlib
import hmac
import unicodedata
from typing import Final

DIGITS: Final = 10


class CareCodes:
    """Codes by one secret key: nothing of them is stored, and nobody else can compute one."""

    def __init__(self, secret_key: str) -> None:
        self._key = secret_key.encode()

    def of(self, care_id: int) -> str:
        """Return the ten digits of an invitation."""
        digest = hmac.digest(self._key, f"care invitation {care_id}".encode(), hashlib.sha256)
        return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}}"

    def fits(self, care_id: int, typed: str) -> bool:
        """Return whether somebody typed an invitation's code: in any digits, with any spaces."""
        digits = "".join(str(unicodedata.decimal(one)) for one in typed if one.isdecimal())
        return hmac.compare_digest(self.of(care_id), digits)
