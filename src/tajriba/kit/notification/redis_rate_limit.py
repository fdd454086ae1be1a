"""Rate limits that processes count together, in Redis or Valkey."""

import asyncio
from contextlib import suppress

from limits import RateLimitItem
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from tajriba.kit.http.rate_limit import seconds_until
from tajriba.kit.notification.redis_notifier import connect

ANSWER_SECONDS = 0.25
REST_SECONDS = 1.0


class RedisCounts:
    """Counts in the broker. One that does not answer is left alone for a second, so that it holds
    up few requests, and none for long."""

    def __init__(self, url: str, answer: float = ANSWER_SECONDS) -> None:
        self._client = connect(url)
        storage = RedisStorage(
            url,
            implementation="redispy",
            key_prefix="tajriba",
            connection_pool=self._client.connection_pool,  # type: ignore[arg-type]
        )
        self._limiter = MovingWindowRateLimiter(storage)
        self._answer = answer
        self._rests_until = 0.0

    async def hit(self, item: RateLimitItem, *caller: str) -> float | None:
        """See `SharedCounts.hit`."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._rests_until:
            return None
        try:
            async with asyncio.timeout(self._answer):
                return await self._hit(item, *caller)
        except (RedisError, OSError, TimeoutError):
            self._rests_until = loop.time() + REST_SECONDS
            return None

    async def close(self) -> None:
        """Release every connection; one that hangs does not keep us."""
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(self._answer):
                await self._client.aclose()

    async def _hit(self, item: RateLimitItem, *caller: str) -> float:
        if await self._limiter.hit(item, *caller):
            return 0
        return seconds_until((await self._limiter.get_window_stats(item, *caller)).reset_time)
