"""A task that repeats at an interval."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

_log = structlog.get_logger()


async def every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do `work` every so many seconds, for ever; a round that fails is logged."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await work()
        except Exception as problem:  # noqa: BLE001 - the next round is as good as this one
            _log.error("round_failed", exc_info=problem)
