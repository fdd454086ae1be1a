"""The task that erases who asked for it, once it is due."""

from typing import Final

import structlog

from tajriba.kit.database.transactions import Database
from tajriba.kit.notification.wakeup import Wakeup
from tajriba.privacy.erasure import due, erase_some

_EVERY_SECONDS: Final = 600.0

_log = structlog.get_logger()


class Eraser:
    """Looks every ten minutes for whose erasure is due, and clears the files of what was taken
    back."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wakeup = Wakeup(_EVERY_SECONDS)
        self._wakeup.notify()
        self._starting = True

    async def run(self) -> None:
        """Work until cancelled; what fails is logged and tried again."""
        await self._wakeup.rounds(self._round, _failed)

    async def _round(self) -> None:
        """At the start the files are as they were left; from then on what was deleted goes."""
        erased = await erase_due(self._database)
        if not self._starting and not erased:
            await self._database.clear_files()
        self._starting = False


async def erase_due(database: Database) -> int:
    """Erase everybody whose erasure is due, in transactions between which others have their turn,
    and return how many they were.

    Then clear the database's files of what was deleted; where others read meanwhile, the next
    checkpoints do it.
    """
    found = await database.read(due)
    for user_id in found:
        while await database.write(erase_some, user_id):
            pass
    if found and not await database.clear_files():
        _log.warning("files_not_cleared")
    return len(found)


def _failed(problem: Exception) -> None:
    _log.error("erasure_failed", exc_info=problem)
