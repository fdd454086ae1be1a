"""Transactions that overlap: what PostgreSQL alone would let a reader of the log miss.

An id is given when a row is inserted, and is seen when its transaction commits. Where two writers
overlap, the higher id may be seen first, and who then goes on behind it never sees the lower one.
"""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from tajriba.database import open_database
from tajriba.events.service import NewEvent, append, read_after
from tajriba.kit.database.transactions import Database, WriteTx
from tajriba.kit.errors import Unavailable
from tajriba.settings import Settings
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.postgres_server import Cluster, name_of

WAIT = 20
_INSERT = "INSERT INTO event (topic, type, created_at, data) VALUES ($1, 'told', 0, '{}')"
_BEHIND = "SELECT id FROM event WHERE id > $1 ORDER BY id"


def told(name: str) -> list[NewEvent]:
    return [NewEvent(name, "told", {})]


async def _overlapping(url: str) -> tuple[list[int], list[int], list[int]]:
    """Return what a reader finds between two commits, then behind that, and what there is."""
    slow, quick, reader = [await asyncpg.connect(url) for _ in range(3)]
    transaction = slow.transaction()
    await transaction.start()
    await slow.execute(_INSERT, "slow")
    await quick.execute(_INSERT, "quick")
    found = [row["id"] for row in await reader.fetch(_BEHIND, 0)]
    await transaction.commit()
    behind = [row["id"] for row in await reader.fetch(_BEHIND, found[-1])]
    there = [row["id"] for row in await reader.fetch(_BEHIND, 0)]
    for connection in (slow, quick, reader):
        await connection.close()
    return found, behind, there


@pytest.mark.servers
def test_without_the_lock_a_late_commit_is_skipped(settings: Settings) -> None:
    found, behind, there = asyncio.run(_overlapping(settings.database_url))
    assert (found, behind, there) == ([2], [], [1, 2])


@pytest.fixture
def two(settings: Settings, clock: FakeClock) -> Iterator[list[Database]]:
    """Two processes' databases over the same data."""
    both = [open_database(settings, clock) for _ in range(2)]
    yield both
    for one in both:
        one.close()


def test_a_slow_transaction_is_waited_for(two: list[Database]) -> None:
    appended, go = threading.Event(), threading.Event()

    def slow(tx: WriteTx) -> None:
        append(tx, told("slow"))
        appended.set()
        assert go.wait(WAIT)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(two[0].write_now, slow)
        assert appended.wait(WAIT)
        second = pool.submit(two[1].write_now, append, told("quick"))
        assert two[1].read_now(read_after, 0) == []
        go.set()
        first.result(WAIT)
        second.result(WAIT)
    seen = two[1].read_now(read_after, 0)
    assert [event.topic for event in seen] == ["slow", "quick"]


def test_a_reader_that_follows_two_writers_skips_nothing(two: list[Database]) -> None:
    """It goes on behind the last it has seen, as the pump does, while both write."""
    done = threading.Event()
    seen: list[int] = []

    def follow() -> None:
        ended = False
        while not ended:
            ended = done.is_set()
            found = two[0].read_now(read_after, seen[-1] if seen else 0)
            seen.extend(event.id for event in found)

    with ThreadPoolExecutor(9) as pool:
        following = pool.submit(follow)
        writing = [pool.submit(two[n % 2].write_now, append, told(str(n))) for n in range(120)]
        for one in writing:
            one.result(WAIT)
        done.set()
        following.result(WAIT)
    there = [event.id for event in two[1].read_now(read_after, 0)]
    assert len(there) == 120
    assert seen == there


@pytest.mark.servers
def test_it_finds_its_server_again(settings: Settings, cluster: Cluster, clock: FakeClock) -> None:
    """Every connection is cut: at most what runs fails, and nothing is stored twice."""
    database = open_database(settings, clock)
    database.write_now(append, told("before"))
    assert len(database.read_now(read_after, 0)) == 1
    name = name_of(settings.database_url)
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    cluster.execute(cut)
    database.write_now(append, told("after"))
    assert [event.topic for event in database.read_now(read_after, 0)] == ["before", "after"]

    def cut_amid(tx: WriteTx) -> None:
        append(tx, told("amid"))
        with ThreadPoolExecutor(1) as elsewhere:  # an event loop is running here
            elsewhere.submit(cluster.execute, cut).result(WAIT)

    with pytest.raises(Unavailable):
        database.write_now(cut_amid)
    database.write_now(append, told("last"))
    topics = [event.topic for event in database.read_now(read_after, 0)]
    assert topics == ["before", "after", "last"]
    database.close()


@pytest.mark.servers
def test_a_server_that_is_gone_is_unavailable(
    settings: Settings, cluster: Cluster, clock: FakeClock
) -> None:
    database = open_database(settings, clock)
    assert database.read_now(read_after, 0) == []
    cluster.drop(settings.database_url)
    for _ in range(2):
        with pytest.raises(Unavailable):
            database.read_now(read_after, 0)
        with pytest.raises(Unavailable):
            database.write_now(append, told("nowhere"))
    database.close()


@pytest.mark.servers
def test_a_failure_that_is_passed_over_is_not_taken_for_a_commit(two: list[Database]) -> None:
    """PostgreSQL answers COMMIT with ROLLBACK where a statement has failed before."""

    def careless(tx: WriteTx) -> None:
        append(tx, told("lost"))
        with pytest.raises(DBAPIError, match="nothing_like_it"):
            tx.connection.exec_driver_sql("SELECT * FROM nothing_like_it")

    with pytest.raises(RuntimeError, match="nothing is committed"):
        two[0].write_now(careless)
    assert two[0].read_now(read_after, 0) == []
