"""Access tokens: short-lived JWTs that name a session."""

from functools import lru_cache

import jwt

from tajriba.accounts.errors import NotSignedIn
from tajriba.accounts.schemas import Claims
from tajriba.kit.clock import Clock

_ALGORITHM = "HS256"


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
        claims = {"sub": str(user_id), "sid": session_id, "exp": expires}
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
                options={"require": ["exp", "sub", "sid"], "verify_exp": False},
            )
            return Claims(int(claims["sub"]), claims["sid"]), int(claims["exp"])
        except (jwt.InvalidTokenError, ValueError, RecursionError) as problem:
            raise NotSignedIn from problem
