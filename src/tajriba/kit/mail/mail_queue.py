"""E-mails that are written and sent behind the answer, so that it never waits for them.

What waits is in memory: who gets none asks again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog

from tajriba.kit.background_tasks import spawn, stop
from tajriba.kit.mail.mailer import Mail, Mailer

MOST: Final = 1_000
"""So many e-mails wait at most; one more is not sent."""
_PAUSES: Final = (30.0, 300.0)
_LAST_SECONDS: Final = 10.0
_log = structlog.get_logger()

Write = Callable[[], Awaitable[Mail | None]]
"""Writes an e-mail, or finds that there is none to send."""


class MailQueue:
    """Sends what is posted, and tries again what fails."""

    def __init__(
        self, mailer: Mailer, rest: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._mailer = mailer
        self._rest = rest
        self._tasks: set[asyncio.Task[None]] = set()
        self._resting: set[asyncio.Task[Any] | None] = set()

    def post(self, write: Write) -> None:
        """Write and send an e-mail soon."""
        if len(self._tasks) >= MOST:
            _log.error("mail_queue_full", waiting=MOST)
            return
        task = spawn(self._deliver(write), "mail")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, write: Write) -> None:
        mail = await write()
        if mail is None:
            return
        for pause in (*_PAUSES, None):
            try:
                await self._mailer.send(mail)
                return
            except OSError as problem:
                _log.warning("mail_not_sent", reason=type(problem).__name__, again=pause)
            if pause is not None:
                await self._pause(pause)

    async def _pause(self, seconds: float) -> None:
        task = asyncio.current_task()
        self._resting.add(task)
        try:
            await self._rest(seconds)
        finally:
            self._resting.discard(task)

    async def close(self) -> None:
        """Send what is being sent, within ten seconds, and give the rest up."""
        if sending := self._tasks - self._resting:
            await asyncio.wait(sending, timeout=_LAST_SECONDS)
        for task in list(self._tasks):
            await stop(task)
