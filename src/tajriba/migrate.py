"""Brings a database to the schema of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from tajriba import migrations


def migrate(path: Path) -> None:
    """Apply the steps that the database at `path` lacks; creates it where it does not exist."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            command.upgrade(config_for(connection), "head")
    finally:
        engine.dispose()


def config_for(connection: object) -> Config:
    """Return Alembic's configuration over an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    return config
