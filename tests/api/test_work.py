"""Work rows: every process reads them from a place of its own, and they go when all could."""

import asyncio
import threading
from collections.abc import Collection

import pytest
from sqlalchemy import select

from tajriba.kit.db import Database, ReadTx, WriteTx
from tajriba.loop.models import work
from tajriba.loop.worker import KEPT_MS, Worker, waiting
from tests.kit.broker import WAIT, logged
from tests.kit.clinic import Clinic
from tests.kit.clock import FakeClock


def add(tx: WriteTx, kind: str, ref: int) -> int:
    return tx.add(work, kind=kind, ref=ref, created_at=tx.now)


def kept(tx: ReadTx) -> list[int]:
    return [row.id for row in tx.all(select(work.c.id).order_by(work.c.id))]


async def started(database: Database, opened: Collection[int]) -> Worker:
    worker = Worker(database, lambda: set(opened))
    await worker.start()
    return worker


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The diagnoses that were predicted anew."""
    found: list[int] = []

    def refresh(_tx: WriteTx, diagnosis_id: int, _reason: str) -> None:
        found.append(diagnosis_id)

    monkeypatch.setattr("tajriba.loop.worker.refresh_by_id", refresh)
    return found


def test_each_process_predicts_what_it_shows(clinic: Clinic, done: list[int]) -> None:
    me = clinic.patient()
    one, two, three = (clinic.diagnosis(me) for _ in range(3))
    for diagnosis_id in (one, two):
        remedy = clinic.plan(me, diagnosis_id)[0]

    async def run() -> None:
        here = await started(clinic.database, {one, three})
        there = await started(clinic.database, {two, three})
        await clinic.database.write(add, "recommendation", remedy)
        last = await clinic.database.write(add, "diagnosis", three)
        for worker, shown in ((here, one), (there, two)):
            done.clear()
            assert await worker.work_once()
            assert done == [shown, three]
            assert not await worker.work_once()
            assert worker.position == last

    asyncio.run(run())
    assert len(clinic.database.read_now(kept)) == 2


def test_what_waited_before_the_start_is_not_its_business(clinic: Clinic, done: list[int]) -> None:
    async def run() -> None:
        last = await clinic.database.write(add, "diagnosis", 1)
        worker = await started(clinic.database, {1})
        assert worker.position == last
        assert not await worker.work_once()

    asyncio.run(run())
    assert done == []


def test_what_fails_is_tried_again(
    clinic: Clinic, done: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    async def run() -> None:
        worker = await started(clinic.database, {1})
        await clinic.database.write(add, "diagnosis", 1)
        with monkeypatch.context() as patch:
            patch.setattr("tajriba.loop.worker.refresh_by_id", broken)
            with pytest.raises(RuntimeError):
                await worker.work_once()
        assert await worker.work_once()

    asyncio.run(run())
    assert done == [1]


def test_a_round_that_fails_is_logged_and_comes_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = threading.Event()

    def fails_once(*_: object) -> None:
        if "predict_again_failed" not in lines.seen:
            raise RuntimeError
        again.set()

    async def run() -> None:
        worker = await started(clinic.database, {1})
        running = asyncio.ensure_future(worker.run())
        monkeypatch.setattr("tajriba.loop.worker.predict_anew", fails_once)
        await clinic.database.write(add, "diagnosis", 1)
        worker.ring()
        await lines.wait("predict_again_failed")
        assert await asyncio.to_thread(again.wait, WAIT)
        running.cancel()

    with logged() as lines:
        asyncio.run(run())


def test_old_rows_go_but_never_the_newest(clinic: Clinic, clock: FakeClock) -> None:
    """Its id would be given again, and who stands at it would not read the row that has it."""

    async def run() -> list[int]:
        worker = await started(clinic.database, set())
        ids = [await clinic.database.write(add, "diagnosis", 1) for _ in range(3)]
        clock.advance(seconds=KEPT_MS / 1000 + 1)
        await worker.work_once()
        assert await clinic.database.read(kept) == ids  # rows are swept once a minute
        clock.advance(seconds=60)
        await worker.work_once()
        await worker.work_once()
        return ids

    ids = asyncio.run(run())
    assert clinic.database.read_now(kept) == ids[-1:]
    assert not clinic.database.read_now(waiting, ids[-1], set()).stale
    assert clinic.database.write_now(add, "diagnosis", 1) > ids[-1]
