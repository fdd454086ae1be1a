"""The event pump: reads the event log from where it stands and hands every event on, in order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from tajriba.events.service import Event, last_id, read_after
from tajriba.kit.background_tasks import spawn, stop
from tajriba.kit.database.transactions import Database

SLICE = 64
"""How many events are handed on before writers get their turn: well below a queue's length."""

_log = structlog.get_logger()


class EventPump:
    """Runs whenever it is notified, and every `seconds` by itself: a notification may be lost."""

    def __init__(
        self,
        database: Database,
        publish: Callable[[Event], None],
        pause: Callable[[int], Awaitable[None]],
        seconds: float,
    ) -> None:
        self._database = database
        self._publish = publish
        self._pause = pause
        self._seconds = seconds
        self._notified = asyncio.Event()
        self._reading = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self.last_id = 0

    async def start(self) -> None:
        """Stand at the end of the log and follow it from there."""
        self.last_id = await self._database.read(last_id)
        self._task = spawn(self._run(), "event-pump")

    async def stop(self) -> None:
        """Read no further."""
        if self._task is not None:
            await stop(self._task)

    def notify(self) -> None:
        """Tell, on the event loop, that there may be events."""
        self._notified.set()

    async def catch_up(self) -> None:
        """Hand on every event that it has not handed on."""
        async with self._reading:
            while events := await self._database.read(read_after, self.last_id):
                await self._hand_on(events)

    async def _hand_on(self, events: Sequence[Event]) -> None:
        for number, event in enumerate(events, 1):
            self.last_id = event.id
            self._publish(event)
            if number % SLICE == 0:
                await self._pause(SLICE)

    async def _run(self) -> None:
        while True:
            self._notified.clear()
            try:
                await self.catch_up()
            except Exception as problem:  # noqa: BLE001 - the next round reads what this missed
                _log.error("event_pump_failed", last_id=self.last_id, exc_info=problem)
            await self._wait()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._notified.wait()
        except TimeoutError:
            return
