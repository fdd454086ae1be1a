"""The table of the audit trail."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from tajriba.kit.database.encrypted_columns import encrypted_text
from tajriba.kit.database.transactions import ID, metadata

BOUND_BY = ("at", "actor_id", "action", "subject", "subject_id")

audit = Table(
    "audit",
    metadata,
    Column("id", ID, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", ID),
    Column("action", String(40), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("subject_id", ID, nullable=False),
    encrypted_text("before", *BOUND_BY, nullable=True),
    encrypted_text("after", *BOUND_BY, nullable=True),
    Column("salt", String(32)),
    Column("digest", String(64)),
    Column("seal", String(64)),
    Index("ix_audit_subject", "subject", "subject_id"),
    Index("ix_audit_actor", "actor_id"),
)
"""`seal` chains the entries (`audit/hash_chain.py`); it is null for those of before there were
seals. `salt` is null where what told of persons was erased."""
