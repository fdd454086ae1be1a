"""The table of training jobs."""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, String, Table, Text, text

from tajriba.kit.database.transactions import ID, metadata

OPEN = text("state IN ('waiting', 'running')")

job = Table(
    "job",
    metadata,
    Column("id", ID, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(10), nullable=False),
    Column("progress", Float, nullable=False),
    Column("says", String(40), nullable=False),
    Column("detail", Text),
    Column("asked_by", ID),
    Column("created_at", BigInteger, nullable=False),
    Column("started_at", BigInteger),
    Column("finished_at", BigInteger),
    Column("owner", String(40)),
    Column("lease_until", BigInteger),
    Column("attempts", Integer, nullable=False),
    Column("read_to", ID),
    Index("uq_job_open", "kind", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
)
"""Work of which one of a kind is open at a time, over all processes: its `owner` holds it until
`lease_until`. `read_to` is the last report that was there when it began; `asked_by` is null where
the program itself asked."""

JOB_TOPIC = "job"
"""What is signalled where a job waits, or has ended."""
