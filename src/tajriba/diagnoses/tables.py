"""The tables of diagnoses and plans."""

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
)

from tajriba.kit.database.encrypted_columns import encrypted_text
from tajriba.kit.database.transactions import ID, metadata

diagnosis = Table(
    "diagnosis",
    metadata,
    Column("id", ID, primary_key=True),
    Column("patient_id", ID, ForeignKey("patient.id"), nullable=False, index=True),
    Column("condition_id", ID, ForeignKey("condition.id"), nullable=False),
    encrypted_text("symptoms", "patient_id", "created_at", nullable=False),
    Column("severity", Integer),
    Column("imbalance", String(20)),
    Column("practitioner_id", ID, ForeignKey("user.id")),
    Column("origin", String(20), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_by_doctor_at", BigInteger),
    Column("announced", Text),
    Column("arrangement", String(20), nullable=False, server_default="together"),
)
"""`practitioner_id` is null where the patient found it alone; `origin` is `clinic` or `import`;
`announced` is what screens were told last of what it shows (`diagnosis_update.py`); `arrangement`
is how the remedies of its plan relate."""

plan_item = Table(
    "plan_item",
    metadata,
    Column("diagnosis_id", ID, ForeignKey("diagnosis.id"), nullable=False),
    Column("recommendation_id", ID, ForeignKey("recommendation.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("duration_days", Integer),
    PrimaryKeyConstraint("diagnosis_id", "recommendation_id"),
    Index("ix_plan_item_recommendation", "recommendation_id", "diagnosis_id"),
    sqlite_with_rowid=False,
)
"""The present plan; its past stands in the audit trail. `duration_days` is null where a remedy is
taken as long as it says itself."""

safety_hold = Table(
    "safety_hold",
    metadata,
    Column("id", ID, primary_key=True),
    Column("patient_id", ID, ForeignKey("patient.id"), nullable=False, index=True),
    Column("diagnosis_id", ID, ForeignKey("diagnosis.id"), nullable=False, index=True),
    Column("recommendation_id", ID, ForeignKey("recommendation.id"), nullable=False),
    Column("feedback_id", ID),
    Column("codes", Text, nullable=False),
    Column("lifted", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("reviewed_by", ID, ForeignKey("user.id")),
    Column("reviewed_at", BigInteger),
)
"""Remedies held back from a patient since a report told of danger; `codes` are its signs."""

safety_alert = Table(
    "safety_alert",
    metadata,
    Column("id", ID, primary_key=True),
    Column("patient_id", ID, ForeignKey("patient.id"), nullable=False, index=True),
    Column("diagnosis_id", ID, ForeignKey("diagnosis.id"), nullable=False, index=True),
    Column("recommendation_id", ID, ForeignKey("recommendation.id")),
    Column("feedback_id", ID),
    Column("codes", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("acknowledged_by", ID, ForeignKey("user.id")),
    Column("acknowledged_at", BigInteger),
)
"""What practitioners were told of danger; `recommendation_id` and `feedback_id` are null where a
complaint tells of it, `codes` empty where a side effect is severe without a known sign."""
