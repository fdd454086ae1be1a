"""Access tokens, short-lived JWTs that name a session; and tokens of the devices one knows."""

from functools import lru_cache
from typing import Any, Final

import jwt

from tajriba.accounts.errors import NotSignedIn
from tajriba.accounts.schemas import Claims
from tajriba.kit.clock import Clock
from tajriba.kit.random_ids import new_secret

_ALGORITHM = "HS256"
_ACCESS: Final = "access"
_DEVICE: Final = "device"
"""What a token is for: all are signed with one key, and each is good for its own purpose alone."""

_MAX_ID: Final = 2**63 - 1


class Tokens:
    """Signs and reads access tokens with one key."""

    def __init__(self, secret_key: str, minutes: int, clock: Clock) -> None:
        self._key = secret_key
        self._clock = clock
        self.seconds = minutes * 60
        self._verified = lru_cache(maxsize=4096)(self._verify)

    def issue(self, user_id: int, session_id: str) -> str:
        """Return an access token for a session."""
        expires = self._clock() // 1000 + self.seconds
        claims = {"sub": str(user_id), "sid": session_id, "aud": _ACCESS, "exp": expires}
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def read(self, token: str) -> Claims:
        """Return what a token says; raises `NotSignedIn` where it is not ours or has expired."""
        claims, expires = self._verified(token)
        if expires <= self._clock() // 1000:
            raise NotSignedIn
        return claims

    def _verify(self, token: str) -> tuple[Claims, int]:
        """Return what a token of ours says and when it expires; its signature is checked once."""
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=_ACCESS,
                options={"require": ["exp", "sub", "sid"], "verify_exp": False},
            )
            return Claims(_id(claims["sub"]), _text(claims["sid"])), _seconds(claims["exp"])
        except (jwt.InvalidTokenError, TypeError, ValueError, RecursionError) as problem:
            raise NotSignedIn from problem

    def name_device(self, user_id: int) -> str:
        """Return a token for a device on which a person has signed in."""
        claims = {"sub": str(user_id), "aud": _DEVICE, "jti": new_secret()}
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def known_device(self, token: str, user_id: int) -> str | None:
        """Return the name of a device on which this person has signed in, None for any other."""
        try:
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM], audience=_DEVICE)
            return _text(claims["jti"]) if _id(claims["sub"]) == user_id else None
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError, RecursionError):
            return None


def _id(value: Any) -> int:
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19):
        raise TypeError("not an id")
    found = int(value)
    if not 1 <= found <= _MAX_ID:
        raise ValueError("not an id")
    return found


def _text(value: Any) -> str:
    if not (isinstance(value, str) and value.isascii() and value.isprintable()):
        raise TypeError("not a name")
    return value


def _seconds(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("not a time")
    return value
