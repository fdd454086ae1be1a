"""The table of the audit trail."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from tajriba.kit.database.transactions import ID, metadata

audit = Table(
    "audit",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", ID),
    Column("action", String(40), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("subject_id", ID, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("ix_audit_subject", "subject", "subject_id"),
)
