"""The embedded database: one writer thread that commits in groups, a few reader threads."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Concatenate

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tajriba.kit.clock import Clock
from tajriba.kit.db import GroupHandler, Item, P, ReadTx, T, Topics, WriteTx
from tajriba.kit.errors import Unavailable

_log = structlog.get_logger()
_GROUP_MAX = 64
_READERS = 4
_CHECKPOINT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class _Job:
    """Work for the writer: a group's item where `item` is given, else a function of its own."""

    run: Callable[..., Any]
    item: Any
    grouped: bool
    future: "Future[Any] | asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop | None


class SqliteDatabase:
    """SQLite in WAL mode, `synchronous=FULL`: what is committed survives a power cut."""

    def __init__(self, path: Path, clock: Clock) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._write_engine = _engine(path, begin="BEGIN IMMEDIATE", pragmas=_WRITER)
        self._read_engine = _engine(path, begin="BEGIN", pragmas=_READER)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._listeners: list[Callable[[Topics], object]] = []
        self._local = threading.local()
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="tajriba-read")
        self._reader_connections: list[Connection] = []
        self._closing = threading.Event()
        self._door = threading.Lock()
        self._writer = threading.Thread(target=self._write_loop, name="tajriba-write", daemon=True)
        self._writer.start()
        self._checkpointer = threading.Thread(
            target=_checkpoint_loop, args=(self._write_engine, self._closing), daemon=True
        )
        self._checkpointer.start()

    async def read(
        self, use_case: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read`."""
        reading = self._submit_read(lambda: self._read(use_case, args, kwargs))
        return await asyncio.wrap_future(reading)

    def read_now(
        self, use_case: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read_now`."""
        return self._submit_read(lambda: self._read(use_case, args, kwargs)).result()

    async def write(
        self, use_case: Callable[Concatenate[WriteTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.write`."""
        result: T = await self._enqueue(lambda tx: use_case(tx, *args, **kwargs), None, False)
        return result

    def write_now(
        self, use_case: Callable[Concatenate[WriteTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.write_now`."""
        future: Future[T] = Future()
        self._put(_Job(lambda tx: use_case(tx, *args, **kwargs), None, False, future, None))
        return future.result()

    async def write_grouped(self, handler: GroupHandler[Item, T], item: Item) -> T:
        """See `Database.write_grouped`."""
        result: T = await self._enqueue(handler, item, True)
        return result

    def on_commit(self, listener: Callable[[Topics], object]) -> None:
        """See `Database.on_commit`."""
        self._listeners.append(listener)

    def close(self) -> None:
        """See `Database.close`."""
        with self._door:
            self._closing.set()
            self._jobs.put(None)
        self._writer.join()
        self._checkpointer.join()
        self._readers.shutdown()
        for connection in self._reader_connections:
            connection.close()
        self._write_engine.dispose()
        self._read_engine.dispose()

    def _submit_read(self, read: Callable[[], T]) -> Future[T]:
        with self._door:
            if self._closing.is_set():
                raise Unavailable
            return self._readers.submit(read)

    def _enqueue(self, run: Callable[..., Any], item: Any, grouped: bool) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._put(_Job(run, item, grouped, future, loop))
        return future

    def _put(self, job: _Job) -> None:
        with self._door:
            if self._closing.is_set():
                raise Unavailable
            self._jobs.put(job)

    def _read(self, use_case: Callable[..., T], args: Any, kwargs: Any) -> T:
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._read_engine.connect()
            self._reader_connections.append(connection)
        with connection.begin():
            return use_case(ReadTx(connection, self._clock()), *args, **kwargs)

    def _write_loop(self) -> None:
        with self._write_engine.connect() as connection:
            while True:
                jobs, more = self._take()
                for batch in _batches(jobs):
                    self._settle(batch, self._perform(connection, batch))
                if not more:
                    return

    def _take(self) -> tuple[list[_Job], bool]:
        jobs: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            jobs.append(job)
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return jobs, True
        return jobs, False

    def _perform(self, connection: Connection, batch: list[_Job]) -> list[Any]:
        """Return each job's outcome; where the whole group fails, its items run one by one."""
        try:
            outcomes, signals = self._transact(connection, batch)
        except Exception as problem:  # noqa: BLE001 - whatever it is, its callers get it
            if len(batch) > 1:
                return [self._perform(connection, [job])[0] for job in batch]
            return [_as_app_error(problem)]
        if signals:
            self._tell(signals)
        return outcomes

    def _transact(self, connection: Connection, batch: list[_Job]) -> tuple[list[Any], Topics]:
        with connection.begin():
            tx = WriteTx(connection, self._clock())
            if batch[0].grouped:
                outcomes = list(batch[0].run(tx, [job.item for job in batch]))
            else:
                outcomes = [batch[0].run(tx)]
            if len(outcomes) != len(batch):
                raise ValueError(f"{len(outcomes)} outcomes for {len(batch)} items")
        return outcomes, frozenset(tx.signals)

    def _tell(self, topics: Topics) -> None:
        for listener in self._listeners:
            try:
                listener(topics)
            except Exception as problem:  # noqa: BLE001 - the commit stands, whoever hears of it
                _log.error("listener_failed", exc_info=problem)

    def _settle(self, batch: list[_Job], outcomes: list[Any]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
        for job, outcome in zip(batch, outcomes, strict=True):
            if isinstance(job.future, Future):
                _resolve(job.future, outcome)
            elif job.loop is not None:
                by_loop.setdefault(job.loop, []).append((job.future, outcome))
        for loop, settled in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_resolve_all, settled)


def _batches(jobs: Sequence[_Job]) -> list[list[_Job]]:
    """Return the jobs in order, neighbours of one group handler together."""
    batches: list[list[_Job]] = []
    for job in jobs:
        last = batches[-1] if batches else None
        if last and job.grouped and last[0].run is job.run and len(last) < _GROUP_MAX:
            last.append(job)
        else:
            batches.append([job])
    return batches


def _resolve_all(settled: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, outcome in settled:
        _resolve(future, outcome)


def _resolve(future: "Future[Any] | asyncio.Future[Any]", outcome: Any) -> None:
    if future.done():  # its caller went away; what it asked for is committed all the same
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _as_app_error(problem: Exception) -> Exception:
    if isinstance(problem, OperationalError | sqlite3.OperationalError) and "locked" in str(
        problem
    ):
        return Unavailable()
    return problem


_COMMON = ("PRAGMA busy_timeout=5000", "PRAGMA foreign_keys=ON", "PRAGMA temp_store=MEMORY")
_WRITER = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA wal_autocheckpoint=20000",
    "PRAGMA cache_size=-65536",
    *_COMMON,
)
_READER = ("PRAGMA query_only=ON", "PRAGMA cache_size=-16384", *_COMMON)


def _engine(path: Path, begin: str, pragmas: Sequence[str]) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=NullPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # a failed statement is logged, what patients wrote is not
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.connection.cursor().execute(begin)

    return engine


def _checkpoint_loop(engine: Engine, closing: threading.Event) -> None:
    """Move the WAL into the database beside the writer, so that no commit has to wait for it."""
    connection = engine.raw_connection()
    try:
        while not closing.wait(_CHECKPOINT_SECONDS):
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    finally:
        connection.close()
