"""The table of tickets. A ticket's secret is stored as a one-way hash only."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from tajriba.kit.database.transactions import ID, metadata

ticket = Table(
    "ticket",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("user_id", ID, ForeignKey("user.id"), nullable=False),
    Column("session_id", String(64), ForeignKey("session.id"), nullable=False),
    Column("diagnosis_id", ID, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)
"""`diagnosis_id` is 0 for the stream of a practitioner (`hub/subscription.py`)."""
