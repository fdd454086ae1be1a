"""Transactions. Use cases are plain functions of one transaction; only the runner is async.

`Database` is what a process runs them on. A read sees one snapshot and cannot write; a write
commits before its caller continues. See docs/adr/0002.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Executable, MetaData, Row, Select, Table, insert

from tajriba.kit.clock import day_of
from tajriba.kit.data_keys import NO_KEYS, DataKeys
from tajriba.kit.database.prepared_statements import (
    ID,
    Prepared,
    PreparedIn,
    Values,
    inserting,
    putting,
)

__all__ = [
    "ID",
    "Database",
    "GroupHandler",
    "Item",
    "P",
    "Prepared",
    "PreparedIn",
    "ReadTx",
    "T",
    "Topics",
    "Values",
    "WriteTx",
    "inserting",
    "metadata",
]

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")

_IN_MAX = 64
_adding = cache(inserting)

Topics = frozenset[str]
"""What a transaction signals: the topics of its events, and others that somebody waits for."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


class ReadTx:
    """One consistent snapshot of the database, at the time `now` (milliseconds).

    `keys` encrypt and decrypt free text.
    """

    def __init__(self, connection: Connection, now: int, keys: DataKeys = NO_KEYS) -> None:
        self.connection = connection
        self.now = now
        self.keys = keys
        self._dialect = connection.dialect
        self._cursor: Any = None
        self._fetched: dict[tuple[Any, ...], list[Any]] = {}

    @property
    def today(self) -> int:
        """The UTC day of `now`, in days since 1970."""
        return day_of(self.now)

    def all(self, statement: Select[Any], values: Values | None = None) -> Sequence[Row[Any]]:
        """Return every row."""
        return self.connection.execute(statement, values or {}).all()

    def first(self, statement: Select[Any], values: Values | None = None) -> Row[Any] | None:
        """Return the first row, or None."""
        return self.connection.execute(statement, values or {}).first()

    def scalar(self, statement: Select[Any], values: Values | None = None) -> Any:
        """Return the first column of the first row, or None."""
        return self.connection.execute(statement, values or {}).scalar()

    def fetch(self, prepared: Prepared, **values: Any) -> list[Any]:
        """Return the rows of a prepared statement as tuples."""
        text, positional = prepared.on(self._dialect)
        cursor = self._cursor or self._driver()
        cursor.execute(text, positional(values))
        rows: list[Any] = cursor.fetchall()
        return rows

    def fetch_once(self, prepared: Prepared, **values: Any) -> list[Any]:
        """Like `fetch`, but asks at most once in a transaction: for rows that it leaves alone."""
        key = (prepared, *values.values())
        found = self._fetched.get(key)
        if found is None:
            found = self._fetched[key] = self.fetch(prepared, **values)
        return found

    def fetch_in(
        self, prepared: PreparedIn, among: Sequence[int] | Sequence[str], **values: Any
    ) -> list[Any]:
        """Return the rows of a statement over a list; a long one is asked for in parts."""
        rows: list[Any] = []
        for start in range(0, len(among), _IN_MAX):
            part = among[start : start + _IN_MAX]
            length = 1 << (len(part) - 1).bit_length()
            padded = [*part, *[part[-1]] * (length - len(part))]
            named = {f"v{index}": value for index, value in enumerate(padded)}
            rows += self.fetch(prepared.of(length), **named, **values)
        return rows

    def _driver(self) -> Any:
        """Return the transaction's one cursor of the driver."""
        self._cursor = self._cursor or self.connection.connection.cursor()
        return self._cursor


class WriteTx(ReadTx):
    """A transaction that may change the database; it commits when its function returns."""

    def __init__(self, connection: Connection, now: int, keys: DataKeys = NO_KEYS) -> None:
        super().__init__(connection, now, keys)
        self.signals: set[str] = set()

    def signal(self, topic: str) -> None:
        """Have those who listen told, once this transaction has committed, of `topic`."""
        self.signals.add(topic)

    def run(self, statement: Executable, values: Any = None) -> int:
        """Execute a statement and return how many rows it touched."""
        return self.connection.execute(statement, values or {}).rowcount

    def add(self, table: Table, **values: Any) -> int:
        """Insert one row and return its id."""
        return self.insert(_adding(table, tuple(values)), **values)

    def insert(self, prepared: Prepared, **values: Any) -> int:
        """Execute an `inserting` statement and return the new row's id."""
        rows = self.fetch(prepared, **values)
        return int(rows[0][0] if rows else self._driver().lastrowid)

    def add_all(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert many rows."""
        if rows:
            self.connection.execute(insert(table), list(rows))

    def put(self, table: Table, key: Sequence[str], **values: Any) -> None:
        """Insert a row, or replace the columns of the one that has the same `key`."""
        self.many(putting(table, tuple(key), tuple(values)), [values])

    def many(self, prepared: Prepared, rows: Sequence[Values]) -> None:
        """Execute a prepared statement once per row."""
        if not rows:
            return
        text, positional = prepared.on(self._dialect)
        self._driver().executemany(text, [positional(row) for row in rows])

    def many_rows(self, prepared: Prepared, rows: Sequence[tuple[Any, ...]]) -> None:
        """Like `many`, with each row's values in the order of the statement's `columns`."""
        if rows:
            self._driver().executemany(prepared.in_order(self._dialect), rows)


GroupHandler = Callable[[WriteTx, Sequence[Item]], Sequence[T | Exception]]


class Database(Protocol):
    """What a process runs its transactions on. Raises `Unavailable` where it can't be reached."""

    def read(
        self, use_case: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Run `use_case` in a read transaction and return its result."""
        ...

    def write(
        self, use_case: Callable[Concatenate[WriteTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Run `use_case` in a write transaction, commit, and return its result."""
        ...

    def write_grouped(self, handler: GroupHandler[Item, T], item: Item) -> Awaitable[T]:
        """Run `item` with all others that wait for `handler`, in one transaction; see ADR 3."""
        ...

    def read_now(
        self, use_case: Callable[Concatenate[ReadTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like `read`, for callers outside an event loop."""
        ...

    def write_now(
        self, use_case: Callable[Concatenate[WriteTx, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like `write`, for callers outside an event loop."""
        ...

    def on_commit(self, listener: Callable[[Topics], object]) -> None:
        """Call `listener`, from any thread, with what a transaction signalled, once committed."""
        ...

    def clear_files(self) -> Awaitable[bool]:
        """Have rows that were deleted leave the database's files; False where others read
        meanwhile, so that a later call must. A server does it by itself (autovacuum)."""
        ...

    def close(self) -> None:
        """Finish what was accepted, then release every connection and thread."""
        ...
