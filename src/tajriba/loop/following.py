"""Has this process know the words of the knowledge that others load while it runs."""

import asyncio

import structlog

from tajriba.kit.db import Database
from tajriba.knowledge.standing import follow

_EVERY_SECONDS = 1.0

_log = structlog.get_logger()


async def follow_knowledge(database: Database, seen: str) -> None:
    """Put in force, within a second, what is loaded after version `seen`, until cancelled."""
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        try:
            seen = await database.read(follow, seen)
        except Exception as problem:  # noqa: BLE001 - the words stay, and it is tried again
            _log.error("knowledge_not_followed", exc_info=problem)
