"""The route of server-sent events."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request

from tajriba.accounts.authorization import Claimed, GuardedRoute, allow
from tajriba.accounts.schemas import Claims
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import PathId
from tajriba.kit.i18n import Lang
from tajriba.realtime.access.handshake import Identity
from tajriba.realtime.endpoints.live import Live
from tajriba.realtime.endpoints.server_sent_events import EventStream, resumed_from
from tajriba.realtime.hub.subscription import PRACTICE
from tajriba.realtime.transports.framing import STREAM, Reader

router = APIRouter(tags=["live"], route_class=GuardedRoute)
_EXAMPLE = 'id: 987\ndata: {"type":"connect","diagnosis_id":123,"event_id":987,…}\n\n'
_OK: dict[str, Any] = {
    "description": "A stream of messages as /asyncapi.json describes them.",
    "content": {"text/event-stream": {"schema": {"type": "string"}, "example": _EXAMPLE}},
}


_Lang = Annotated[Lang | None, Query(description="Goes before Accept-Language.")]
_LastEvent = Annotated[
    str | None, Header(description="The last event that was applied: what was missed follows.")
]


@router.get(
    "/events/practice",
    summary="Follow one's practice by server-sent events",
    status_code=200,
    response_class=EventStream,
    responses={200: _OK},
)
@allow("practitioner", bucket="ticket")
async def stream_practice(
    request: Request, claims: Claimed, lang: _Lang = None, last_event_id: _LastEvent = None
) -> EventStream:
    """Alerts of the patients in one's care: the messages of the socket `/ws/practice`."""
    return _stream(PRACTICE, request, claims, lang, last_event_id)


@router.get(
    "/events/{diagnosis_id}",
    summary="Follow a diagnosis by server-sent events",
    status_code=200,
    response_class=EventStream,
    responses={200: _OK},
)
@allow("patient", "practitioner", bucket="ticket")
async def stream_diagnosis(
    diagnosis_id: PathId,
    request: Request,
    claims: Claimed,
    lang: _Lang = None,
    last_event_id: _LastEvent = None,
) -> EventStream:
    """The messages of the socket, for a client that only listens: `connect` comes first."""
    return _stream(diagnosis_id, request, claims, lang, last_event_id)


def _stream(
    diagnosis_id: int, request: Request, claims: Claims, lang: Lang | None, last_event: str | None
) -> EventStream:
    live: Live = request.app.state.live
    chosen = language(request) if lang is None else lang
    identity = Identity(claims, resumed_from(last_event), chosen)
    return EventStream(live.connector, Reader(diagnosis_id, chosen, STREAM), identity)
