"""Rate limits: a moving window per caller and kind of request."""

import math
import time
from typing import Literal

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from tajriba.kit.errors import RateLimited

Bucket = Literal["sign_in", "read", "write", "public", "ticket"]
PER_MINUTE: dict[Bucket, int] = {
    "sign_in": 10,
    "ticket": 60,
    "write": 120,
    "read": 600,
    "public": 600,
}


class RateLimiter:
    """Counts requests per bucket and caller; off, it lets everything pass."""

    def __init__(self, enabled: bool) -> None:
        self._enabled = enabled
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._items: dict[Bucket, RateLimitItem] = {
            bucket: RateLimitItemPerMinute(amount) for bucket, amount in PER_MINUTE.items()
        }

    def check(self, bucket: Bucket, caller: str) -> None:
        """Count one request; raises `RateLimited` where the caller has none left."""
        if not self._enabled:
            return
        item = self._items[bucket]
        if not self._limiter.hit(item, bucket, caller):
            reset = self._limiter.get_window_stats(item, bucket, caller).reset_time
            raise RateLimited(max(1, math.ceil(reset - time.time())))
