"""The pump: reads the event log, from where it stands, and hands every event on, in order."""

import asyncio
from collections.abc import Callable

import structlog

from tajriba.events.service import Event, last_position, read_after
from tajriba.kit.db import Database
from tajriba.kit.tasks import spawn, stop

_SLICE = 64
_log = structlog.get_logger()


class EventPump:
    """Runs whenever an event was committed here, and every `seconds` for those of others."""

    def __init__(
        self, database: Database, publish: Callable[[Event], None], seconds: float
    ) -> None:
        self._database = database
        self._publish = publish
        self._seconds = seconds
        self._bell = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self.position = 0

    async def start(self) -> None:
        """Stand at the end of the log and follow it from there."""
        self._loop = asyncio.get_running_loop()
        self.position = await self._database.read(last_position)
        self._database.on_signal(self._ring)
        self._task = spawn(self._run(), "event-pump")

    async def stop(self) -> None:
        """Read no further."""
        self._loop = None
        if self._task is not None:
            await stop(self._task)

    async def catch_up(self) -> None:
        """Hand on every event behind the present position."""
        while events := await self._database.read(read_after, self.position):
            for number, event in enumerate(events, 1):
                self.position = event.id
                self._publish(event)
                if number % _SLICE == 0:  # let senders empty the queues that this fills
                    await asyncio.sleep(0)

    def _ring(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._bell.set)

    async def _run(self) -> None:
        while True:
            self._bell.clear()
            try:
                await self.catch_up()
            except Exception as problem:  # noqa: BLE001 - the next round reads what this missed
                _log.error("event_pump_failed", position=self.position, exc_info=problem)
            await self._wait()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._bell.wait()
        except TimeoutError:
            return
