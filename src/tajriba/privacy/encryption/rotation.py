"""Encrypting every text with the first key, in short transactions beside a running server."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, select, true, update

from tajriba.accounts.tables import second_factor
from tajriba.audit.service import ENCRYPTED
from tajriba.audit.tables import audit
from tajriba.diagnoses.tables import diagnosis
from tajriba.feedback.tables import feedback, report_reading
from tajriba.kit.database.encrypted_columns import (
    NOTHING,
    decrypt_text,
    encrypt_text,
    encrypted_columns,
)
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.patients.tables import patient
from tajriba.privacy.encryption.known_keys import forget_other_keys, take_keys

AT_ONCE: Final = 200
LOOKED_THROUGH: Final = 2000

TABLES: Final[Mapping[Table, ColumnElement[bool]]] = {
    feedback: true(),
    report_reading: true(),
    diagnosis: true(),
    patient: true(),
    second_factor: true(),
    audit: audit.c.subject.in_(ENCRYPTED),
}
"""The tables with encrypted columns, and in which of their rows they are."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many rows were encrypted anew, and which keys nothing needs any more."""

    rows: int
    spared: list[str]


async def rotate(database: Database) -> Rotation:
    """Encrypt every text that is not under the first key; may be interrupted, and goes on.

    Raises `DataUnreadable` for a key that is missing.
    """
    await database.write(take_keys)
    rows = 0
    for table, where in TABLES.items():
        after = 0
        while found := await database.read(_slice, table, where, after):
            after = found[-1][0]
            stale = [key for key, current in found if not current]
            for start in range(0, len(stale), AT_ONCE):
                rows += await database.write(_encrypt, table, stale[start : start + AT_ONCE])
    return Rotation(rows, await database.write(forget_other_keys))


def _slice(
    tx: ReadTx, table: Table, where: ColumnElement[bool], after: int
) -> list[tuple[int, bool]]:
    """Return the next rows by id, and whether their texts are under the first key."""
    texts, id_ = [table.c[name] for name in encrypted_columns(table)], _id(table)
    statement = select(id_, *texts).where(where, id_ > after)
    rows = tx.all(statement.order_by(id_).limit(LOOKED_THROUGH))
    return [(row[0], _is_current(tx, row[1:])) for row in rows]


def _is_current(tx: ReadTx, texts: Iterable[str | None]) -> bool:
    return all(text is None or text == NOTHING or tx.keys.is_current(text) for text in texts)


def _encrypt(tx: WriteTx, table: Table, keys: list[int]) -> int:
    id_ = _id(table)
    rows = tx.all(select(table).where(id_.in_(keys)))
    for row in rows:
        tx.run(update(table).where(id_ == row._mapping[id_]).values(**_anew(tx, table, row)))
    return len(rows)


def _id(table: Table) -> Column[Any]:
    """Return the one column of a table's primary key."""
    (column,) = table.primary_key.columns
    return column


def _anew(tx: WriteTx, table: Table, row: Any) -> dict[str, str | None]:
    texts = {}
    for name, bound_by in encrypted_columns(table).items():
        bound = [getattr(row, one) for one in bound_by]
        text = decrypt_text(tx, table.c[name], getattr(row, name), *bound)
        texts[name] = encrypt_text(tx, table.c[name], text, *bound)
    return texts
