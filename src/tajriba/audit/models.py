"""The table of the audit trail."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from tajriba.kit.db import metadata

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", Integer),
    Column("action", String(40), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("ix_audit_subject", "subject", "subject_id"),
)
