"""The tables of predictions."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from tajriba.kit.database.transactions import ID, metadata

_CHAMPION = text("state = 'champion'")

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

model = Table(
    "model",
    metadata,
    Column("id", ID, primary_key=True),
    Column("version", String(40), nullable=False, unique=True),
    Column("state", String(20), nullable=False),
    Column("artefact", Text, key="artifact", nullable=False),
    Column("figures", Text, nullable=False),
    Column("trained_on", Integer, nullable=False),
    Column("trained_at", BigInteger, nullable=False),
    Column("promoted_at", BigInteger),
    Column("reason", String(40), nullable=False),
    Index(
        "uq_model_champion",
        "state",
        unique=True,
        sqlite_where=_CHAMPION,
        postgresql_where=_CHAMPION,
    ),
)
"""Every trained model. `state` is `champion` (it serves; at most one), `kept` (not promoted, for
`reason`) or `retired` (it served before); `figures` is what it reached on reports held out."""
