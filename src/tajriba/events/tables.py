"""The table of the event log."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, Text, text

from tajriba.kit.database.transactions import ID, metadata

SHARED = text("shared")
"""The events of what everybody may read."""

event = Table(
    "event",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("position", BigInteger, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("topic", String(80), nullable=False),
    Column("type", String(40), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    Index("ix_event_topic", "topic", "position"),
    Index("ix_event_shared", "position", sqlite_where=SHARED, postgresql_where=SHARED),
    sqlite_autoincrement=True,
)
