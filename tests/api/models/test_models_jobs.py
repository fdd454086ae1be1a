"""Training is one at a time over all processes; whoever holds it and goes silent loses it."""

import asyncio
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from tajriba.database import open_database
from tajriba.kit.database.transactions import Database, ReadTx
from tajriba.lab.training.child_launcher import ChildFailed, Tell, train_apart
from tajriba.lab.training.jobs import (
    ATTEMPTS,
    LEASE_MS,
    Job,
    LeaseLost,
    advance,
    ask,
    fail,
    finish,
    list_jobs,
    take,
)
from tajriba.lab.training.request import Outcome, Request
from tajriba.lab.training.service import job_text
from tajriba.lab.training.trainer import Trainer, served, settle
from tajriba.predictions.fitting.report_columns import ReportRow, reports_from
from tajriba.predictions.model.learned.learned_model import DEFAULT_LEARNED
from tajriba.predictions.registry.model_artifact import dump
from tajriba.predictions.tables import model
from tajriba.settings import Settings
from tests.kit.clinics.model_training import job_of, of_chance, serve
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.redis_broker import logged


@pytest.fixture
def database(settings: Settings, clock: FakeClock) -> Iterator[Database]:
    """A database that nobody serves."""
    opened = open_database(settings, clock)
    yield opened
    opened.close()


def jobs(database: Database) -> list[Job]:
    return database.read_now(list_jobs, None, 10)


def taken(database: Database, owner: str) -> Job:
    found = database.write_now(take, owner, 0)
    assert found is not None
    return found


def count_models(tx: ReadTx) -> int:
    return int(tx.scalar(select(func.count()).select_from(model)))


BETTER = Outcome(True, "better", 100, dump(DEFAULT_LEARNED), {})


def test_what_is_open_is_not_asked_for_again(database: Database) -> None:
    first, new = database.write_now(ask, 7)
    again, newer = database.write_now(ask, 8)
    assert (new, newer) == (True, False)
    assert again == first
    assert (first.state, first.asked_by) == ("waiting", 7)


def test_only_one_takes_it(database: Database) -> None:
    assert database.write_now(take, "here", 0) is None
    database.write_now(ask, None)
    held = taken(database, "here")
    assert (held.state, held.says, held.attempts) == ("running", "reading", 1)
    assert database.write_now(take, "there", 0) is None


def test_a_word_now_and_then_holds_it(database: Database, clock: FakeClock) -> None:
    database.write_now(ask, None)
    held = taken(database, "here")
    for _ in range(3):
        clock.advance(seconds=LEASE_MS / 1000 - 1)
        database.write_now(advance, held, "training", 0.5)
        assert database.write_now(take, "there", 0) is None
    assert (jobs(database)[0].says, jobs(database)[0].progress) == ("training", 0.5)


def test_who_goes_silent_loses_it_and_what_it_made_is_void(
    database: Database, clock: FakeClock
) -> None:
    database.write_now(ask, None)
    silent = taken(database, "here")
    clock.advance(seconds=LEASE_MS / 1000)
    after = taken(database, "there")
    assert (after.id, after.attempts) == (silent.id, 2)
    with pytest.raises(LeaseLost):
        database.write_now(advance, silent, "training", 0.5)
    with pytest.raises(LeaseLost):
        database.write_now(settle, silent, "1", BETTER)
    with pytest.raises(LeaseLost):
        database.write_now(fail, silent, "x")
    assert database.read_now(count_models) == 0
    database.write_now(finish, after, "kept", "not_better")
    assert jobs(database)[0].state == "done"


def test_what_brings_down_every_owner_is_given_up_openly(
    database: Database, clock: FakeClock
) -> None:
    database.write_now(ask, None)
    for _ in range(ATTEMPTS):
        taken(database, "here")
        clock.advance(seconds=LEASE_MS / 1000)
    assert database.write_now(take, "here", 0) is None
    (one,) = jobs(database)
    assert (one.state, one.says) == ("failed", "abandoned")
    assert one.finished_at is not None
    assert database.write_now(ask, None)[1]


