"""Server-sent events: a client of the hub that only receives."""

import asyncio
import random
from collections.abc import MutableMapping
from typing import Any, Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tajriba.kit.errors import FieldProblem, Invalid, Unavailable
from tajriba.realtime.access.connection import Connector
from tajriba.realtime.access.handshake import Identity
from tajriba.realtime.endpoints.asgi_middleware import TRANSPORT
from tajriba.realtime.protocol.client_messages import BAD_AFTER, MAX_POSITION, Refused
from tajriba.realtime.transports.framing import Reader
from tajriba.realtime.transports.heartbeat import heartbeat
from tajriba.realtime.transports.uvicorn_transport import narrow

RETRY_MS: Final = 2000
RESUME: Final = "last-event-id"
_BEAT: Final = ": \n\n"
_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class EventStream(Response):
    """Answers with the events of a diagnosis until the client leaves or must go.

    Raises the `AppError` that stands in the way before anything is sent.
    """

    media_type = "text/event-stream"

    def __init__(self, connector: Connector, reader: Reader, identity: Identity) -> None:
        super().__init__()
        self._connector = connector
        self._reader = reader
        self._identity = identity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one stream from its first message to its end."""
        transport = scope.get(TRANSPORT)
        connection = self._connector.dispatcher.add(self._reader, _Opening(send), transport)
        if transport is not None:
            narrow(transport)
        try:
            await self._connector.connect(connection, self._identity)
            await self._listen(connection.id, receive)
        except Refused as refused:
            raise _problem(refused) from refused
        finally:
            self._connector.forget(connection)

    async def _listen(self, client: int, receive: Receive) -> None:
        while True:
            try:
                async with asyncio.timeout(heartbeat(random.random())):  # noqa: S311 - spreads load
                    if (await receive())["type"] == "http.disconnect":
                        return
            except TimeoutError:
                self._connector.dispatcher.apply(
                    self._connector.connection_context.hub.reply(client, _BEAT)
                )


class _Opening:
    """A `send` that begins the response, with the hint when to come back, before its first part:
    what can't be let in is answered with a problem instead."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._begun = False

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if not self._begun:
            self._begun = True
            hint = f"retry: {RETRY_MS}\n\n".encode()
            start = {"type": "http.response.start", "status": 200, "headers": list(_HEADERS)}
            await self._send(start)
            await self._send({"type": "http.response.body", "body": hint, "more_body": True})
        await self._send(message)


def resumed_from(header: str | None) -> int | None:
    """Return the position of a Last-Event-ID, None without one; raises `Invalid`."""
    if header is None:
        return None
    digits = header.isascii() and header.isdigit() and len(header) <= 19
    if not digits or int(header) > MAX_POSITION:
        raise _bad_resume()
    return int(header)


def _problem(refused: Refused) -> Invalid | Unavailable:
    return _bad_resume() if refused.closing == BAD_AFTER else Unavailable()


def _bad_resume() -> Invalid:
    return Invalid([FieldProblem(["header", RESUME], "bad_position")])
