"""A database on threads: one writes and commits in groups, a few read. Each has a session."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, Concatenate, Protocol

import structlog
from sqlalchemy import Connection

from tajriba.kit.clock import Clock
from tajriba.kit.data_keys import DataKeys
from tajriba.kit.database.group_commit import Job, batches, outcomes_of, settle, take
from tajriba.kit.database.transactions import GroupHandler, Item, P, ReadTx, T, Topics, WriteTx
from tajriba.kit.errors import Unavailable

_log = structlog.get_logger()
_READERS = 4


class Session(Protocol):
    """A thread's own connection to the database."""

    def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction that commits; raises `Unavailable` without a database."""
        ...

    def close(self) -> None:
        """Release the connection, once nothing runs, in a thread without an event loop."""
        ...


class ThreadedDatabase:
    """What every `Database` here has in common; it differs in how a session is opened."""

    def __init__(
        self,
        clock: Clock,
        keys: DataKeys,
        open_writer: Callable[[], Session],
        open_reader: Callable[[], Session],
    ) -> None:
        self._clock = clock
        self._keys = keys
        self._open_writer = open_writer
        self._open_reader = open_reader
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._listeners: list[Callable[[Topics], object]] = []
        self._local = threading.local()
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="tajriba-read")
        self._reading: list[Session] = []
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._writer = threading.Thread(target=self._write_loop, name="tajriba-write", daemon=True)
        self._writer.start()

    async def read(
        self, use_case: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read`."""
        reading = self._submit_read(lambda tx: use_case(tx, *args, **kwargs))
        return await asyncio.wrap_future(reading)

    def read_now(
        self, use_case: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read_now`."""
        return self._submit_read(lambda tx: use_case(tx, *args, **kwargs)).result()

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
        self._put(Job(lambda tx: use_case(tx, *args, **kwargs), None, False, future, None))
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
        with self._lock:
            self._closing.set()
            self._jobs.put(None)
        self._writer.join()
        self._readers.shutdown()
        with ThreadPoolExecutor(1) as closer:  # a session may have a loop; this thread may, too
            for closing in [closer.submit(session.close) for session in self._reading]:
                closing.result()

    def _submit_read(self, use_case: Callable[[ReadTx], T]) -> Future[T]:
        with self._lock:
            if self._closing.is_set():
                raise Unavailable
            return self._readers.submit(self._read, use_case)

    def _enqueue(self, run: Callable[..., Any], item: Any, grouped: bool) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._put(Job(run, item, grouped, future, loop))
        return future

    def _put(self, job: Job) -> None:
        with self._lock:
            if self._closing.is_set():
                raise Unavailable
            self._jobs.put(job)

    def _read(self, use_case: Callable[[ReadTx], T]) -> T:
        session: Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = self._open_reader()
            self._reading.append(session)
        return session.run(
            lambda connection: use_case(ReadTx(connection, self._clock(), self._keys))
        )

    def _write_loop(self) -> None:
        session = self._open_writer()
        more = True
        while more:
            jobs, more = take(self._jobs)
            for batch in batches(jobs):
                settle(batch, self._perform(session, batch))
        session.close()

    def _perform(self, session: Session, batch: list[Job]) -> list[Any]:
        """Return each job's outcome; where the whole group fails, its items run one by one.

        Not where the database was lost: a commit that was not answered may have happened.
        """
        try:
            outcomes, topics = session.run(lambda connection: self._transact(connection, batch))
        except Unavailable as problem:
            return [problem] * len(batch)
        except Exception as problem:  # noqa: BLE001 - whatever it is, its callers get it
            if len(batch) > 1:
                return [self._perform(session, [job])[0] for job in batch]
            return [problem]
        if topics:
            self._tell(topics)
        return outcomes

    def _transact(self, connection: Connection, batch: list[Job]) -> tuple[list[Any], Topics]:
        tx = WriteTx(connection, self._clock(), self._keys)
        return outcomes_of(tx, batch), frozenset(tx.signals)

    def _tell(self, topics: Topics) -> None:
        for listener in self._listeners:
            try:
                listener(topics)
            except Exception as problem:  # noqa: BLE001 - the commit stands, whoever hears of it
                _log.error("listener_failed", exc_info=problem)
