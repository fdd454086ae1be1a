"""Brings a database to the schema of this version."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine

from tajriba import migrations

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(migrations.__file__).parent


def migrate(path: Path) -> None:
    """Apply the steps that the database at `path` lacks; creates it where it does not exist."""
    if revision_of(path) == newest_revision():
        return
    from alembic import command  # noqa: PLC0415 - slow to import, and seldom needed

    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            command.upgrade(config_for(connection), "head")
    finally:
        engine.dispose()


def newest_revision() -> str:
    """Return the number of the last step, which its file's name begins with."""
    return max(step.name.partition("_")[0] for step in (_SCRIPTS / "versions").glob("*.py"))


def revision_of(path: Path) -> str | None:
    """Return the last step that a database has seen, None where it has seen none."""
    if not path.exists():
        return None
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        named = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        if connection.execute(named).fetchone() is None:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def config_for(connection: object) -> "Config":
    """Return Alembic's configuration over an open connection."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config
