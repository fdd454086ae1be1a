"""The database that every test starts from."""

from pathlib import Path

from sqlalchemy import create_engine

from tajriba.kit.db import WriteTx
from tajriba.knowledge.catalogue import load_catalogue
from tajriba.knowledge.loading import load_knowledge
from tajriba.migrate import migrate
from tests.kit.clock import FakeClock


def build(path: Path) -> Path:
    """Migrate a new database at `path` and load the shipped knowledge."""
    migrate(path)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        load_knowledge(WriteTx(connection, FakeClock().now), load_catalogue())
    engine.dispose()
    return path
