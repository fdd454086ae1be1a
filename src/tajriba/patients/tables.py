"""The tables of patients, of registrations that wait, and of consent."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from tajriba.kit.database.encrypted_columns import encrypted_text
from tajriba.kit.database.transactions import ID, metadata

patient = Table(
    "patient",
    metadata,
    Column("id", ID, primary_key=True),
    Column("user_id", ID, ForeignKey("user.id"), unique=True),
    Column("ref", String(200), unique=True),
    Column("full_name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("mizaj", String(20)),
    Column("birth_year", Integer),
    Column("sex", String(10)),
    encrypted_text("conditions", "id", nullable=False),
    encrypted_text("allergies", "id", nullable=False),
    encrypted_text("medicines", "id", nullable=False),
    Column("none_known", Text, nullable=False),
    Column("pregnant", Boolean),
    Column("nursing", Boolean),
    Column("version", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

registration = Table(
    "registration",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("email", String(254), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("full_name", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

_OPEN = text("status IN ('pending', 'active')")

care = Table(
    "care",
    metadata,
    Column("id", ID, primary_key=True),
    Column("practitioner_id", ID, ForeignKey("user.id"), nullable=False),
    Column("email_key", Text, nullable=False),
    Column("patient_id", ID, ForeignKey("patient.id")),
    Column("status", String(10), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("accepted_at", BigInteger),
    Column("notice_version", Integer),
    Column("ended_at", BigInteger),
    Index("ix_care_patient", "patient_id", "practitioner_id", "status"),
    Index("ix_care_email_key", "email_key"),
    Index(
        "uq_care_open",
        "practitioner_id",
        "email_key",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
)
"""`notice_version` is that of the notice that stood when the care was accepted."""

_HOLDS = text("ended_at IS NULL")

consent = Table(
    "consent",
    metadata,
    Column("id", ID, primary_key=True),
    Column("user_id", ID, ForeignKey("user.id"), nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("notice_version", Integer, nullable=False),
    Column("given_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("after_report", ID, nullable=False),
    Index("ix_consent_user", "user_id"),
    Index(
        "uq_consent_held",
        "user_id",
        "purpose",
        unique=True,
        sqlite_where=_HOLDS,
        postgresql_where=_HOLDS,
    ),
)
"""What people agree to beside care: `purpose` is `notice`, or one of `patients/consent/schemas.py`.
Of who agrees again, reports count that are newer than `after_report`: what was taken back once is
never published again."""
