"""Columns of free text, which are encrypted where the installation has keys."""

from typing import Any, Final, overload

from sqlalchemy import Column, Table, Text

from tajriba.kit.database.transactions import ReadTx

_BOUND_BY: Final = "bound_by"
NOTHING: Final = "[]"
"""An empty list tells nothing, and is looked for."""


def encrypted_text(name: str, *bound_by: str, nullable: bool) -> Column[Any]:
    """Return a column whose text is bound to the columns `bound_by`, which never change."""
    return Column(name, Text, nullable=nullable, info={_BOUND_BY: bound_by})


def encrypted_columns(table: Table) -> dict[str, tuple[str, ...]]:
    """Return the names of a table's encrypted columns, each with the columns that bind it."""
    return {column.name: column.info[_BOUND_BY] for column in table.c if _BOUND_BY in column.info}


def encrypt_text(tx: ReadTx, column: Column[Any], text: str | None, *bound: object) -> str | None:
    """Return a text as it is stored in a row whose binding columns hold `bound`."""
    if text is None or text == NOTHING:
        return text
    return tx.keys.encrypt(text, _place(column, bound))


@overload
def decrypt_text(tx: ReadTx, column: Column[Any], stored: str, *bound: object) -> str: ...
@overload
def decrypt_text(tx: ReadTx, column: Column[Any], stored: None, *bound: object) -> None: ...
def decrypt_text(tx: ReadTx, column: Column[Any], stored: str | None, *bound: object) -> str | None:
    """Return the text of a row; raises `DataUnreadable`."""
    return None if stored is None else tx.keys.decrypt(stored, _place(column, bound))


def _place(column: Column[Any], bound: tuple[object, ...]) -> str:
    return f"{column.table.name}.{column.name}:{':'.join(map(str, bound))}"
