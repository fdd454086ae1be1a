"""The log of refusals: who was refused what, for the operator who looks for attacks.

A caller fills it with no more than a line a minute for each reason, and all together with 300.
"""

from typing import Final

import structlog
from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from tajriba.kit.errors import AppError, Kind
from tajriba.kit.http.client_address import address_of

_KINDS: Final[frozenset[Kind]] = frozenset({"forbidden", "rate_limited", "invalid", "too_large"})
_EACH: Final = RateLimitItemPerMinute(1)
_ALL: Final = RateLimitItemPerMinute(300)
_log = structlog.get_logger()


class RefusalLog:
    """Writes refusals to the log, without what was sent."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def note(
        self, code: str, method: str, route: str, address: str | None, user_id: int | None
    ) -> None:
        """Write a line, unless the caller or all have had theirs."""
        caller = str(address if user_id is None else user_id)
        if self._limiter.hit(_EACH, code, caller) and self._limiter.hit(_ALL):
            _log.info(
                "request_refused",
                code=code,
                method=method,
                route=route,
                address=address,
                user_id=user_id,
            )


def note_refusal(request: Request, error: AppError) -> None:
    """Write a refused request to the log of its app.

    Nothing is written of what happens to everybody, such as a token that has expired.
    """
    user_id: int | None = getattr(request.state, "user_id", None)
    foreign = error.kind == "not_found" and user_id is not None
    if error.kind in _KINDS or error.code == "bad_credentials" or foreign:
        refusals: RefusalLog = request.app.state.refusals
        route = getattr(request.scope.get("route"), "path", "unmatched")
        refusals.note(error.code, request.method, route, address_of(request), user_id)
