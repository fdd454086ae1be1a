"""The tables of knowledge: shipped entries, remedies of practitioners, names of imports."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from tajriba.kit.database.transactions import ID, metadata

herb = Table(
    "herb",
    metadata,
    Column("id", ID, primary_key=True),
    Column("code", String(80), unique=True),
    Column("name_fa", Text, nullable=False),
    Column("name_en", Text),
    Column("name_latin", Text),
    Column("origin", String(20), nullable=False),
    Column("entry", Text),
)

condition = Table(
    "condition",
    metadata,
    Column("id", ID, primary_key=True),
    Column("code", String(80), unique=True),
    Column("name_fa", Text, nullable=False),
    Column("name_en", Text),
    Column("origin", String(20), nullable=False),
    Column("entry", Text),
)

recommendation = Table(
    "recommendation",
    metadata,
    Column("id", ID, primary_key=True),
    Column("code", String(80), unique=True),
    Column("herb_id", ID, ForeignKey("herb.id"), nullable=False, index=True),
    Column("condition_id", ID, ForeignKey("condition.id"), nullable=False, index=True),
    Column("preparation_fa", Text),
    Column("preparation_en", Text),
    Column("dose_fa", Text),
    Column("dose_en", Text),
    Column("frequency_fa", Text),
    Column("frequency_en", Text),
    Column("duration_days", Integer),
    Column("daily_g", Float),
    Column("route", String(10), nullable=False, server_default="swallowed"),
    Column("part", String(20)),
    Column("min_age", Integer, nullable=False, server_default="12"),
    Column("additions", Text, nullable=False, server_default="[]"),
    Column("reviewed", Boolean, nullable=False),
    Column("origin", String(20), nullable=False),
    Column("author_id", ID),
    Column("reviewer_id", ID),
    Column("refusal", Text),
    Column("withdrawn_at", BigInteger),
    Column("created_at", BigInteger, nullable=False),
)
"""`min_age` is in years, `additions` a JSON list of the codes of further herbs, `refusal` why a
reviewer does not want it offered."""

name = Table(
    "name",
    metadata,
    Column("kind", String(10), nullable=False),
    Column("key", Text, nullable=False),
    Column("ref_id", ID, nullable=False),
    PrimaryKeyConstraint("kind", "key", "ref_id"),
)
"""The search key of every name and spelling of a herb or condition."""

term_mapping = Table(
    "term_mapping",
    metadata,
    Column("id", ID, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("key", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("codes", Text),
    Column("author_id", ID, ForeignKey("user.id"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
"""What a word means by a clinician's decision. Rows are only added: the last of a kind and key
counts, and one without `codes` takes the mapping back."""

knowledge_state = Table(
    "knowledge_state",
    metadata,
    Column("id", ID, primary_key=True),
    Column("version", String(64), nullable=False),
    Column("loaded_at", BigInteger, nullable=False),
    Column("checked", Boolean, nullable=False),
    Column("content", Text),
)
"""What is loaded; `content` is a whole catalogue of one's own, null for the shipped one."""
