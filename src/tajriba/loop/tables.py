"""The tables of the loop."""

from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, String, Table, Text

from tajriba.kit.database.transactions import ID, metadata

counter = Table(
    "counter",
    metadata,
    Column("recommendation_id", ID, primary_key=True, autoincrement=False),
    Column("submitted", Integer, nullable=False),
)
"""How many reports of a recommendation were submitted, but for erased ones: every 5th is a moment
to announce."""

announced = Table(
    "announced",
    metadata,
    Column("diagnosis_id", ID, nullable=False),
    Column("recommendation_id", ID, nullable=False),
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("diagnosis_id", "recommendation_id"),
    sqlite_with_rowid=False,
)
"""The effectiveness that was told last; `diagnosis_id` 0 is what was told to all."""

work = Table(
    "work",
    metadata,
    Column("id", ID, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("ref", ID, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
"""Plans to predict anew: `kind` is `recommendation` (all that hold it), `diagnosis`, or `model`
(all, by another model; `ref` is 0)."""

WORK_TOPIC = "work"
"""What is signalled where there is new work."""

installation = Table(
    "installation",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(40), nullable=False),
)
"""The random name of this installation."""
