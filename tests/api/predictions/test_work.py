"""Work rows: every process reads them from a place of its own, and they go when all could."""

import asyncio
import threading
from collections.abc import Collection

import pytest
from sqlalchemy import delete, select

from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.loop.prediction.refresh import PredictedAhead, predict_ahead
from tajriba.loop.prediction.worker import KEPT_MS, Worker, waiting
from tajriba.loop.tables import work
from tajriba.predictions.service.prediction_cache import last_ranking
from tajriba.predictions.tables import prediction
from tests.kit.clinics.clinic import Clinic
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.redis_broker import WAIT, logged


def add(tx: WriteTx, kind: str, ref: int) -> int:
    return tx.add(work, kind=kind, ref=ref, created_at=tx.now)


def kept(tx: ReadTx) -> list[int]:
    return [row.id for row in tx.all(select(work.c.id).order_by(work.c.id))]


def forget_prediction(tx: WriteTx, diagnosis_id: int) -> None:
    tx.run(delete(prediction).where(prediction.c.diagnosis_id == diagnosis_id))


async def started(database: Database) -> Worker:
    worker = Worker(database)
    await worker.start()
    return worker


async def work_off(worker: Worker, opened: Collection[int]) -> None:
    while await worker.work_once(set(opened)):
        pass


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The diagnoses that were predicted anew."""
    found: list[int] = []

    def watched(tx: ReadTx, diagnosis_id: int) -> PredictedAhead | None:
        found.append(diagnosis_id)
        return predict_ahead(tx, diagnosis_id)

    monkeypatch.setattr("tajriba.loop.prediction.worker.predict_ahead", watched)
    return found


def test_each_process_predicts_what_it_shows(clinic: Clinic, done: list[int]) -> None:
    """Plans with reports of their own come first."""
    me = clinic.patient()
    one, two, three = (clinic.diagnosis(me) for _ in range(3))
    for diagnosis_id in (one, two):
        remedy = clinic.plan(me, diagnosis_id)[0]

    async def run() -> None:
        here, there = await started(clinic.database), await started(clinic.database)
        await clinic.database.write(add, "recommendation", remedy)
        last = await clinic.database.write(add, "diagnosis", three)
        for worker, shown in ((here, one), (there, two)):
            done.clear()
            await work_off(worker, {shown, three})
            assert done == [three, shown]
            assert worker.position == last

    asyncio.run(run())
    assert len(clinic.database.read_now(kept)) == 2


def test_a_plan_is_predicted_once_however_often_it_is_concerned(
    clinic: Clinic, done: list[int]
) -> None:
    me = clinic.patient()
    diagnosis_id = clinic.diagnosis(me)
    remedies = clinic.plan(me, diagnosis_id)

    async def run() -> None:
        worker = await started(clinic.database)
        for remedy in remedies:
            await clinic.database.write(add, "recommendation", remedy)
        await clinic.database.write(add, "diagnosis", diagnosis_id)
        worker.want(diagnosis_id)
        await work_off(worker, {diagnosis_id})

    asyncio.run(run())
    assert done == [diagnosis_id]


def test_what_is_no_longer_looked_at_is_left_alone(clinic: Clinic, done: list[int]) -> None:
    diagnosis_id = clinic.diagnosis(clinic.patient())

    async def run() -> None:
        worker = await started(clinic.database)
        worker.want(diagnosis_id)
        await work_off(worker, set())

    asyncio.run(run())
    assert done == []


def test_what_somebody_else_predicted_meanwhile_is_looked_at_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ranking from before never replaces, or is told after, a newer one."""
    me = clinic.patient()
    diagnosis_id = clinic.diagnosis(me)
    chosen = clinic.plan(me, diagnosis_id)
    seen: list[PredictedAhead | None] = []

    def overtaken(tx: ReadTx, diagnosis_id: int) -> PredictedAhead | None:
        predicted = predict_ahead(tx, diagnosis_id)
        if not seen:
            clinic.plan(me, diagnosis_id, chosen[:1])
        seen.append(predicted)
        return predicted

    async def run() -> None:
        worker = await started(clinic.database)
        clinic.plan(me, diagnosis_id, chosen[:2])
        clinic.database.write_now(forget_prediction, diagnosis_id)
        monkeypatch.setattr("tajriba.loop.prediction.worker.predict_ahead", overtaken)
        worker.want(diagnosis_id)
        await work_off(worker, {diagnosis_id})

    asyncio.run(run())
    assert len(seen) == 2
    assert seen[0] is not None
    assert len(seen[0].plan.items) == 2
    assert seen[1] is None
    ranked = clinic.database.read_now(last_ranking, diagnosis_id)
    assert ranked is not None
    assert [one.recommendation_id for one in ranked.standings] == chosen[:1]


def test_what_waited_before_the_start_is_not_its_business(clinic: Clinic, done: list[int]) -> None:
    async def run() -> None:
        last = await clinic.database.write(add, "diagnosis", 1)
        worker = await started(clinic.database)
        assert worker.position == last
        assert not await worker.work_once({1})

    asyncio.run(run())
    assert done == []


def test_what_fails_is_tried_again(
    clinic: Clinic, done: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    diagnosis_id = clinic.diagnosis(clinic.patient())

    def broken(*_: object) -> None:
        raise RuntimeError

    async def run() -> None:
        worker = await started(clinic.database)
        await clinic.database.write(add, "diagnosis", diagnosis_id)
        with monkeypatch.context() as patch:
            patch.setattr("tajriba.loop.prediction.worker.predict_ahead", broken)
            with pytest.raises(RuntimeError):
                await worker.work_once({diagnosis_id})
        await work_off(worker, {diagnosis_id})

    asyncio.run(run())
    assert done == [diagnosis_id]


def test_a_round_that_fails_is_logged_and_comes_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = threading.Event()

    def fails_once(*_: object) -> None:
        if "predict_again_failed" not in lines.seen:
            raise RuntimeError
        again.set()

    async def run() -> None:
        worker = await started(clinic.database)
        running = asyncio.ensure_future(worker.run(lambda: {1}))
        monkeypatch.setattr("tajriba.loop.prediction.worker.predict_ahead", fails_once)
        await clinic.database.write(add, "diagnosis", 1)
        worker.notify()
        await lines.wait("predict_again_failed")
        assert await asyncio.to_thread(again.wait, WAIT)
        running.cancel()

    with logged() as lines:
        asyncio.run(run())


def test_old_rows_go_but_never_the_newest(clinic: Clinic, clock: FakeClock) -> None:
    """Its id would be given again, and who stands at it would not read the row that has it."""

    async def run() -> list[int]:
        worker = await started(clinic.database)
        ids = [await clinic.database.write(add, "diagnosis", 1) for _ in range(3)]
        clock.advance(seconds=KEPT_MS / 1000 + 1)
        await worker.work_once(set())
        assert await clinic.database.read(kept) == ids  # rows are swept once a minute
        clock.advance(seconds=60)
        await worker.work_once(set())
        await worker.work_once(set())
        return ids

    ids = asyncio.run(run())
    assert clinic.database.read_now(kept) == ids[-1:]
    assert not clinic.database.read_now(waiting, ids[-1], set()).stale
    assert clinic.database.write_now(add, "diagnosis", 1) > ids[-1]
