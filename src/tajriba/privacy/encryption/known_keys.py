"""Which keys the texts of a database are encrypted with, so that a wrong one is found at once."""

from typing import Final

from sqlalchemy import delete, select

from tajriba.kit.data_keys import DataUnreadable
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.privacy.tables import data_key

_SAMPLE: Final = "tajriba"


def require_keys(tx: ReadTx) -> None:
    """Raise `DataUnreadable` where a key that texts may be encrypted with is missing or another."""
    for row in tx.all(select(data_key).order_by(data_key.c.name)):
        if tx.keys.decrypt(row.sample, _place(row.name)) != _SAMPLE:
            raise DataUnreadable(data_key=row.name)


def take_keys(tx: WriteTx) -> None:
    """Check the keys, and note the one that encrypts from now on."""
    require_keys(tx)
    name = tx.keys.first
    if name is None or tx.first(select(data_key).where(data_key.c.name == name)):
        return
    sample = tx.keys.encrypt(_SAMPLE, _place(name))
    tx.run(data_key.insert().values(name=name, sample=sample, since=tx.now))


def forget_other_keys(tx: WriteTx) -> list[str]:
    """Note that no text is encrypted with any key but the first, and return the others' names."""
    others = data_key.c.name != tx.keys.first
    names = [row.name for row in tx.all(select(data_key.c.name).where(others))]
    tx.run(delete(data_key).where(others))
    return sorted(names)


def _place(name: str) -> str:
    return f"data_key.sample:{name}"
