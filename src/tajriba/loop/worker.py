"""Predicts anew, after an announcement, the plans that somebody looks at here.

Every process reads the work rows from a place of its own and does what concerns its own screens;
rows go when all have had time to read them.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import bindparam, delete, func, select

from tajriba.diagnoses.service import holders
from tajriba.kit.db import Database, Prepared, ReadTx, WriteTx
from tajriba.loop.models import work
from tajriba.loop.predicting import refresh_by_id

KEPT_MS = 10 * 60_000
"""How long a work row is kept for processes that have not read it yet."""

_SWEEP_MS = 60_000
_AT_ONCE = 100
_IDLE_SECONDS = 0.5
_GATHER_SECONDS = 0.05
"""Announcements in a burst are answered together; the promise is 250 ms."""

_log = structlog.get_logger()
_behind = Prepared(
    lambda _: (
        select(work.c.id, work.c.kind, work.c.ref)
        .where(work.c.id > bindparam("after"))
        .order_by(work.c.id)
        .limit(_AT_ONCE)
    )
)
_oldest = Prepared(lambda _: select(work.c.id, work.c.created_at).order_by(work.c.id).limit(1))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work behind a position: up to where it was read, and which open diagnoses it concerns.

    `stale` says that there are rows that no process will read any more.
    """

    position: int
    diagnosis_ids: list[int]
    stale: bool


def last_work(tx: ReadTx) -> int:
    """Return the position of the newest work row, 0 where there is none."""
    return int(tx.scalar(select(func.max(work.c.id))) or 0)


def waiting(tx: ReadTx, after: int, opened: set[int]) -> Waiting:
    """Return what waits behind `after`, up to a batch."""
    rows = tx.fetch(_behind, after=after)
    among = sorted(opened)
    concerned: dict[int, None] = {}
    for kind, ref in dict.fromkeys((kind, ref) for _, kind, ref in rows):
        found = holders(tx, ref, among) if kind == "recommendation" else [ref]
        concerned |= dict.fromkeys(one for one in found if one in opened)
    position = rows[-1][0] if rows else after
    return Waiting(position, list(concerned), _stale(tx, position))


def _stale(tx: ReadTx, position: int) -> bool:
    found = tx.fetch(_oldest)
    if not found:
        return False
    work_id, created_at = found[0]
    return bool(work_id < position and created_at < tx.now - KEPT_MS - _SWEEP_MS)


def predict_anew(tx: WriteTx, diagnosis_ids: list[int]) -> None:
    """Predict plans anew, in one transaction."""
    for diagnosis_id in diagnosis_ids:
        refresh_by_id(tx, diagnosis_id, "evidence")


def sweep(tx: WriteTx) -> None:
    """Delete the rows that were kept long enough, but for the newest: its id is not to come again
    while others stand at it."""
    old = work.c.created_at < tx.now - KEPT_MS
    tx.run(delete(work).where(old, work.c.id < last_work(tx)))


class Worker:
    """Takes work rows as they come, from where they end when it starts: what was waiting before
    is predicted when it is next looked at."""

    def __init__(self, database: Database, opened: Callable[[], set[int]]) -> None:
        self._database = database
        self._opened = opened
        self._ring = asyncio.Event()
        self.position = 0

    def ring(self) -> None:
        """Tell, on the event loop, that there may be work."""
        self._ring.set()

    async def start(self) -> None:
        """Stand at the end of the work rows."""
        self.position = await self._database.read(last_work)

    async def run(self) -> None:
        """Work until cancelled; what fails is logged and tried again."""
        while True:
            await self._wait()
            self._ring.clear()
            try:
                while await self.work_once():
                    pass
            except Exception as problem:  # noqa: BLE001 - the next round starts where this one did
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
        found = await self._database.read(waiting, self.position, self._opened())
        if found.diagnosis_ids:
            await self._database.write(predict_anew, found.diagnosis_ids)
        if found.stale:
            await self._database.write(sweep)
        moved = found.position > self.position
        self.position = found.position
        return moved
