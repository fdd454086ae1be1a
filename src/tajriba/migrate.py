"""Migrating a database to the schema of this version."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError

from tajriba import migrations
from tajriba.kit.database.sqlite import engine_for_steps
from tajriba.kit.errors import Unavailable

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(migrations.__file__).parent
REVISION = "SELECT version_num FROM alembic_version"


def migrate(url: str) -> None:
    """Apply the steps that a database lacks; makes an embedded one's file where there is none.

    Raises `Unavailable` where a server can't be reached, or a file is none that can be used.
    Several processes may start at once.
    """
    path = url.removeprefix("sqlite:///")
    if path != url:
        with _using():
            _migrate_file(Path(path))
    else:
        asyncio.run(_migrate_server(url))


@contextmanager
def _using() -> Iterator[None]:
    """Raise `Unavailable` for a file that is no database, or may not be written."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as problem:
        raise Unavailable from problem
    except DatabaseError as problem:
        raise Unavailable from problem.orig


def _migrate_file(path: Path) -> None:
    if revision_of(path) == newest_revision():
        return
    with engine_for_steps(path).begin() as connection:
        upgrade(connection)


async def _migrate_server(url: str) -> None:
    from tajriba.kit.database import postgres  # noqa: PLC0415 - slow to import

    engine = postgres.engine_of(url, isolation="READ COMMITTED")
    async with postgres.reaching(), engine.begin() as connection:
        await connection.execute(text(postgres.LOCK))
        await connection.run_sync(_upgrade_where_behind)


def _upgrade_where_behind(connection: Connection) -> None:
    known = inspect(connection).has_table("alembic_version")
    if not known or connection.scalar(text(REVISION)) != newest_revision():
        upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Apply the steps that are lacking, in the transaction of an open connection."""
    from alembic import command  # noqa: PLC0415 - slow to import, and seldom needed

    command.upgrade(config_for(connection), "head")


def newest_revision() -> str:
    """Return the number of the last step."""
    return max(known_revisions())


def known_revisions() -> set[str]:
    """Return the numbers of all steps, which their files' names begin with."""
    return {step.name.partition("_")[0] for step in (_SCRIPTS / "versions").glob("*.py")}


def revision_of(path: Path) -> str | None:
    """Return the last step that an embedded database has seen, None where it has seen none."""
    if not path.exists():
        return None
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        named = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        if connection.execute(named).fetchone() is None:
            return None
        row = connection.execute(REVISION).fetchone()
    return None if row is None else str(row[0])


def config_for(connection: object) -> "Config":
    """Return Alembic's configuration over an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config
