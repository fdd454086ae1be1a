"""Who read a patient's record, and when."""

from sqlalchemy import func, select

from tajriba.accounts.record_reads import READ
from tajriba.accounts.schemas import Principal
from tajriba.accounts.service import full_names
from tajriba.audit.tables import audit
from tajriba.kit.clock import DAY_MS, iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.patients.access import own_patient
from tajriba.privacy.schemas import RecordReading


def record_readings(
    tx: ReadTx, principal: Principal, start: int, limit: int
) -> list[RecordReading]:
    """Return who read the person's own record, by reader and UTC day, the newest first.

    Raises `NotFound` for who has none.
    """
    day = audit.c.at - audit.c.at % DAY_MS
    last = func.max(audit.c.at)
    statement = (
        select(
            audit.c.actor_id,
            func.min(audit.c.at).label("first"),
            last.label("last"),
            func.count().label("times"),
        )
        .where(
            audit.c.subject == "patient",
            audit.c.subject_id == own_patient(tx, principal),
            audit.c.action == READ,
            audit.c.actor_id.is_not(None),
        )
        .group_by(audit.c.actor_id, day)
        .order_by(last.desc(), audit.c.actor_id)
    )
    rows = tx.all(statement.offset(start).limit(limit))
    names = full_names(tx, [row.actor_id for row in rows])
    return [
        RecordReading(
            reader_id=row.actor_id,
            reader_name=names.get(row.actor_id, ""),
            first_at=iso(row.first),
            last_at=iso(row.last),
            times=row.times,
        )
        for row in rows
    ]
