"""Jobs: requested once, held by one process at a time under a lease, followed by their row."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import func, select, update

from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx
from tajriba.lab.training.schemas import Kind, Says, State
from tajriba.lab.training.tables import JOB_TOPIC, OPEN, job

LEASE_MS: Final = 60_000
"""How long work is held without a word of its owner; then another process takes it over."""
ATTEMPTS: Final = 3
"""How often work is begun: what has brought down so many owners is given up."""


class LeaseLost(Exception):
    """Somebody else holds the work, or it has ended: what its former owner made is void."""


@dataclass(frozen=True, slots=True)
class Job:
    """A row of work; times in ms. `says` is a code, `detail` a version or an error's name."""

    id: int
    kind: Kind
    state: State
    progress: float
    says: Says
    detail: str | None
    asked_by: int | None
    created_at: int
    started_at: int | None
    finished_at: int | None
    owner: str | None
    lease_until: int | None
    attempts: int
    read_to: int | None


_COLUMNS = [job.c[field.name] for field in fields(Job)]
_open = Prepared(lambda _: select(*_COLUMNS).where(OPEN))


def open_job(tx: ReadTx) -> Job | None:
    """Return the work that waits or runs, or None."""
    rows = tx.fetch(_open)
    return _job(rows[0]) if rows else None


def find_job(tx: ReadTx, job_id: int) -> Job | None:
    """Return a row of work, or None."""
    row = tx.first(select(*_COLUMNS).where(job.c.id == job_id))
    return _job(row) if row else None


def list_jobs(tx: ReadTx, before: int | None, limit: int) -> list[Job]:
    """Return work, newest first, with ids below `before`."""
    statement = select(*_COLUMNS).order_by(job.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(job.c.id < before)
    return [_job(row) for row in tx.all(statement)]


def ask(tx: WriteTx, asked_by: int | None) -> tuple[Job, bool]:
    """Return the work that is open, or new work; and whether it is new."""
    found = open_job(tx)
    if found is not None:
        return found, False
    job_id = tx.add(
        job,
        kind="retrain",
        state="waiting",
        progress=0.0,
        says="waiting",
        asked_by=asked_by,
        created_at=tx.now,
        attempts=0,
    )
    tx.signal(JOB_TOPIC)
    return _found(tx, job_id), True


def is_free(tx: ReadTx, found: Job) -> bool:
    """Return whether open work waits, or its owner has gone silent."""
    return found.state == "waiting" or (found.lease_until or 0) <= tx.now


def take(tx: WriteTx, owner: str, read_to: int) -> Job | None:
    """Take the open work for `owner`, or None where there is none to take.

    What was begun too often is given up here, openly.
    """
    found = open_job(tx)
    if found is None or not is_free(tx, found):
        return None
    if found.attempts >= ATTEMPTS:
        _end(tx, found.id, "failed", "abandoned", None)
        return None
    _change(
        tx,
        found.id,
        state="running",
        progress=0.0,
        says="reading",
        owner=owner,
        started_at=tx.now,
        lease_until=tx.now + LEASE_MS,
        attempts=found.attempts + 1,
        read_to=read_to,
    )
    return _found(tx, found.id)


def advance(tx: WriteTx, held: Job, says: Says, progress: float) -> None:
    """Tell how far work is, and hold it on. Raises `LeaseLost`."""
    require_held(tx, held)
    _change(tx, held.id, says=says, progress=progress, lease_until=tx.now + LEASE_MS)


def require_held(tx: ReadTx, held: Job) -> None:
    """Raise `LeaseLost` where work is no longer its taker's."""
    found = find_job(tx, held.id)
    if found is None or found.state != "running" or found.owner != held.owner:
        raise LeaseLost


def finish(tx: WriteTx, held: Job, says: Says, detail: str | None) -> None:
    """End work that did what it was to do. Raises `LeaseLost`."""
    require_held(tx, held)
    _end(tx, held.id, "done", says, detail)


def fail(tx: WriteTx, held: Job, detail: str) -> None:
    """End work that could not be done. Raises `LeaseLost`."""
    require_held(tx, held)
    _end(tx, held.id, "failed", "failed", detail)


def give_back(tx: WriteTx, held: Job) -> None:
    """Leave work to whoever takes it next, as if it had never begun. Raises `LeaseLost`."""
    require_held(tx, held)
    _change(
        tx,
        held.id,
        state="waiting",
        says="waiting",
        progress=0.0,
        owner=None,
        attempts=held.attempts - 1,
    )
    tx.signal(JOB_TOPIC)


def last_read(tx: ReadTx) -> int:
    """Return up to which report work has ever read, 0 before any."""
    return int(tx.scalar(select(func.max(job.c.read_to))) or 0)


def _end(tx: WriteTx, job_id: int, state: State, says: Says, detail: str | None) -> None:
    done = {"progress": 1.0} if state == "done" else {}
    _change(tx, job_id, state=state, says=says, detail=detail, finished_at=tx.now, **done)
    tx.signal(JOB_TOPIC)


def _change(tx: WriteTx, job_id: int, **values: object) -> None:
    tx.run(update(job).where(job.c.id == job_id).values(**values))


def _found(tx: ReadTx, job_id: int) -> Job:
    row = tx.first(select(*_COLUMNS).where(job.c.id == job_id))
    if row is None:
        raise LeaseLost
    return _job(row)


def _job(values: Sequence[Any]) -> Job:
    return Job(*values)
