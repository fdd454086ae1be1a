"""The tables of feedback. A withdrawn report is kept, marked, and not counted."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from tajriba.feedback.answers import KINDS, NULLABLE, Flag, Scale
from tajriba.kit.database.encrypted_columns import encrypted_text
from tajriba.kit.database.transactions import ID, metadata

BOUND_BY = ("patient_id", "diagnosis_id", "recommendation_id", "created_at")
"""What an encrypted text is bound to: a report's number is not known before it is stored."""


def _answer_columns() -> list[Column[Any]]:
    """Return a column for each answer of a report; side effects are kept as JSON."""
    return [
        Column(name, Integer if isinstance(kind, Scale) else Boolean, nullable=name in NULLABLE)
        if isinstance(kind, Scale | Flag)
        else encrypted_text(name, *BOUND_BY, nullable=name in NULLABLE)
        for name, kind in KINDS.items()
    ]


feedback = Table(
    "feedback",
    metadata,
    Column("id", ID, primary_key=True),
    Column("patient_id", ID, ForeignKey("patient.id"), nullable=False),
    Column("diagnosis_id", ID, ForeignKey("diagnosis.id"), nullable=False),
    Column("recommendation_id", ID, ForeignKey("recommendation.id"), nullable=False),
    Column("cohort", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    *_answer_columns(),
    Column("success", Boolean, nullable=False),
    Column("effects", Text, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("observed_at", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger),
    Index("ix_feedback_patient", "patient_id", "id"),
    Index("ix_feedback_recommendation", "recommendation_id", "day", "patient_id"),
)
"""`cohort` is what the patient was at the time (`patients/cohort.py`); `effects` the ids of the
side effects that are counted, `dated` false where an import assigned the date."""

report_reading = Table(
    "report_reading",
    metadata,
    Column("id", ID, primary_key=True),
    Column("feedback_id", ID, ForeignKey("feedback.id"), nullable=False),
    Column("practitioner_id", ID, ForeignKey("user.id"), nullable=False),
    Column("patient_id", ID, ForeignKey("patient.id"), nullable=False, index=True),
    Column("read_at", BigInteger, nullable=False),
    Column("answer", String(10)),
    encrypted_text("text", "feedback_id", "practitioner_id", nullable=True),
    Column("answered_at", BigInteger),
    UniqueConstraint("feedback_id", "practitioner_id"),
)
"""Who read a report, and what they answered; `answered_at` is null where they only read it."""

diary_day = Table(
    "diary_day",
    metadata,
    Column("diagnosis_id", ID, ForeignKey("diagnosis.id"), nullable=False),
    Column("day", Integer, nullable=False),
    Column("patient_id", ID, ForeignKey("patient.id"), nullable=False, index=True),
    Column("severity", Integer, nullable=False),
    Column("sleep", Integer),
    Column("symptoms", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("diagnosis_id", "day"),
    sqlite_with_rowid=False,
)
"""How a patient is on a day of their own calendar (since 1970): severity 0-10 of the complaint and,
in `symptoms`, of each symptom of the diagnosis in its order, null where it was not said; sleep of
the night before it 1-5."""

intake = Table(
    "intake",
    metadata,
    Column("diagnosis_id", ID, ForeignKey("diagnosis.id"), nullable=False),
    Column("recommendation_id", ID, ForeignKey("recommendation.id"), nullable=False),
    Column("day", Integer, nullable=False),
    Column("patient_id", ID, ForeignKey("patient.id"), nullable=False, index=True),
    Column("times", Integer, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("diagnosis_id", "recommendation_id", "day"),
    sqlite_with_rowid=False,
)
"""How often a patient took a remedy on a day of their own calendar; no row where they did not."""

idempotency = Table(
    "idempotency",
    metadata,
    Column("patient_id", ID, nullable=False),
    Column("key", String(200), nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("feedback_ids", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("patient_id", "key"),
    sqlite_with_rowid=False,
)

side_effect = Table(
    "side_effect",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("code", String(80)),
)
"""The names of side effects that are counted; `code` where the knowledge has the term."""
