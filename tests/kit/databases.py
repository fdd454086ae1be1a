"""Where tests keep their databases: SQLite files, or databases of a PostgreSQL server."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tajriba.audit.denials import DENIED
from tests.kit.servers.postgres_server import Cluster, fetch, name_of

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_POSITION = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
_CONTENT = """SELECT '{0}', md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{0}" AS t{1}"""

_BUT_REFUSALS = {"audit": f" WHERE action <> '{DENIED}'"}


class Stores(Protocol):
    """Makes databases; each is known by its URL."""

    def new(self, folder: Path) -> str:
        """Return the URL of an empty database, in `folder` where it is a file."""
        ...

    def copy(self, url: str, folder: Path) -> str:
        """Return the URL of a copy of a closed database."""
        ...

    def replace(self, url: str, by: str) -> None:
        """Make a closed database a copy of another."""
        ...

    def drop(self, url: str) -> None:
        """Forget a database."""
        ...

    def unchanged(self, url: str) -> AbstractContextManager[None]:
        """Fail where anything is committed meanwhile, but for the entry of a refusal."""
        ...


class Files:
    """SQLite."""

    def new(self, folder: Path) -> str:
        """See `Stores.new`."""
        return f"sqlite:///{folder / 'tajriba.db'}"

    def copy(self, url: str, folder: Path) -> str:
        """See `Stores.copy`."""
        copy = self.new(folder)
        shutil.copyfile(_path(url), _path(copy))
        return copy

    def replace(self, url: str, by: str) -> None:
        """See `Stores.replace`."""
        for rest in ("-wal", "-shm"):
            Path(f"{_path(url)}{rest}").unlink(missing_ok=True)
        shutil.copyfile(_path(by), _path(url))

    def drop(self, url: str) -> None:
        """See `Stores.drop`; the run's folder goes as a whole."""

    @contextmanager
    def unchanged(self, url: str) -> Iterator[None]:
        """See `Stores.unchanged`."""
        with closing(sqlite3.connect(_path(url))) as connection:
            before = _rows(connection)
            yield
            assert _rows(connection) == before, "stored"


def _rows(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Return what is in each table of a database."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f'SELECT * FROM "{name}"{_BUT_REFUSALS.get(name, "")}').fetchall()
        for (name,) in tables
    }


@dataclass(frozen=True)
class Servers:
    """PostgreSQL."""

    cluster: Cluster
    _copied: dict[tuple[str, str], int] = field(default_factory=dict)
    """How far the server had come when a database was made a copy of another."""

    def new(self, folder: Path) -> str:
        """See `Stores.new`."""
        return self.cluster.create()

    def copy(self, url: str, folder: Path) -> str:
        """See `Stores.copy`."""
        return self.cluster.create(url)

    def replace(self, url: str, by: str) -> None:
        """See `Stores.replace`; where nothing was written since, there is nothing to do."""
        if self._copied.get((url, by)) == self._position():
            return
        self.drop(url)
        self.cluster.execute(f'CREATE DATABASE "{name_of(url)}" TEMPLATE "{name_of(by)}"')
        self._copied[url, by] = self._position()

    def drop(self, url: str) -> None:
        """See `Stores.drop`."""
        self.cluster.drop(url)

    @contextmanager
    def unchanged(self, url: str) -> Iterator[None]:
        """See `Stores.unchanged`."""
        tables = [name for (name,) in fetch(url, _TABLES)]
        content = " UNION ALL ".join(
            _CONTENT.format(name, _BUT_REFUSALS.get(name, "")) for name in tables
        )
        before = dict(fetch(url, content))
        yield
        assert dict(fetch(url, content)) == before, "stored"

    def _position(self) -> int:
        """Return the number that the next transaction that writes will get."""
        ((position,),) = fetch(self.cluster.url, _POSITION)
        return int(position)


def _path(url: str) -> str:
    return url.removeprefix("sqlite:///")