def test_a_model_that_was_overtaken_is_kept(database: Database) -> None:
    database.write_now(ask, None)
    held = taken(database, "here")
    other = serve(database)
    database.write_now(settle, held, "1", BETTER)
    assert job_of(database, held.id).detail == "overtaken"
    assert database.read_now(served)[0] == other.version


def test_so_many_new_reports_ask_for_it(database: Database) -> None:
    """Counted from what training last read, whatever came of it."""
    imported = of_chance(database, patients=4)

    async def work(every: int) -> None:
        await Trainer(database, every).work_once()

    asyncio.run(work(0))
    asyncio.run(work(imported + 1))
    assert jobs(database) == []
    asyncio.run(work(imported))
    (one,) = jobs(database)
    assert (one.state, one.detail, one.asked_by) == ("done", "too_few", None)
    asyncio.run(work(imported))
    assert len(jobs(database)) == 1


def test_who_is_stopped_gives_it_back(database: Database) -> None:
    begun = asyncio.Event()

    async def endless(request: Request, tell: Tell, beat: float) -> Outcome:
        await tell("training", 0.0)
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def run() -> None:
        await database.write(ask, None)
        working = asyncio.ensure_future(Trainer(database, 0, endless).work_once())
        await begun.wait()
        assert jobs(database)[0].says == "training"
        working.cancel()
        await asyncio.wait({working})
        assert working.cancelled()

    asyncio.run(run())
    (one,) = jobs(database)
    assert (one.state, one.attempts, one.owner) == ("waiting", 0, None)


def test_a_failed_process_fails_the_work(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with logged() as lines:
        database.write_now(ask, None)
        asyncio.run(Trainer(database, 0).work_once())
    assert "retraining_failed" in lines.seen
    (one,) = jobs(database)
    assert (one.state, one.says, one.detail) == ("failed", "failed", "exit 1")
    assert "exit 1" in job_text(one, "en")
    assert "exit 1" in job_text(one, "fa")


def test_a_process_that_raises_says_what(capfd: pytest.CaptureFixture[str]) -> None:
    rows = [ReportRow(n, n % 3, "c", n % 3, n % 2 == 0, 3.0, float(n)) for n in range(60)]
    steps: list[str] = []

    async def tell(says: str, progress: float) -> None:
        steps.append(says)

    with pytest.raises(ChildFailed, match="BadArtifact"):
        asyncio.run(train_apart(Request(reports_from(rows), "2.1", "{"), tell, 0.02))
    assert steps[:2] == ["training", "training"]  # a word now and then, while nothing is told
    assert steps[-1] == "judging"
    assert "Traceback" in capfd.readouterr().err


def test_a_round_that_fails_is_logged_and_comes_again(settings: Settings, clock: FakeClock) -> None:
    closed = open_database(settings, clock)
    closed.close()

    async def run() -> None:
        trainer = Trainer(closed, 0)
        trainer.notify()
        running = asyncio.ensure_future(trainer.run())
        await lines.wait("retraining_failed")
        assert not running.done()
        running.cancel()
        await asyncio.wait({running})

    with logged() as lines:
        asyncio.run(run())


def test_who_lost_it_says_so_and_stores_nothing(database: Database, clock: FakeClock) -> None:
    async def slow(request: Request, tell: Tell, beat: float) -> Outcome:
        clock.advance(seconds=LEASE_MS / 1000)
        assert await database.write(take, "another", 0) is not None
        await tell("training", 0.5)
        raise AssertionError

    with logged() as lines:
        database.write_now(ask, None)
        asyncio.run(Trainer(database, 0, slow).work_once())
    assert "retraining_lost" in lines.seen
    (one,) = jobs(database)
    assert (one.state, one.owner) == ("running", "another")
