"""The PostgreSQL database: many processes, one writer at a time among all. See docs/adr/0012."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import asyncpg
import structlog
import uvloop
from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from tajriba.kit.clock import Clock
from tajriba.kit.data_keys import NO_KEYS, DataKeys
from tajriba.kit.database.threads import ThreadedDatabase
from tajriba.kit.database.transactions import T
from tajriba.kit.encryption import sslmode_of
from tajriba.kit.errors import Unavailable

WRITER_LOCK = 7_301_942_210_000_001
"""The key of the advisory lock that every write transaction takes first, in every process."""

LOCK = f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"

_WRITE = f"BEGIN ISOLATION LEVEL READ COMMITTED; {LOCK}"
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITER = {"lock_timeout": "5s", "idle_in_transaction_session_timeout": "30s"}
_SECONDS_TO_CONNECT = 5
_STATEMENTS_KEPT = 1000

_log = structlog.get_logger()
_OF_DRIVER = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
_TROUBLE = (*_OF_DRIVER, DBAPIError)
_PASSING = frozenset({"55P03", "57014", "57P01", "57P02", "57P03", "53300", "25P03"})
"""What a working statement may fail with: a lock not had in time, a server that ends, a
transaction that was idle too long."""

_NO_LONGER_PRIMARY = "25006"


class PostgresDatabase(ThreadedDatabase):
    """PostgreSQL at `url` (`postgresql://…`, any of libpq's parameters); reconnects by itself."""

    def __init__(self, url: str, clock: Clock, keys: DataKeys = NO_KEYS) -> None:
        super().__init__(
            clock,
            keys,
            partial(_Session, url, _WRITE, _WRITER),
            partial(_Session, url, _READ, {}),
        )

    async def clear_files(self) -> bool:
        """See `Database.clear_files`."""
        return True


def engine_of(url: str, isolation: IsolationLevel, **settings: str) -> AsyncEngine:
    """Return an engine that keeps no connections; `settings` are those of the server's session.

    A server on another machine has to prove who it is, unless the URL says `sslmode`.

    Where `isolation` is AUTOCOMMIT, its user begins and ends transactions by statements.
    """

    async def connect(**_: Any) -> Any:
        return await asyncpg.connect(
            url,
            ssl=sslmode_of(url),
            timeout=_SECONDS_TO_CONNECT,
            statement_cache_size=_STATEMENTS_KEPT,
            server_settings={"application_name": "tajriba", "jit": "off", **settings},
        )

    return create_async_engine(
        "postgresql+asyncpg://",
        poolclass=NullPool,
        isolation_level=isolation,
        connect_args={
            "async_creator_fn": connect,
            "prepared_statement_cache_size": _STATEMENTS_KEPT,
        },
        hide_parameters=True,  # a failed statement is logged, what patients wrote is not
    )


@asynccontextmanager
async def reaching() -> AsyncIterator[None]:
    """Raise `Unavailable` where the server can't be reached, or does not let us in."""
    try:
        yield
    except _TROUBLE as problem:
        raise _told(problem) from problem


class _Session:
    """One connection on an event loop of its own, which runs only while a transaction does."""

    def __init__(self, url: str, begin: str, settings: dict[str, str]) -> None:
        self._engine = engine_of(url, "AUTOCOMMIT", **settings)
        self._begin = begin
        self._loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
        self._connection: AsyncConnection | None = None
        self._well = True

    def run(self, work: Callable[[Connection], T]) -> T:
        """See `Session.run`."""
        return self._loop.run_until_complete(self._transact(work))

    def close(self) -> None:
        """See `Session.close`."""
        self._loop.run_until_complete(self._drop())
        self._loop.close()

    async def _transact(self, work: Callable[[Connection], T]) -> T:
        connection = await self._begun()
        try:
            result = await connection.run_sync(work)
        except Exception as problem:
            await self._undo(connection, problem)
            raise
        await self._finish(connection)
        return result

    async def _begun(self) -> AsyncConnection:
        """Return the connection amid a new transaction; one that has died is replaced once."""
        try:
            if self._connection is None or not await self._still_begins(self._connection):
                self._connection = await self._engine.connect()
                await _execute(self._connection, self._begin)
        except _TROUBLE as problem:
            raise await self._lost(problem) from problem
        self._well = True
        return self._connection

    async def _still_begins(self, connection: AsyncConnection) -> bool:
        try:
            await _execute(connection, self._begin)
        except _TROUBLE as problem:
            if _is_lock(problem):
                raise
            await self._drop()
            return False
        return True

    async def _finish(self, connection: AsyncConnection) -> None:
        try:
            done = await _execute(connection, "COMMIT")
        except _TROUBLE as problem:
            raise await self._lost(problem) from problem
        await connection.rollback()
        if done != "COMMIT":  # a failure that the use case kept to itself has undone everything
            raise RuntimeError("a failed statement was passed over: nothing is committed")

    async def _undo(self, connection: AsyncConnection, problem: Exception) -> None:
        """End a failed transaction; raises `Unavailable` where the database was what failed."""
        if self._is_passing(problem):
            raise await self._lost(problem) from problem
        try:
            await _execute(connection, "ROLLBACK")
            await connection.rollback()
        except _TROUBLE as lost:
            unavailable = await self._lost(lost)
            if _of_driver(problem):
                raise unavailable from problem

    def _is_passing(self, problem: Exception) -> bool:
        code = getattr(_of_driver(problem), "sqlstate", None)
        return code in _PASSING or (code == _NO_LONGER_PRIMARY and self._begin == _WRITE)

    async def _lost(self, problem: Exception) -> Unavailable:
        await self._drop()
        reported, self._well = not self._well, False
        return Unavailable() if reported else _told(problem)

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()


def _told(problem: Exception) -> Unavailable:
    cause = _of_driver(problem)
    _log.warning("database_lost", reason=f"{type(cause).__name__}: {cause}")
    return Unavailable()


async def _execute(connection: AsyncConnection, statement: str) -> str:
    """Run a statement that takes no values on the driver and return its status."""
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    status: str = await driver.execute(statement)
    return status


def _of_driver(problem: BaseException | None) -> BaseException | None:
    """Return what the driver raised, where `problem` came of it."""
    while problem is not None and not isinstance(problem, _OF_DRIVER):
        problem = problem.__cause__
    return problem


def _is_lock(problem: Exception) -> bool:
    return isinstance(problem, asyncpg.LockNotAvailableError)
