"""Predicts anew, after an announcement, the plans that somebody looks at."""

import asyncio
from collections.abc import Callable

import structlog
from sqlalchemy import bindparam, delete, select

from tajriba.diagnoses.service import holders
from tajriba.kit.db import Database, Prepared, ReadTx, WriteTx
from tajriba.loop.models import work
from tajriba.loop.predicting import refresh_by_id

_AT_ONCE = 100
_IDLE_SECONDS = 1.0
_GATHER_SECONDS = 0.05
"""Announcements in a burst are answered together; the promise is 250 ms."""

_log = structlog.get_logger()
_done = Prepared(lambda _: delete(work).where(work.c.id == bindparam("id")))
_oldest = Prepared(
    lambda _: select(work.c.id, work.c.kind, work.c.ref).order_by(work.c.id).limit(_AT_ONCE)
)


def waiting(tx: ReadTx, opened: list[int]) -> tuple[list[int], list[int]]:
    """Return the ids of the oldest work rows, and which open diagnoses they concern."""
    rows = tx.fetch(_oldest)
    concerned: dict[int, None] = {}
    for kind, ref in dict.fromkeys((kind, ref) for _, kind, ref in rows):
        found = holders(tx, ref, opened) if kind == "recommendation" else [ref]
        concerned |= dict.fromkeys(one for one in found if one in opened)
    return [row[0] for row in rows], list(concerned)


def finish(tx: WriteTx, work_ids: list[int], diagnosis_ids: list[int]) -> None:
    """Predict the plans anew and delete the work rows, in one transaction."""
    for diagnosis_id in diagnosis_ids:
        refresh_by_id(tx, diagnosis_id, "evidence")
    tx.many(_done, [{"id": work_id} for work_id in work_ids])


class Worker:
    """Takes work rows as they come; a row that a crash leaves behind is taken at the next start."""

    def __init__(self, database: Database, opened: Callable[[], set[int]]) -> None:
        self._database = database
        self._opened = opened
        self._ring = asyncio.Event()

    def ring(self) -> None:
        """Tell, on the event loop, that there may be work."""
        self._ring.set()

    async def run(self) -> None:
        """Work until cancelled; what fails is logged and tried again."""
        while True:
            await self._wait()
            self._ring.clear()
            try:
                while await self.work_once():
                    pass
            except Exception as problem:  # noqa: BLE001 - the rows stay, the next round takes them
                _log.error("predict_again_failed", exc_info=problem)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_IDLE_SECONDS):
                await self._ring.wait()
                await asyncio.sleep(_GATHER_SECONDS)
        except TimeoutError:
            return

    async def work_once(self) -> bool:
        """Do what waits, up to a batch; returns whether there was any."""
        opened = sorted(self._opened())
        work_ids, diagnosis_ids = await self._database.read(waiting, opened)
        if work_ids:
            await self._database.write(finish, work_ids, diagnosis_ids)
        return bool(work_ids)
