"""The database that every test starts from."""

from pathlib import Path

from sqlalchemy import create_engine

from tajriba.kit.db import metadata


def build(path: Path) -> Path:
    """Migrate a new database at `path` and load the shipped knowledge."""
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path
