"""The HTTP routes of tickets and of the status of live connections."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.kit.http.schemas import Success, ok
from tajriba.realtime.access.tickets import TICKET_SECONDS, issue_ticket
from tajriba.realtime.endpoints.live import Live
from tajriba.realtime.endpoints.schemas import QueueDepths, StatusView, TicketRequest, TicketView
from tajriba.realtime.hub.subscription import PRACTICE

router = APIRouter(prefix="/ws", tags=["live"], route_class=GuardedRoute)


@router.post("/ticket", status_code=201, summary="Get a ticket for a socket")
@allow("patient", "practitioner", bucket="ticket")
async def create_ticket(
    body: TicketRequest, principal: Signed, db: Db, request: Request
) -> Success[TicketView]:
    """Answer a ticket that opens one socket of this diagnosis within 30 seconds."""
    live: Live = request.app.state.live
    await db.read(live.policy.admit, principal, body.diagnosis_id)
    ticket = await db.write(issue_ticket, principal, body.diagnosis_id)
    return ok(TicketView(ticket=ticket, expires_in=TICKET_SECONDS))


@router.post("/practice/ticket", status_code=201, summary="Get a ticket for one's practice")
@allow("practitioner", bucket="ticket")
async def create_practice_ticket(principal: Signed, db: Db) -> Success[TicketView]:
    """Answer a ticket that opens one socket of one's own practice within 30 seconds."""
    ticket = await db.write(issue_ticket, principal, PRACTICE)
    return ok(TicketView(ticket=ticket, expires_in=TICKET_SECONDS))


@router.get("/status", summary="Look at the live connections of this process")
@allow("admin")
async def read_live_status(request: Request) -> Success[StatusView]:
    """Answer how many are connected and how much waits for them."""
    live: Live = request.app.state.live
    status = live.status()
    return ok(
        StatusView(
            connections=status.connections,
            diagnoses=status.diagnoses,
            topics=status.topics,
            queue_depths=QueueDepths(waiting=status.waiting, longest=status.longest_queue),
            position=live.pump.last_id,
            slowest_ack=status.slowest_ack,
        )
    )
