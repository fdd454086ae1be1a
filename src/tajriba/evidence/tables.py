"""The tables of evidence. All are changed in the transaction of the report itself."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from tajriba.evidence.sums import BEFORE, COORDINATES, SUMS
from tajriba.kit.database.transactions import ID, metadata

KEY = ("level", "ref", "sub", "part")
PLACE = ("recommendation_id", "part", "patient_id")


def _key_columns() -> list[Column[int]]:
    return [Column(name, ID, nullable=False) for name in KEY]


def _value_columns() -> list[Column[int]]:
    """What one patient counts in a part of a recommendation: see `publication/atoms.py`."""
    return [
        *(Column(name, ID, nullable=False) for name in (*PLACE, "report_id")),
        *(Column(name, Integer, nullable=False) for name in ("day", "stratum", *SUMS)),
    ]


evidence_day = Table(
    "evidence_day",
    metadata,
    *_key_columns(),
    Column("day", Integer, nullable=False),
    *(Column(name, Integer, nullable=False, server_default="0") for name in SUMS),
    PrimaryKeyConstraint(*KEY, "day"),
    sqlite_with_rowid=False,
)
"""Sums per key and UTC day, of one's own diagnosis: a window costs at most 90 rows."""

evidence_waiting = Table(
    "evidence_waiting",
    metadata,
    *_value_columns(),
    Column("since", Integer, nullable=False),
    Column("looked_up", Boolean, nullable=False),
    PrimaryKeyConstraint(*PLACE),
    sqlite_with_rowid=False,
)
"""Whose counted value has changed since it was published, as it is now. `report_id` 0 is nothing;
`since` is the day on which the waiting began. One that was `looked_up` among all reports of its
patient stands for them, also where what is published is of a later one."""

evidence_atom = Table(
    "evidence_atom",
    metadata,
    Column("id", ID, primary_key=True),
    Column("recommendation_id", ID, nullable=False),
    Column("part", ID, nullable=False),
    Column("stratum", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("anew", Boolean, nullable=False),
    *(Column(name, Integer, nullable=False) for name in SUMS),
    Index("ix_evidence_atom_recommendation_id", "recommendation_id", "part", "stratum"),
)
"""What was published together: by how much it changed the sums of its stratum. Never changed.
`anew` where the stratum had been withdrawn, and begins again from nothing."""

evidence_entry = Table(
    "evidence_entry",
    metadata,
    Column("atom_id", ID, ForeignKey("evidence_atom.id"), nullable=False),
    Column("patient_id", ID, nullable=False),
    Column("before", ID, nullable=False),
    Column("after", ID, nullable=False),
    Column("fresh", Boolean, nullable=False),
    PrimaryKeyConstraint("atom_id", "patient_id"),
    sqlite_with_rowid=False,
)
"""Whose values an atom changed: from which report to which, 0 for none. Never changed."""

evidence_member = Table(
    "evidence_member",
    metadata,
    *_value_columns(),
    PrimaryKeyConstraint(*PLACE),
    Index("ix_evidence_member_day", "recommendation_id", "day"),
    sqlite_with_rowid=False,
)
"""What is published of each patient: one value in each part."""

evidence_closing = Table(
    "evidence_closing",
    metadata,
    Column("day", Integer, autoincrement=False, nullable=False),
    Column("scale", Float, nullable=False),
    Column("epsilon", Float, nullable=False),
    Column("entries", Integer, nullable=False),
    PrimaryKeyConstraint("day"),
)
"""As of which days noisy atoms closed, with how much noise, and for which budget of a year."""

evidence_noisy_atom = Table(
    "evidence_noisy_atom",
    metadata,
    Column("recommendation_id", ID, nullable=False),
    Column("day", Integer, ForeignKey("evidence_closing.day"), nullable=False),
    *(Column(name, Integer, nullable=False) for name in COORDINATES),
    PrimaryKeyConstraint("recommendation_id", "day"),
    sqlite_with_rowid=False,
)
"""What a remedy's patients said, with noise: see `publication/noisy_atoms.py`. Never changed."""

evidence_noisy_entry = Table(
    "evidence_noisy_entry",
    metadata,
    Column("patient_id", ID, nullable=False),
    Column("recommendation_id", ID, nullable=False),
    Column("day", Integer, ForeignKey("evidence_closing.day"), nullable=False),
    PrimaryKeyConstraint("patient_id", "recommendation_id", "day"),
    sqlite_with_rowid=False,
)
"""Who counts in which noisy atom. Never changed."""

evidence_published = Table(
    "evidence_published",
    metadata,
    *_key_columns(),
    Column("version", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("published_at", BigInteger, nullable=False),
    *(Column(name, Integer, nullable=False) for name in SUMS),
    *(Column(f"before_{name}", Integer, nullable=False) for name in BEFORE),
    Column("trend", String(20), nullable=False),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("rise", Float),
    PrimaryKeyConstraint(*KEY),
    Index("ix_evidence_published_low", "level", "part", "low"),
    Index("ix_evidence_published_high", "level", "part", "high"),
    Index("ix_evidence_published_rise", "level", "part", "rise"),
    sqlite_with_rowid=False,
)
"""The snapshot of a key that others may see, with what was published of it 30 days before."""

evidence_history = Table(
    "evidence_history",
    metadata,
    *_key_columns(),
    Column("day", Integer, nullable=False),
    *(Column(name, Integer, nullable=False) for name in (*BEFORE, "patients")),
    PrimaryKeyConstraint(*KEY, "day"),
    sqlite_with_rowid=False,
)
"""The last snapshot of each day on which a key was published: evidence over time."""
