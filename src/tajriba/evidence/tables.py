"""The tables of evidence. All are changed in the transaction of the report itself."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from tajriba.evidence.sums import SUMS
from tajriba.kit.database.transactions import ID, metadata
from tajriba.patients.cohort import AXES

KEY = ("level", "ref", "sub", "part")


def _key_columns() -> list[Column[int]]:
    return [Column(name, ID, nullable=False) for name in KEY]


evidence_day = Table(
    "evidence_day",
    metadata,
    *_key_columns(),
    Column("day", Integer, nullable=False),
    *(Column(name, Integer, nullable=False, server_default="0") for name in SUMS),
    PrimaryKeyConstraint(*KEY, "day"),
    sqlite_with_rowid=False,
)
"""Sums per key and UTC day: a window costs at most 90 rows however much feedback there is."""

evidence_patient = Table(
    "evidence_patient",
    metadata,
    Column("patient_id", ID, nullable=False),
    Column("recommendation_id", ID, nullable=False),
    Column("part", ID, nullable=False),
    Column("herb_id", ID, nullable=False),
    Column("condition_id", ID, nullable=False),
    Column("latest", Integer, nullable=False),
    Column("cohort", Integer, nullable=False),
    PrimaryKeyConstraint("patient_id", "recommendation_id", "part"),
    sqlite_with_rowid=False,
)
"""The day and the cohort of each patient's latest report, the higher cohort of several on one day:
what keeps distinct patients exact, each in one cohort."""

evidence_change = Table(
    "evidence_change",
    metadata,
    *_key_columns(),
    Column("patient_id", ID, nullable=False),
    Column("net", BigInteger, nullable=False),
    Column("latest", Integer, nullable=False),
    PrimaryKeyConstraint(*KEY, "patient_id"),
    sqlite_with_rowid=False,
)
"""Whose reports changed since the key was published last, and by how much: `net`
(`accounting/net_change.py`) is 0 for who took back what they had reported; `latest` is the last
day of what changed. Who took all back, or whose reports the window has passed, hides nobody
else."""

evidence_cell_change = Table(
    "evidence_cell_change",
    metadata,
    Column("recommendation_id", ID, nullable=False),
    Column("cohort", Integer, nullable=False),
    Column("patient_id", ID, nullable=False),
    *(Column(axis, BigInteger, nullable=False) for axis in AXES),
    Column("latest", Integer, nullable=False),
    PrimaryKeyConstraint("recommendation_id", "cohort", "patient_id"),
    sqlite_with_rowid=False,
)
"""Whose reports changed since the cells were published that they count for, by how much on each
axis: cells of different axes advance at different times. 0 on an axis where nothing is known."""

evidence_published = Table(
    "evidence_published",
    metadata,
    *_key_columns(),
    Column("version", Integer, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("day", Integer, nullable=False),
    Column("published_at", BigInteger, nullable=False),
    *(Column(name, Integer, nullable=False) for name in SUMS),
    *(Column(f"recent_{name}", Integer, nullable=False) for name in SUMS),
    Column("trend", String(20), nullable=False),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("rise", Float),
    PrimaryKeyConstraint(*KEY),
    Index("ix_evidence_published_low", "level", "part", "shown", "low"),
    Index("ix_evidence_published_high", "level", "part", "shown", "high"),
    Index("ix_evidence_published_rise", "level", "part", "shown", "rise"),
    sqlite_with_rowid=False,
)
"""The snapshot of a key that others may see."""

evidence_history = Table(
    "evidence_history",
    metadata,
    *_key_columns(),
    Column("day", Integer, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("total", "successes", "patients")),
    PrimaryKeyConstraint(*KEY, "day"),
    sqlite_with_rowid=False,
)
"""The last snapshot of each day on which a key was published: evidence over time."""

evidence_named = Table(
    "evidence_named",
    metadata,
    Column("recommendation_id", ID, nullable=False),
    Column("part", ID, nullable=False),
    PrimaryKeyConstraint("recommendation_id", "part"),
    sqlite_with_rowid=False,
)
"""The known side effects that were reported as of a recommendation's publication."""
