"""The WebSocket endpoint in raw ASGI, so that an idle connection needs little memory."""

from collections.abc import MutableMapping
from typing import Any, Final

from tajriba.kit.errors import AppError
from tajriba.kit.http.origin_check import origin_allowed
from tajriba.kit.http.refusal_log import RefusalLog
from tajriba.kit.i18n import translate
from tajriba.realtime.access.connection import Connector, closing_of
from tajriba.realtime.access.handshake import Identity, Receive, Scope, handshake_of, identify
from tajriba.realtime.hub.hub import Close
from tajriba.realtime.protocol.client_messages import (
    BAD_ORIGIN,
    NOT_ALLOWED,
    SECOND_AUTH,
    Ack,
    Auth,
    Closing,
    Meter,
    Ping,
    Refused,
    parse,
    text_of,
)
from tajriba.realtime.protocol.encoding import message
from tajriba.realtime.transports.backpressure import Connection, Send
from tajriba.realtime.transports.framing import SOCKET, Reader, closing_message
from tajriba.realtime.transports.uvicorn_transport import narrow, transport_of

SOCKET_ROUTE: Final = "/ws/{diagnosis_id}"


class SocketEndpoint:
    """An ASGI application for one WebSocket path with `diagnosis_id` in it."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._refusals = RefusalLog()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket from its handshake to its end."""
        connection = await self._meet(scope, receive, send)
        if connection is None:
            return
        del scope, send  # what is not needed again shall not live as long as the socket
        meter = Meter()
        try:
            while self._hear(connection, await receive(), meter):
                pass
        finally:
            self._connector.forget(connection)

    async def _meet(self, scope: Scope, receive: Receive, send: Send) -> Connection | None:
        handshake = handshake_of(scope)
        await receive()
        if not origin_allowed(handshake.origin, handshake.host, self._connector.origins):
            self._note(BAD_ORIGIN, None)
            await send(closing_message(BAD_ORIGIN))
            return None
        await send({"type": "websocket.accept"})
        _slim(scope)
        try:
            diagnosis_id = handshake.diagnosis_id
            identity = await identify(self._connector.credentials, handshake, receive)
        except (Refused, AppError) as problem:
            await send(closing_message(closing_of(problem)))
            return None
        return None if identity is None else await self._connect(diagnosis_id, identity, send)

    async def _connect(self, diagnosis_id: int, identity: Identity, send: Send) -> Connection:
        transport = transport_of(send)
        if transport is not None:
            narrow(transport)
        reader = Reader(diagnosis_id, identity.lang, SOCKET)
        connection = self._connector.dispatcher.add(reader, send, transport)
        try:
            await self._connector.connect(connection, identity)
        except (Refused, AppError) as problem:
            closing = closing_of(problem)
            self._note(closing, identity)
            self._close(connection, closing)
        except BaseException:
            self._connector.forget(connection)
            raise
        return connection

    def _hear(self, connection: Connection, said: MutableMapping[str, Any], meter: Meter) -> bool:
        """Take in a message; return whether more may come."""
        try:
            text = text_of(said)
            if text is None:
                return False
            meter.hit(self._connector.clock())
            self._answer(connection, text)
        except Refused as refused:
            self._close(connection, refused.closing)
        return True

    def _note(self, closing: Closing, identity: Identity | None) -> None:
        """Write down who tried what they may not."""
        if closing in (BAD_ORIGIN, NOT_ALLOWED):
            user_id = identity.claims.user_id if identity else None
            self._refusals.note(closing.reason, "GET", SOCKET_ROUTE, None, user_id)

    def _close(self, connection: Connection, closing: Closing) -> None:
        self._connector.connection_context.hub.leave(connection.id)
        self._connector.dispatcher.apply([Close(connection.id, closing)])

    def _answer(self, connection: Connection, text: str) -> None:
        try:
            match parse(text):
                case Auth():
                    raise Refused(SECOND_AUTH)
                case Ping():
                    self._reply(connection, "pong", {})
                case Ack(event_id):
                    self._connector.connection_context.hub.acknowledge(connection.id, event_id)
        except AppError as problem:
            detail = translate(connection.reader.lang, f"error.{problem.code}", **problem.params)
            self._reply(connection, "error", {"code": problem.code, "detail": detail})

    def _reply(self, connection: Connection, type_: str, data: dict[str, str]) -> None:
        hub = self._connector.connection_context.hub
        position = hub.position(connection.id)
        text = message(
            type_, connection.reader.diagnosis_id, position, self._connector.clock(), data
        )
        self._connector.dispatcher.apply(hub.reply(connection.id, text))


def _slim(scope: Scope) -> None:
    """Empty a scope whose headers and addresses would stay in memory as long as the socket."""
    kept = {name: scope[name] for name in ("type", "app") if name in scope}
    scope.clear()
    scope.update(kept)
