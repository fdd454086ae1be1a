"""Deleting what was kept long enough, in short transactions, so that others have their turn."""

from typing import Any, Final

from sqlalchemy import delete, select, tuple_

from tajriba.audit.pruning import prune_audit
from tajriba.events.pruning import prune_events, set_apart
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.privacy.retention.growth import ENDS, Ends, KeptDays, Moments

AT_ONCE: Final = 500
"""So many rows go in one transaction."""
LOOKED_THROUGH: Final = 2000
"""So many rows are looked through in one."""

Key = tuple[Any, ...]


async def prune(database: Database, kept: KeptDays) -> int:
    """Delete all that was kept long enough, and return how many rows it was."""
    moments = await database.read(lambda tx: Moments.of(tx.now, kept))
    pruned = 0
    for ends in ENDS:
        pruned += await _prune_table(database, ends, moments)
    await database.write(set_apart)
    while some := await database.write(prune_events, moments.events, AT_ONCE):
        pruned += some
    while some := await database.write(prune_audit, moments.audit, AT_ONCE):
        pruned += some
    return pruned


async def _prune_table(database: Database, ends: Ends, moments: Moments) -> int:
    pruned = 0
    after: Key | None = None
    while True:
        keys, after = await database.read(over, ends, moments, after)
        for start in range(0, len(keys), AT_ONCE):
            pruned += await database.write(_delete, ends, moments, keys[start : start + AT_ONCE])
        if after is None:
            return pruned


def over(
    tx: ReadTx, ends: Ends, moments: Moments, after: Key | None
) -> tuple[list[Key], Key | None]:
    """Return the keys of rows that are over among the next ones behind `after`, and where to go on;
    None at the end. It needs no index but the primary key's."""
    columns = list(ends.table.primary_key.columns)
    statement = select(*columns, ends.over(moments).label("is_over"))
    if after is not None:
        statement = statement.where(tuple_(*columns) > tuple_(*after))
    rows = tx.all(statement.order_by(*columns).limit(LOOKED_THROUGH))
    keys: list[Key] = [tuple(row[:-1]) for row in rows if row.is_over]
    return keys, tuple(rows[-1][:-1]) if len(rows) == LOOKED_THROUGH else None


def _delete(tx: WriteTx, ends: Ends, moments: Moments, keys: list[Key]) -> int:
    columns = ends.table.primary_key.columns
    these = tuple_(*columns).in_(keys)
    return tx.run(delete(ends.table).where(these, ends.over(moments)))
