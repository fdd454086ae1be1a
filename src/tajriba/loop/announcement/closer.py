"""The task that closes atoms on days of the calendar."""

from typing import Final

import structlog

from tajriba.evidence.publication.policy import PublicationPolicy
from tajriba.kit.database.transactions import Database
from tajriba.kit.notification.wakeup import Wakeup
from tajriba.loop.announcement.announcement import announce_closing

_EVERY_SECONDS: Final = 60.0

_log = structlog.get_logger()


class Closer:
    """Looks every minute whether a day of closing has come."""

    def __init__(self, database: Database, policy: PublicationPolicy) -> None:
        self._database = database
        self._policy = policy
        self._wakeup = Wakeup(_EVERY_SECONDS)
        self._wakeup.notify()

    async def run(self) -> None:
        """Work until cancelled; what fails is logged and tried again."""
        await self._wakeup.rounds(self.close_due, _failed)

    async def close_due(self) -> None:
        """Close and tell what is due now, if anything is."""
        if await self._database.read(self._policy.is_due):
            await self._database.write(announce_closing, self._policy)


def _failed(problem: Exception) -> None:
    _log.error("closing_failed", exc_info=problem)
