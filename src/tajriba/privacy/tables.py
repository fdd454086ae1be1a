"""The tables of requests to be erased, and of the keys that texts are encrypted with."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, Text

from tajriba.kit.database.transactions import ID, metadata

erasure = Table(
    "erasure",
    metadata,
    Column("user_id", ID, ForeignKey("user.id"), primary_key=True, autoincrement=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("started_at", BigInteger),
)
"""Who asked to be erased, from when on it is done, and when it began: then nothing undoes it. A row
goes when all is erased."""

data_key = Table(
    "data_key",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("sample", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
)
"""The keys that texts may be encrypted with: `sample` is a known text under each, by which a wrong
key is recognised before anything is read or written."""
