"""The tables of predictions."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text

from tajriba.kit.db import ID, metadata

prediction = Table(
    "prediction",
    metadata,
    Column("diagnosis_id", ID, ForeignKey("diagnosis.id"), primary_key=True, autoincrement=False),
    Column("fingerprint", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)
"""The last prediction of a plan, under the versions of everything that it came from."""

ranking = Table(
    "ranking",
    metadata,
    Column("id", ID, primary_key=True),
    Column("diagnosis_id", ID, ForeignKey("diagnosis.id"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("level", String(20), nullable=False),
    Column("model_version", String(40), nullable=False),
    Column("evidence_version", String(64), nullable=False),
    Column("items", Text, nullable=False),
    Index("ix_ranking_diagnosis", "diagnosis_id", "id"),
)
"""Every ranking that was announced."""
