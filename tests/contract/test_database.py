"""What every `Database` must keep, whichever the run has (`--store`)."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, select
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from tajriba.database import open_database
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.kit.errors import AppError, NotFound, Unavailable
from tajriba.settings import Settings
from tests.kit.fakes.fake_clock import FakeClock

tables = MetaData()
note = Table("note", tables, Column("id", Integer, primary_key=True))

WAIT = 20
TWICE = (IntegrityError, sqlite3.IntegrityError, AsyncAdapt_asyncpg_dbapi.IntegrityError)
"""What an id that is taken raises, through the expression language or the driver."""


@pytest.fixture
def url(new_url: str) -> str:
    """The URL of a database with one table."""
    asyncio.run(_create(new_url))
    return new_url


async def _create(url: str) -> None:
    scheme, _, rest = url.partition("://")
    driver = "aiosqlite" if scheme == "sqlite" else "asyncpg"
    engine = create_async_engine(f"{scheme}+{driver}://{rest}")
    async with engine.begin() as connection:
        await connection.run_sync(tables.create_all)
    await engine.dispose()


@pytest.fixture
def database(url: str, clock: FakeClock) -> Iterator[Database]:
    opened = open_database(Settings(database_url=url), clock)
    yield opened
    opened.close()


def notes(tx: ReadTx) -> list[int]:
    return [row.id for row in tx.all(select(note).order_by(note.c.id))]


def add(tx: WriteTx, *ids: int) -> int:
    for one in ids:
        tx.add(note, id=one)
    return len(ids)


def add_group(tx: WriteTx, ids: Sequence[int]) -> list[int | Exception]:
    """Store each number; a negative one is refused."""
    return [NotFound() if one < 0 else tx.add(note, id=one) for one in ids]


def fail_after(tx: WriteTx, problem: Exception, *ids: int) -> None:
    add(tx, *ids)
    raise problem


def test_a_write_is_seen_once_it_has_returned(database: Database) -> None:
    assert database.write_now(add, 1, 2) == 2
    assert database.read_now(notes) == [1, 2]


@pytest.mark.parametrize("problem", [NotFound(), KeyError("x"), Unavailable()])
def test_a_failed_write_leaves_nothing_and_tells_why(
    database: Database, problem: Exception
) -> None:
    with pytest.raises(type(problem)):
        database.write_now(fail_after, problem, 1, 2)
    assert database.read_now(notes) == []
    database.write_now(add, 3)
    assert database.read_now(notes) == [3]


def test_a_constraint_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(TWICE):
        database.write_now(add, 1, 2, 1)
    assert database.read_now(notes) == []


def test_a_read_cannot_write(database: Database) -> None:
    def sneak(tx: ReadTx) -> None:
        tx.connection.execute(note.insert().values(id=1))

    with pytest.raises(DBAPIError):
        database.read_now(sneak)
    assert database.read_now(notes) == []


def test_a_read_sees_one_snapshot(database: Database) -> None:
    def twice(tx: ReadTx) -> tuple[list[int], list[int]]:
        first = notes(tx)
        database.write_now(add, 2)
        return first, notes(tx)

    database.write_now(add, 1)
    assert database.read_now(twice) == ([1], [1])
    assert database.read_now(notes) == [1, 2]


def test_transactions_know_the_time(database: Database, clock: FakeClock) -> None:
    assert database.read_now(lambda tx: tx.now) == clock.now
    clock.advance(days=1)
    assert database.write_now(lambda tx: tx.now) == clock.now


async def grouped(database: Database, handler: Any, ids: Sequence[int]) -> list[Any]:
    """Write the items together: they wait while the writer is held."""
    holding, go = threading.Event(), threading.Event()

    def hold(_: WriteTx) -> None:
        holding.set()
        assert go.wait(WAIT)

    held = asyncio.ensure_future(database.write(hold))
    await asyncio.to_thread(holding.wait, WAIT)
    waiting = [asyncio.ensure_future(database.write_grouped(handler, one)) for one in ids]
    await asyncio.sleep(0)
    go.set()
    await held
    return list(await asyncio.gather(*waiting, return_exceptions=True))


def test_what_waits_is_written_together_in_its_order(database: Database) -> None:
    groups: list[list[int]] = []

    def handler(tx: WriteTx, ids: Sequence[int]) -> list[int | Exception]:
        groups.append(list(ids))
        return add_group(tx, ids)

    assert asyncio.run(grouped(database, handler, [5, 3, 9])) == [5, 3, 9]
    assert groups == [[5, 3, 9]]
    assert database.read_now(notes) == [3, 5, 9]


def test_a_bad_item_of_a_group_fails_alone(database: Database) -> None:
    one, bad, two = asyncio.run(grouped(database, add_group, [1, -1, 2]))
    assert (one, two) == (1, 2)
    assert isinstance(bad, NotFound)
    assert database.read_now(notes) == [1, 2]


def test_where_a_group_breaks_its_items_run_one_by_one(database: Database) -> None:
    one, again, two = asyncio.run(grouped(database, add_group, [1, 1, 2]))
    assert (one, two) == (1, 2)
    assert isinstance(again, TWICE)
    assert database.read_now(notes) == [1, 2]


def test_a_handler_that_forgets_an_item_stores_nothing(database: Database) -> None:
    def forgetful(tx: WriteTx, ids: Sequence[int]) -> list[int | Exception]:
        return add_group(tx, ids)[1:]

    outcomes = asyncio.run(grouped(database, forgetful, [1, 2]))
    assert [type(outcome) for outcome in outcomes] == [ValueError, ValueError]
    assert database.read_now(notes) == []
    assert database.write_now(add, 3) == 1


def test_groups_of_two_handlers_do_not_mix(database: Database) -> None:
    def other(tx: WriteTx, ids: Sequence[int]) -> list[int | Exception]:
        return [problem] * len(ids)

    problem: AppError = NotFound()

    async def both() -> list[Any]:
        outcomes = await asyncio.gather(
            database.write_grouped(add_group, 1),
            database.write_grouped(other, 2),
            database.write_grouped(add_group, 3),
            return_exceptions=True,
        )
        return list(outcomes)

    assert asyncio.run(both()) == [1, problem, 3]
    assert database.read_now(notes) == [1, 3]


def test_topics_are_told_after_the_commit_and_only_then(database: Database) -> None:
    heard: list[tuple[frozenset[str], list[int]]] = []
    rung = threading.Semaphore(0)

    def listener(topics: frozenset[str]) -> None:
        heard.append((topics, database.read_now(notes)))
        rung.release()

    def signalling(tx: WriteTx, *ids: int) -> None:
        add(tx, *ids)
        for topic in ids:
            tx.signal(f"note:{topic}")

    database.on_commit(listener)
    database.write_now(signalling, 1)
    with pytest.raises(TWICE):
        database.write_now(signalling, 1)
    database.write_now(add, 2)
    database.write_now(signalling, 3, 4)
    assert rung.acquire(timeout=WAIT)
    assert rung.acquire(timeout=WAIT)
    assert heard == [
        (frozenset({"note:1"}), [1]),
        (frozenset({"note:3", "note:4"}), [1, 2, 3, 4]),
    ]


def test_a_listener_that_fails_undoes_and_repeats_nothing(database: Database) -> None:
    def signalling(tx: WriteTx, ids: Sequence[int]) -> list[int | Exception]:
        tx.signal("work")
        return add_group(tx, ids)

    def broken(_topics: frozenset[str]) -> None:
        raise RuntimeError("the loop is closed")

    heard: list[frozenset[str]] = []
    database.on_commit(broken)
    database.on_commit(heard.append)
    assert asyncio.run(grouped(database, signalling, [1, 2, 3])) == [1, 2, 3]
    assert set(heard) == {frozenset({"work"})}
    assert database.read_now(notes) == [1, 2, 3]


def test_writers_in_many_threads_lose_nothing(database: Database) -> None:
    def increase(tx: WriteTx) -> int:
        return tx.add(note, id=int(tx.scalar(select(func.count()).select_from(note))) + 1)

    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(database.write_now, increase) for _ in range(80)]
        assert sorted(future.result(WAIT) for future in futures) == list(range(1, 81))
    assert database.read_now(notes) == list(range(1, 81))


def test_a_caller_who_goes_away_does_not_stop_its_write(database: Database) -> None:
    async def leave() -> None:
        writing = asyncio.ensure_future(database.write(add, 1))
        await asyncio.sleep(0)
        writing.cancel()
        assert await database.write(add, 2) == 1

    asyncio.run(leave())
    assert database.read_now(notes) == [1, 2]


def test_closing_finishes_what_was_accepted_and_takes_no_more(
    database: Database, url: str, clock: FakeClock
) -> None:

    async def burst() -> list[int]:
        waiting = [asyncio.ensure_future(database.write(add, one)) for one in range(1, 31)]
        await asyncio.sleep(0)
        await asyncio.to_thread(database.close)
        return list(await asyncio.gather(*waiting))

    assert asyncio.run(burst()) == [1] * 30
    for late in (lambda: database.write_now(add, 99), lambda: database.read_now(notes)):
        with pytest.raises(Unavailable):
            late()
    again = open_database(Settings(database_url=url), clock)
    assert again.read_now(notes) == list(range(1, 31))
    again.close()
