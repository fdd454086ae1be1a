"""The WebSocket driver: raw ASGI, because a connection that only waits should cost little."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from tajriba.kit.clock import Clock
from tajriba.kit.errors import AppError
from tajriba.kit.i18n import translate
from tajriba.kit.tasks import spawn
from tajriba.realtime.dispatch import Connection, Dispatcher, Send, closing_message
from tajriba.realtime.entry import Porch, enter
from tajriba.realtime.frames import message
from tajriba.realtime.hub import Close
from tajriba.realtime.knock import Credentials, Entrant, Receive, Scope, identify, knock_of
from tajriba.realtime.origin import origin_allowed
from tajriba.realtime.protocol import (
    BAD_ORIGIN,
    CLOSING_OF,
    RESTARTING,
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


@dataclass(frozen=True, slots=True)
class Gate:
    """What the endpoint needs of the process."""

    credentials: Credentials
    porch: Porch
    dispatcher: Dispatcher
    origins: frozenset[str]
    draining: Callable[[], bool]

    @property
    def clock(self) -> Clock:
        """The clock of the process."""
        return self.porch.clock


class SocketEndpoint:
    """An ASGI application for one WebSocket path with `diagnosis_id` in it."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._ids = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket from its handshake to its end."""
        met = await self._meet(scope, receive, send)
        if met is None:
            return
        connection, entrant = met
        self._gate.dispatcher.add(connection)
        try:
            await self._enter(connection, entrant)
            await self._listen(connection, receive)
        finally:
            self._gate.porch.hub.leave(connection.id)
            self._gate.dispatcher.remove(connection)

    async def _meet(
        self, scope: Scope, receive: Receive, send: Send
    ) -> tuple[Connection, Entrant] | None:
        knock = knock_of(scope)
        scope["headers"] = []  # they would stay in memory as long as the socket
        await receive()
        if not origin_allowed(knock.origin, knock.host, self._gate.origins):
            await send(closing_message(BAD_ORIGIN))
            return None
        await send({"type": "websocket.accept"})
        try:
            diagnosis_id = knock.diagnosis_id
            entrant = await identify(self._gate.credentials, knock, receive)
        except (Refused, AppError) as problem:
            await send(closing_message(_closing_of(problem)))
            return None
        if entrant is None:
            return None
        return Connection(next(self._ids), diagnosis_id, entrant.lang, send), entrant

    async def _enter(self, connection: Connection, entrant: Entrant) -> None:
        gate, diagnosis_id = self._gate, connection.diagnosis_id
        try:
            actions = await enter(gate.porch, connection.id, diagnosis_id, entrant)
        except (Refused, AppError) as problem:
            self._close(connection, _closing_of(problem))
            return
        if gate.draining():
            self._close(connection, RESTARTING)
            return
        gate.dispatcher.apply(actions)
        spawn(gate.porch.policy.opened(diagnosis_id), "screen-opened")

    async def _listen(self, connection: Connection, receive: Receive) -> None:
        meter = Meter()
        while True:
            try:
                text = text_of(await receive())
                if text is None:
                    return
                meter.hit(self._gate.clock())
                self._answer(connection, text)
            except Refused as refused:
                self._close(connection, refused.closing)

    def _close(self, connection: Connection, closing: Closing) -> None:
        self._gate.porch.hub.leave(connection.id)
        self._gate.dispatcher.apply([Close(connection.id, closing)])

    def _answer(self, connection: Connection, text: str) -> None:
        try:
            match parse(text):
                case Auth():
                    raise Refused(SECOND_AUTH)
                case Ping():
                    self._reply(connection, "pong", {})
                case Ack(event_id):
                    self._gate.porch.hub.acknowledge(connection.id, event_id)
        except AppError as problem:
            detail = translate(connection.lang, f"error.{problem.code}", **problem.params)
            self._reply(connection, "error", {"code": problem.code, "detail": detail})

    def _reply(self, connection: Connection, type_: str, data: dict[str, str]) -> None:
        hub = self._gate.porch.hub
        position = hub.position(connection.id)
        text = message(type_, connection.diagnosis_id, position, self._gate.clock(), data)
        self._gate.dispatcher.apply(hub.reply(connection.id, text))


def _closing_of(problem: Refused | AppError) -> Closing:
    if isinstance(problem, Refused):
        return problem.closing
    closing = CLOSING_OF.get(problem.kind)
    if closing is None:
        raise problem
    return closing
