"""Rate limits: a moving window per caller and kind of request, over all processes of a broker."""

import math
import time
from typing import Literal, Protocol

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from tajriba.kit.errors import RateLimited

Bucket = Literal["sign_in", "sign_in_hour", "mail", "read", "write", "public", "ticket", "export"]
PER_MINUTE: dict[Bucket, int] = {
    "sign_in": 10,
    "ticket": 60,
    "export": 6,
    "write": 120,
    "read": 600,
    "public": 600,
}
PER_HOUR: dict[Bucket, int] = {"sign_in_hour": 60, "mail": 5}


class SharedCounts(Protocol):
    """What processes count in together."""

    async def hit(self, item: RateLimitItem, *caller: str) -> float | None:
        """Count one request and return 0; where none is left, the seconds until one is.

        None where it can't be told, at once or soon.
        """
        ...


class RateLimiter:
    """Counts requests per bucket and caller; off, it lets everything pass.

    Where the shared counts can't be told, this process' own hold: it counts along.
    """

    def __init__(self, enabled: bool, shared: SharedCounts | None = None) -> None:
        self._enabled = enabled
        self._shared = shared
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._items: dict[Bucket, RateLimitItem] = {
            bucket: RateLimitItemPerMinute(amount) for bucket, amount in PER_MINUTE.items()
        } | {bucket: RateLimitItemPerHour(amount) for bucket, amount in PER_HOUR.items()}

    async def check(self, bucket: Bucket, caller: str) -> None:
        """Count one request; raises `RateLimited` where the caller has none left."""
        if not self._enabled:
            return
        item = self._items[bucket]
        wait = await self._shared.hit(item, bucket, caller) if self._shared else None
        if not wait:
            own = self._hit(item, bucket, caller)
            wait = own if wait is None else 0
        if wait:
            raise RateLimited(max(1, math.ceil(wait)))

    def _hit(self, item: RateLimitItem, *caller: str) -> float:
        if self._limiter.hit(item, *caller):
            return 0
        return seconds_until(self._limiter.get_window_stats(item, *caller).reset_time)


def seconds_until(reset_time: float) -> float:
    """Return the seconds until a Unix time, at least a little: a window never ends now."""
    return max(0.001, reset_time - time.time())
