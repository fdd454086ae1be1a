"""The database that the settings name: a SQLite file or a PostgreSQL server."""

from tajriba.kit.clock import Clock, system_clock
from tajriba.kit.data_keys import parse_data_keys
from tajriba.kit.database.sqlite import SqliteDatabase
from tajriba.kit.database.transactions import Database
from tajriba.settings import Settings


def open_database(settings: Settings, clock: Clock = system_clock) -> Database:
    """Return the database that the settings name, without migrating it.

    Raises ValueError for data keys that can't be read.
    """
    keys = parse_data_keys(settings.data_keys.get_secret_value())
    if settings.store == "sqlite":
        return SqliteDatabase(settings.sqlite_path, clock, keys)
    from tajriba.kit.database.postgres import PostgresDatabase  # noqa: PLC0415 - slow to import

    return PostgresDatabase(settings.database_url, clock, keys)
