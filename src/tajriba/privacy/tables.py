"""The table of requests to be erased."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table

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
