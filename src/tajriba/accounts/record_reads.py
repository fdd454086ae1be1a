"""Writing into the audit trail who has read whose record."""

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record_all
from tajriba.kit.database.transactions import WriteTx

READ = "record.read"


def record_reads(tx: WriteTx, principal: Principal, by: str) -> None:
    """Write whose records a person has read, `by` which route."""
    actor = principal.user_id
    found = sorted(principal.records_read)
    record_all(tx, [Entry(actor, READ, "patient", one, after={"by": by}) for one in found])
