"""The steps lead to the very tables that the code describes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from tajriba.migrate import config_for, migrate, newest_revision, revision_of
from tajriba.schema import metadata


def test_a_migrated_database_has_the_described_tables(tmp_path: Path) -> None:
    migrate(tmp_path / "new" / "tajriba.db")
    engine = create_engine(f"sqlite:///{tmp_path / 'new' / 'tajriba.db'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_quick_look_finds_the_revision_that_alembic_does(tmp_path: Path) -> None:
    path = tmp_path / "tajriba.db"
    assert newest_revision() == ScriptDirectory.from_config(config_for(None)).get_current_head()
    assert revision_of(path) is None
    migrate(path)
    assert revision_of(path) == newest_revision()
    migrate(path)
    assert revision_of(path) == newest_revision()


def test_a_database_that_saw_no_step_has_no_revision(tmp_path: Path) -> None:
    path = tmp_path / "tajriba.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")
        assert revision_of(path) is None
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        assert revision_of(path) is None
