"""The table of tickets. A ticket's secret stands here only as a one-way key."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from tajriba.kit.db import metadata

ticket = Table(
    "ticket",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("user_id", Integer, ForeignKey("user.id"), nullable=False),
    Column("session_id", String(64), ForeignKey("session.id"), nullable=False),
    Column("diagnosis_id", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)
