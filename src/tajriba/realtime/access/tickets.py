"""Tickets: a browser sends one on a socket instead of its access token. Valid once, for 30 s."""

from sqlalchemy import delete, select

from tajriba.accounts.schemas import Claims, Principal
from tajriba.kit.database.transactions import WriteTx
from tajriba.kit.random_ids import new_secret, secret_key
from tajriba.realtime.tables import ticket

TICKET_SECONDS = 30


def issue_ticket(tx: WriteTx, principal: Principal, diagnosis_id: int) -> str:
    """Return a new ticket for a person whose access was checked; expired ones are removed."""
    tx.run(delete(ticket).where(ticket.c.expires_at <= tx.now))
    secret = new_secret()
    tx.run(
        ticket.insert().values(
            key=secret_key(secret),
            user_id=principal.user_id,
            session_id=principal.session_id,
            diagnosis_id=diagnosis_id,
            expires_at=tx.now + TICKET_SECONDS * 1000,
        )
    )
    return secret


def redeem_ticket(tx: WriteTx, secret: str, diagnosis_id: int) -> Claims | None:
    """Use a ticket up and return whose it is, None where it is not good for this diagnosis."""
    mine = ticket.c.key == secret_key(secret)
    row = tx.first(select(ticket).where(mine))
    if row is None:
        return None
    tx.run(delete(ticket).where(mine))
    if row.expires_at <= tx.now or row.diagnosis_id != diagnosis_id:
        return None
    return Claims(row.user_id, row.session_id)
