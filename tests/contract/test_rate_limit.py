"""Rate limits: counted in a process, or by all processes together."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from tajriba.kit.errors import RateLimited
from tajriba.kit.http.rate_limit import PER_MINUTE, RateLimiter
from tajriba.kit.notification.redis_rate_limit import RedisCounts
from tests.kit.servers.redis_broker import WAIT, Broker

SIGN_IN = PER_MINUTE["sign_in"]


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    yield broker
    broker.kill()


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(WAIT):
            await work()

    asyncio.run(bounded())


async def passed(limiter: RateLimiter, times: int, caller: str = "maryam") -> int:
    """Return how many of so many requests may pass."""
    waits: list[int] = []
    for _ in range(times):
        try:
            await limiter.check("sign_in", caller)
        except RateLimited as problem:
            waits.append(problem.retry_after)
    assert all(1 <= wait <= 60 for wait in waits)
    return times - len(waits)


@pytest.mark.parametrize("shared", [False, True])
def test_a_caller_has_so_many_a_minute(broker: Broker, shared: bool) -> None:
    async def work() -> None:
        counts = RedisCounts(broker.url) if shared else None
        limiter = RateLimiter(True, counts)
        assert await passed(limiter, SIGN_IN + 3) == SIGN_IN
        assert await passed(limiter, 1, "ali") == 1
        if counts is not None:
            await counts.close()

    run(work)


def test_two_processes_count_together(broker: Broker) -> None:
    async def work() -> None:
        here, there = (RedisCounts(broker.url) for _ in range(2))
        assert await passed(RateLimiter(True, here), SIGN_IN - 3) == SIGN_IN - 3
        assert await passed(RateLimiter(True, there), SIGN_IN) == 3
        await here.close()
        await there.close()

    run(work)


@pytest.mark.parametrize("how", ["killed", "hung"])
def test_without_the_broker_a_process_goes_on_from_what_it_let_pass(
    broker: Broker, how: str
) -> None:
    async def work() -> None:
        counts = RedisCounts(broker.url, answer=0.1)
        limiter = RateLimiter(True, counts)
        assert await passed(limiter, SIGN_IN - 3) == SIGN_IN - 3
        broker.kill() if how == "killed" else broker.hang()
        assert await passed(limiter, SIGN_IN) == 3
        await counts.close()

    run(work)


def test_what_is_off_counts_nothing() -> None:
    run(lambda: _all_pass(RateLimiter(False)))


async def _all_pass(limiter: RateLimiter) -> None:
    assert await passed(limiter, 3 * SIGN_IN) == 3 * SIGN_IN
