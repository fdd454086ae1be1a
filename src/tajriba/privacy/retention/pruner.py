"""The task that deletes once a day what was kept long enough."""

from typing import Final

import structlog

from tajriba.kit.clock import DAY_MS, Clock
from tajriba.kit.database.transactions import Database
from tajriba.kit.notification.wakeup import Wakeup
from tajriba.privacy.retention.growth import KeptDays
from tajriba.privacy.retention.pruning import prune

_EVERY_SECONDS: Final = 600.0
_log = structlog.get_logger()


class Pruner:
    """Looks every ten minutes whether a day has passed; first, ten minutes after the start."""

    def __init__(self, database: Database, kept: KeptDays, clock: Clock) -> None:
        self._database = database
        self._kept = kept
        self._clock = clock
        self._next = 0
        self._wakeup = Wakeup(_EVERY_SECONDS)

    def notify(self) -> None:
        """Have it look at once."""
        self._wakeup.notify()

    async def run(self) -> None:
        """Work until cancelled; what fails is logged and tried again."""
        await self._wakeup.rounds(self.look, _failed)

    async def look(self) -> None:
        """Prune where the last time is a day ago."""
        if self._clock() >= self._next:
            await prune(self._database, self._kept)
            self._next = self._clock() + DAY_MS


def _failed(problem: Exception) -> None:
    _log.error("pruning_failed", exc_info=problem)
