"""Reloading the vocabulary of a running process when another one has loaded new knowledge."""

import asyncio

import structlog

from tajriba.kit.database.transactions import Database
from tajriba.knowledge.active_catalogue import follow
from tajriba.knowledge.vocabulary.terms import make_ready

_EVERY_SECONDS = 1.0

_log = structlog.get_logger()


async def follow_knowledge(database: Database, seen: str) -> None:
    """Put in force what is loaded after version `seen`, looking every second, until cancelled."""
    while True:
        await asyncio.sleep(_EVERY_SECONDS)
        seen = await follow_once(database, seen)


async def follow_once(database: Database, seen: str) -> str:
    """Put in force what was loaded after version `seen`, and return the version now known.

    What fails is logged, to be tried again; the words that are known stay.
    """
    try:
        now = await database.read(follow, seen)
        if now != seen:
            await asyncio.to_thread(make_ready)
        return now
    except Exception as problem:  # noqa: BLE001 - see above
        _log.error("knowledge_not_followed", exc_info=problem)
        return seen
