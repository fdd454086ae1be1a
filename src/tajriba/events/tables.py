"""The table of the event log."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from tajriba.kit.database.transactions import ID, metadata

event = Table(
    "event",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("topic", String(80), nullable=False),
    Column("type", String(40), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    Index("ix_event_topic", "topic", "id"),
    sqlite_autoincrement=True,
)
