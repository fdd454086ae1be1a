"""The SQLite database: a file with one writer thread, a few readers, and a checkpoint thread."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tajriba.kit.clock import Clock
from tajriba.kit.data_keys import NO_KEYS, DataKeys
from tajriba.kit.database.private_files import OWNER_ONLY, create_private, is_shared
from tajriba.kit.database.threads import ThreadedDatabase
from tajriba.kit.database.transactions import T
from tajriba.kit.errors import Unavailable

_CHECKPOINT_SECONDS = 0.5
_COMMON = ("PRAGMA busy_timeout=5000", "PRAGMA foreign_keys=ON", "PRAGMA temp_store=MEMORY")
_WRITER = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA wal_autocheckpoint=20000",
    "PRAGMA cache_size=-65536",
    "PRAGMA secure_delete=ON",
    *_COMMON,
)
_READER = ("PRAGMA query_only=ON", "PRAGMA cache_size=-16384", *_COMMON)
_STEPS = ("PRAGMA busy_timeout=60000", "PRAGMA synchronous=FULL")


class SqliteDatabase(ThreadedDatabase):
    """SQLite in WAL mode, `synchronous=FULL`: what is committed survives a power cut."""

    def __init__(self, path: Path, clock: Clock, keys: DataKeys = NO_KEYS) -> None:
        keep_private(path)
        writing = _engine(path, begin="BEGIN IMMEDIATE", pragmas=_WRITER)
        reading = _engine(path, begin="BEGIN", pragmas=_READER)
        self._path = path
        super().__init__(clock, keys, partial(_Session, writing), partial(_Session, reading))
        self._others_closed = threading.Event()
        self._checkpointer = threading.Thread(
            target=_checkpoint_loop, args=(writing, self._others_closed), daemon=True
        )
        self._checkpointer.start()

    async def clear_files(self) -> bool:
        """See `Database.clear_files`. What is deleted is overwritten at once (`secure_delete`); the
        WAL, which holds pages of before, is emptied here."""
        return await asyncio.to_thread(_truncate_wal, self._path)

    def close(self) -> None:
        """See `Database.close`.

        Connections that close at the same moment leave the WAL beside the file, since each sees
        the other; so the checkpointer's is the last.
        """
        super().close()
        self._others_closed.set()
        self._checkpointer.join()


class _Session:
    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect()

    def run(self, work: Callable[[Connection], T]) -> T:
        """See `Session.run`."""
        try:
            with self._connection.begin():
                return work(self._connection)
        except (OperationalError, sqlite3.OperationalError) as problem:
            if "locked" in str(problem):
                raise Unavailable from problem
            raise

    def close(self) -> None:
        """See `Session.close`."""
        self._connection.close()


def engine_for_steps(path: Path) -> Engine:
    """Return an engine whose transactions hold what changes the schema, too, one at a time.

    Left to itself the driver commits each such statement by itself: slow, and where a step is
    interrupted its half stays. Foreign keys are not looked at, since tables are rebuilt.
    """
    keep_private(path)
    return _engine(path, begin="BEGIN IMMEDIATE", pragmas=_STEPS)


def keep_private(path: Path) -> list[Path]:
    """Let a database's files be read by their owner alone, and return those that others could read.

    A missing one is made so, empty: SQLite gives its `-wal` and `-shm` the same mode. Files of
    another owner are left alone. Raises OSError where the file can't be made.
    """
    if not path.exists():
        create_private(path)
    loose = readable_by_others(path)
    mine = [one for one in loose if one.stat().st_uid == os.geteuid()]
    for one in mine:
        one.chmod(OWNER_ONLY)
    return mine


def readable_by_others(path: Path) -> list[Path]:
    """Return those of a database's files that others than their owner may read or write."""
    files = (Path(f"{path}{suffix}") for suffix in ("", "-wal", "-shm", "-journal"))
    return [one for one in files if one.exists() and is_shared(one)]


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


def _truncate_wal(path: Path) -> bool:
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _checkpoint_loop(engine: Engine, ending: threading.Event) -> None:
    """Move the WAL into the database beside the writer, so that no commit has to wait for it."""
    connection = engine.raw_connection()
    try:
        while not ending.wait(_CHECKPOINT_SECONDS):
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    finally:
        connection.close()
