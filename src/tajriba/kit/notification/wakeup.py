"""A task that works in rounds: when it is woken and at intervals; a failed round is repeated."""

import asyncio
from collections.abc import Awaitable, Callable


class Wakeup:
    """Rung on the event loop; whoever works in rounds waits for it."""

    def __init__(self, seconds: float, gather: float = 0.0) -> None:
        """A round begins `gather` seconds after a notification, and after `seconds` in any case."""
        self._rung = asyncio.Event()
        self._seconds = seconds
        self._gather = gather

    def notify(self) -> None:
        """Tell that there may be work."""
        self._rung.set()

    async def rounds(
        self, work: Callable[[], Awaitable[None]], failed: Callable[[Exception], None]
    ) -> None:
        """Wait and work, until cancelled; `failed` is told what a round raises, and the next one
        goes on where it did."""
        while True:
            await self._wait()
            self._rung.clear()
            try:
                await work()
            except Exception as problem:  # noqa: BLE001 - told, and the next round begins there
                failed(problem)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._rung.wait()
                await asyncio.sleep(self._gather)
        except TimeoutError:
            return
