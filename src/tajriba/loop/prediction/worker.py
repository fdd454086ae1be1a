"""The worker that predicts plans with open screens again after an announcement.

Every process reads the work rows from a place of its own and does what concerns its own screens;
rows go when all have had time to read them.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import structlog
from sqlalchemy import bindparam, delete, func, select

from tajriba.diagnoses.plans.plan_holders import holders
from tajriba.kit.database.transactions import Database, Prepared, ReadTx, WriteTx
from tajriba.kit.notification.wakeup import Wakeup
from tajriba.loop.prediction.refresh import keep_predicted, predict_ahead
from tajriba.loop.tables import work

KEPT_MS = 10 * 60_000
"""How long a work row is kept for processes that have not read it yet."""

_SWEEP_MS = 60_000
_AT_ONCE = 100
_IDLE_SECONDS = 0.5
_GATHER_SECONDS = 0.05
"""Announcements in a burst are answered together; the promise is 250 ms."""
_REST = 1.0
"""How long reports have the process to themselves, in times of what one plan took."""

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
    """Work behind a position: up to where it was read, and which open diagnoses it concerns,
    those with reports of their own (`first`) and those that share a remedy with them, or a model.

    `stale` says that there are rows that no process will read any more.
    """

    position: int
    first: list[int]
    shared: list[int]
    stale: bool


def last_work(tx: ReadTx) -> int:
    """Return the position of the newest work row, 0 where there is none."""
    return int(tx.scalar(select(func.max(work.c.id))) or 0)


def waiting(tx: ReadTx, after: int, opened: set[int]) -> Waiting:
    """Return what waits behind `after`, up to a batch."""
    rows = tx.fetch(_behind, after=after)
    refs = list(dict.fromkeys((kind, ref) for _, kind, ref in rows))
    first = [ref for kind, ref in refs if kind == "diagnosis" and ref in opened]
    among = sorted(opened)
    shared = [
        one for kind, ref in refs if kind == "recommendation" for one in holders(tx, ref, among)
    ]
    if any(kind == "model" for kind, _ in refs):
        shared += among
    position = rows[-1][0] if rows else after
    return Waiting(position, first, shared, _stale(tx, position))


def _stale(tx: ReadTx, position: int) -> bool:
    found = tx.fetch(_oldest)
    if not found:
        return False
    work_id, created_at = found[0]
    return bool(work_id < position and created_at < tx.now - KEPT_MS - _SWEEP_MS)


def sweep(tx: WriteTx) -> None:
    """Delete the rows that were kept long enough, but for the newest: its id is not to come again
    while others stand at it."""
    old = work.c.created_at < tx.now - KEPT_MS
    tx.run(delete(work).where(old, work.c.id < last_work(tx)))


def _failed(problem: Exception) -> None:
    _log.error("predict_again_failed", exc_info=problem)


class Worker:
    """Takes work rows as they come, from where they end when it starts: what was waiting before
    is predicted when it is next looked at."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._first: dict[int, None] = {}
        self._others: dict[int, None] = {}
        self._wakeup = Wakeup(_IDLE_SECONDS, _GATHER_SECONDS)
        self.position = 0

    def notify(self) -> None:
        """Tell, on the event loop, that there may be work."""
        self._wakeup.notify()

    def want(self, diagnosis_id: int) -> None:
        """Have a plan predicted soon whose screen has been opened."""
        self._first[diagnosis_id] = None
        self.notify()

    async def start(self) -> None:
        """Stand at the end of the work rows."""
        self.position = await self._database.read(last_work)

    async def run(self, opened: Callable[[], set[int]]) -> None:
        """Work for the diagnoses that are `opened`, until cancelled; what fails is logged and
        tried again."""

        async def work() -> None:
            while await self._round(opened()):
                pass

        await self._wakeup.rounds(work, _failed)

    async def _round(self, opened: set[int]) -> bool:
        begun = time.perf_counter()
        more = await self.work_once(opened)
        if more:
            await asyncio.sleep(_REST * (time.perf_counter() - begun))
        return more

    async def work_once(self, opened: set[int]) -> bool:
        """Read what was announced and predict the next plan; returns whether there may be more to
        do."""
        found = await self._database.read(waiting, self.position, opened)
        if found.stale:
            await self._database.write(sweep)
        self._first |= dict.fromkeys(found.first)
        self._others |= dict.fromkeys(found.shared)
        moved = found.position > self.position
        self.position = found.position
        diagnosis_id = self._next()
        if diagnosis_id in opened:
            await self._predict(diagnosis_id)
        return moved or bool(self._first or self._others)

    def _next(self) -> int | None:
        diagnosis_id = next(chain(self._first, self._others), None)
        if diagnosis_id is not None:
            self._first.pop(diagnosis_id, None)
            self._others.pop(diagnosis_id, None)
        return diagnosis_id

    async def _predict(self, diagnosis_id: int) -> None:
        done = False
        try:
            predicted = await self._database.read(predict_ahead, diagnosis_id)
            done = predicted is None or await self._database.write(
                keep_predicted, predicted, "evidence"
            )
        finally:
            if not done:  # it failed, or somebody else predicted the plan meanwhile
                self._others[diagnosis_id] = None
