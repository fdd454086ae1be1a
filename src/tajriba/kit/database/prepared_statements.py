"""Statements that are compiled once and run as text on the driver's cursor, for hot paths."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Dialect, Executable, Integer, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]

ID = BigInteger().with_variant(Integer, "sqlite")
"""The type of ids and of what refers to them; SQLite counts only a plain integer up by itself."""


class Prepared:
    """A statement that is compiled once per dialect and run as text on the driver's cursor.

    For hot paths: it skips what SQLAlchemy does on each execution, and so its type conversions;
    columns used this way hold integers, floats and text.
    """

    def __init__(self, build: Callable[["Insert"], Executable], columns: Sequence[str] = ()):
        self._build = build
        self._columns = list(columns) or None
        self._by_dialect: dict[str, tuple[str, Callable[[Values], tuple[Any, ...]]]] = {}

    def on(self, dialect: Dialect) -> tuple[str, Callable[[Values], tuple[Any, ...]]]:
        """Return the SQL text for `dialect` and a function from named to positional values."""
        found = self._by_dialect.get(dialect.name)
        if found is None:
            statement: Any = self._build(insert_of(dialect))
            compiled = statement.compile(dialect=dialect, column_keys=self._columns)
            found = (str(compiled), _positional(compiled))
            self._by_dialect[dialect.name] = found
        return found

    def in_order(self, dialect: Dialect) -> str:
        """Return the SQL text; raises ValueError where it takes its values in another order."""
        text, positional = self.on(dialect)
        names = tuple(self._columns or ())
        if positional({name: name for name in names}) != names:
            raise ValueError(f"not in the order of {names}: {text}")
        return text


def _positional(compiled: Any) -> Callable[[Values], tuple[Any, ...]]:
    names: list[str] = list(compiled.positiontup or ())
    binds = compiled.binds
    constants = {name: binds[name].value for name in names if not binds[name].required}
    if len(names) > 1:
        pick: Callable[[Values], tuple[Any, ...]] = itemgetter(*names)
    elif names:
        (name,) = names
        pick = lambda values: (values[name],)  # noqa: E731 - an itemgetter of one makes no tuple
    else:
        return lambda _: ()
    return (lambda values: pick({**values, **constants})) if constants else pick


class PreparedIn:
    """A prepared statement over a list, of ids unless said: one text for each of a few lengths."""

    def __init__(
        self,
        build: Callable[[Sequence[BindParameter[Any]]], Executable],
        type_: TypeEngine[Any] = ID,
    ) -> None:
        self._build = build
        self._type = type_
        self._by_length: dict[int, Prepared] = {}

    def of(self, length: int) -> Prepared:
        """Return the statement for a list of `length`, whose values are `v0`, `v1`, …"""
        found = self._by_length.get(length)
        if found is None:
            values = [bindparam(f"v{index}", type_=self._type) for index in range(length)]
            found = self._by_length[length] = Prepared(lambda _: self._build(values))
        return found


Insert = Callable[[Table], Any]


def insert_of(dialect: Dialect) -> Insert:
    """Return the `insert` of `dialect` that knows ON CONFLICT."""
    return postgresql.insert if dialect.name == "postgresql" else sqlite.insert


def inserting(table: Table, columns: Sequence[str]) -> Prepared:
    """Return a statement that inserts one row, for `WriteTx.insert`."""

    def build(insert: Insert) -> Executable:
        # SQLite's driver tells the id by itself; RETURNING would double the statement's cost.
        statement: Executable = insert(table)
        if insert is not sqlite.insert:
            statement = insert(table).returning(table.c.id)
        return statement

    return Prepared(build, columns)


@cache
def putting(table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Prepared:
    """Return a statement that inserts a row, or replaces the rest of the one with the same key."""

    def build(insert: Insert) -> Executable:
        statement = insert(table)
        rest = {name: statement.excluded[name] for name in columns if name not in key}
        upsert: Executable = statement.on_conflict_do_update(index_elements=key, set_=rest)
        return upsert

    return Prepared(build, columns)
