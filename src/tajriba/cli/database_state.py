"""Examining a database before it is used: absent, another program's, or ours at which schema."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, create_engine, inspect, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from tajriba.events.tables import event
from tajriba.kit.errors import Unavailable
from tajriba.migrate import REVISION, known_revisions, newest_revision
from tajriba.settings import Settings

Kind = Literal["absent", "foreign", "older", "current", "newer"]
"""No table at all, only tables of another program, or ours, beside the schema of this version."""

_OURS: Final = frozenset({"alembic_version", event.name})


@dataclass(frozen=True, slots=True)
class Found:
    """A database as it stands; `last_event` is in milliseconds, None where nothing happened."""

    kind: Kind
    revision: str = ""
    last_event: int | None = None


def examine(settings: Settings, *, traceless: bool = False) -> Found:
    """Return what stands at the address that the settings name; raises `Unavailable`.

    Nothing is made or changed. `traceless` keeps even SQLite from making its `-wal` and `-shm`,
    at the price that a crash's last commits, not yet in the file itself, are not seen.
    """
    if settings.store != "sqlite":
        return asyncio.run(_examine_server(settings.database_url))
    path = settings.sqlite_path
    if not path.exists():
        return Found("absent")
    try:
        return _examine_file(_traceless if traceless else _usual, path)
    except (sqlite3.DatabaseError, OSError) as problem:
        raise Unavailable from problem
    except DatabaseError as problem:
        raise Unavailable from problem.orig


def _examine_file(connect: Callable[[Path], sqlite3.Connection], path: Path) -> Found:
    with closing(connect(path)) as opened:
        engine = create_engine("sqlite://", creator=lambda: opened, poolclass=NullPool)
        with engine.connect() as connection:
            return _found(connection)


def _usual(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=5)


def _traceless(path: Path) -> sqlite3.Connection:
    """Connect to a file that is written now as a reader, else as to one that nobody writes."""
    written = all(Path(f"{path}{suffix}").exists() for suffix in ("-wal", "-shm"))
    how = "mode=ro" if written else "immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=5)


async def _examine_server(url: str) -> Found:
    from tajriba.kit.database import postgres  # noqa: PLC0415 - slow to import, and not for every database

    engine = postgres.engine_of(url, isolation="READ COMMITTED")
    async with postgres.reaching(), engine.connect() as connection:
        return await connection.run_sync(_found)


def _found(connection: Connection) -> Found:
    tables = set(inspect(connection).get_table_names())
    if not tables >= _OURS:
        return Found("foreign" if tables else "absent")
    revision = str(connection.scalar(text(REVISION)) or "")
    newest = select(event.c.created_at).order_by(event.c.id.desc()).limit(1)
    return Found(_kind(revision), revision, connection.scalar(newest))


def _kind(revision: str) -> Kind:
    if revision == newest_revision():
        return "current"
    return "older" if revision in known_revisions() else "newer"
