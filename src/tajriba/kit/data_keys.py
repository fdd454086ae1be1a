"""Encryption of single texts in the database, under keys that rotate (AES-256-GCM).

Each text is bound to its place: moved to another row or column, it can't be decrypted.

Source: NIST SP 800-38D, with random nonces: at most 2³² texts under one key (section 8.3).
"""

import base64
import os
import re
from collections.abc import Sequence
from typing import Any, Final

from tajriba.kit.errors import AppError

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_MARK: Final = "aesgcm:"
"""What an encrypted text begins with; then come the key's name and the text in Base64."""
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,20}")
_FORM: Final = "write NAME:KEY,NAME:KEY with 32 random bytes in Base64 for each KEY"


class DataUnreadable(AppError):
    """A stored text is encrypted with a key that is not there, or is not what was encrypted."""

    code = "data_unreadable"
    kind = "unavailable"


class DataKeys:
    """The first key encrypts, all decrypt. Without any, texts are stored as they are."""

    def __init__(self, keys: Sequence[tuple[str, bytes]] = ()) -> None:
        self.names = [name for name, _ in keys]
        self._ciphers = _ciphers(keys) if keys else {}

    @property
    def first(self) -> str | None:
        """The name of the key that encrypts, None without any."""
        return self.names[0] if self.names else None

    def encrypt(self, text: str, place: str) -> str:
        """Return a text as it is stored in a place; each time another one."""
        if self.first is None:
            return f"{_MARK}:{text}" if text.startswith(_MARK) else text
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self.first].encrypt(nonce, text.encode(), place.encode())
        return f"{_MARK}{self.first}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, stored: str, place: str) -> str:
        """Return what `encrypt` was given; raises `DataUnreadable`."""
        if not stored.startswith(_MARK):
            return stored
        name, _, sealed = stored.removeprefix(_MARK).partition(":")
        if not name:
            return sealed
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise DataUnreadable(data_key=name)
        try:
            raw = base64.b64decode(sealed, validate=True)
            found: bytes = cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
        except (_invalid_tag(), ValueError) as problem:
            raise DataUnreadable(data_key=name) from problem
        return found.decode()

    def is_current(self, stored: str) -> bool:
        """Return whether a text is stored as it would be now."""
        if self.first is None:
            return not stored.startswith(_MARK) or stored.startswith(f"{_MARK}:")
        return stored.startswith(f"{_MARK}{self.first}:")


NO_KEYS: Final = DataKeys()
"""What stores texts as they are."""


def parse_data_keys(text: str) -> DataKeys:
    """Return the keys of `NAME:BASE64,NAME:BASE64`; raises ValueError, which tells no key."""
    keys = [_key(part.strip()) for part in text.split(",") if part.strip()]
    if len({name for name, _ in keys}) < len(keys):
        raise ValueError("two keys have the same name")
    return DataKeys(keys)


def new_data_key(name: str) -> str:
    """Return a random key in the form that `parse_data_keys` reads."""
    return f"{name}:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


def _key(part: str) -> tuple[str, bytes]:
    name, _, encoded = part.partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise ValueError(_FORM) from None
    if not _NAME.fullmatch(name) or len(key) != KEY_BYTES:
        raise ValueError(_FORM)
    return name, key


def _ciphers(keys: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - slow to import

    return {name: AESGCM(key) for name, key in keys}


def _invalid_tag() -> type[Exception]:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - slow to import

    return InvalidTag
