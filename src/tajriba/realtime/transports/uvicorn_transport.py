"""The only module that uses uvicorn's internals: the transport behind `send`, and pings.

uvicorn's version is pinned, tests fail where these parts change, and without a transport
everything is still sent, through `send`. See docs/adr/0014.
"""

import asyncio
import random
import socket
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from tajriba.realtime.protocol.client_messages import Closing
from tajriba.realtime.transports.heartbeat import heartbeat
from tajriba.realtime.transports.receive_rate_limit import SLICE, TokenBucket

WRITE_LIMIT: Final = 64 * 1024
"""Bytes that may wait in a transport before a client has to wait its turn."""

SEND_BUFFER: Final = 32 * 1024
"""What the kernel is asked to hold for a client; it takes twice of that."""

GRACE_SECONDS: Final = 1.0
"""How long what is on its way to a closed client may take."""

IGNORED_MAX: Final = 2 * 64 * 1024
"""Bytes that a client may send after the close: what was on its way, at most a long message."""

_TEXT: Final = 0x81
_CLOSE: Final = 0x88


def transport_of(send: Callable[..., Any]) -> asyncio.Transport | None:
    """Return the transport that uvicorn's own `send` writes to, None for any other `send`."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return transport if _writable(transport) else None


def _writable(transport: object) -> bool:
    return all(
        callable(getattr(transport, name, None))
        for name in ("write", "abort", "is_closing", "get_write_buffer_size")
    )


def narrow(transport: asyncio.Transport) -> None:
    """Keep what may wait for a client small, so that a stuck one shows soon and costs little."""
    transport.set_write_buffer_limits(high=WRITE_LIMIT)
    wire = transport.get_extra_info("socket")
    if wire is not None and wire.family in {socket.AF_INET, socket.AF_INET6}:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)


def text_frame(text: str) -> bytes:
    """Return a text message as the server's one WebSocket frame of it (RFC 6455, 5.2)."""
    return _frame(_TEXT, text.encode())


def close_frame(closing: Closing) -> bytes:
    """Return the frame that closes a WebSocket."""
    return _frame(_CLOSE, closing.code.to_bytes(2, "big") + closing.reason.encode())


def _frame(first: int, payload: bytes) -> bytes:
    length = len(payload)
    if length < 126:
        return bytes((first, length)) + payload
    if length < 65_536:
        return bytes((first, 126)) + length.to_bytes(2, "big") + payload
    return bytes((first, 127)) + length.to_bytes(8, "big") + payload


def let_go(transport: asyncio.Transport, grace: float) -> None:
    """Cut a closed connection after `grace` seconds, if it has not taken all by then."""

    def cut() -> None:
        if transport.get_write_buffer_size():
            transport.abort()

    asyncio.get_running_loop().call_later(grace, cut)


class Inbox:
    """What a client has said and nobody has taken: an `asyncio.Queue` whose deques are there only
    while something is, since they weigh more than all else that an idle socket needs of us."""

    __slots__ = ("_messages", "_waiter")

    def __init__(self) -> None:
        self._messages: deque[Any] | None = None
        self._waiter: asyncio.Future[None] | None = None

    def put_nowait(self, message: Any) -> None:
        """Add a message and wake who waits for one."""
        if self._messages is None:
            self._messages = deque()
        self._messages.append(message)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def empty(self) -> bool:
        """Return whether nothing is there."""
        return self._messages is None

    async def get(self) -> Any:
        """Return the oldest message, once there is one; only one may wait at a time."""
        while self._messages is None:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        message = self._messages.popleft()
        if not self._messages:
            self._messages = None
        return message


class SocketProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol: lighter while a socket only waits, and with pings that don't fall on one
    moment after a mass reconnect."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.queue = Inbox()  # type: ignore[assignment]
        self._ignored = 0
        self._unread = b""
        self._resting = False
        self._credit = TokenBucket(self.loop.time())

    async def send(self, message: Any) -> None:
        """Send a message; the handshake is let go of once it is answered."""
        await super().send(message)
        if message["type"] == "websocket.accept":
            del self.request, self.response

    def data_received(self, data: bytes) -> None:
        """Read what comes; who goes on and on after the close is cut, since reading costs time."""
        if self.close_sent:
            self._ignored += len(data)
            if self._ignored > IGNORED_MAX:
                self.transport.abort()
                return
        self._unread += data
        if self._resting:
            self.transport.pause_reading()
        else:
            self._read_on()

    def _read_on(self) -> None:
        """Read a slice of what came, then let the others have their turn: the smallest frames cost
        a thousand times what their bytes do."""
        self._resting = False
        part, self._unread = self._unread[:SLICE], self._unread[SLICE:]
        if part and not self.transport.is_closing():
            super().data_received(part)
        wait = self._credit.spend(len(part), self.loop.time())
        if self.transport.is_closing():
            self._unread = b""
        elif self._unread or wait:
            self._resting = True
            self.transport.pause_reading()
            self.loop.call_later(wait, self._read_on)
        elif not self.read_paused:
            self.transport.resume_reading()

    def handle_ping(self) -> None:
        """Answer a ping, unless the client does not take the answers either."""
        output = self.conn.data_to_send()
        if self.transport.get_write_buffer_size() < WRITE_LIMIT:
            self.transport.write(b"".join(output))

    def schedule_ping(self) -> None:
        """Ping after 25 s, give or take 5."""
        self.ping_timer = self.loop.call_later(
            heartbeat(random.random()),  # noqa: S311 - spreads load, keeps no secret
            self.send_keepalive_ping,
        )

    def keepalive_timeout(self) -> None:
        """Close a client that answers no ping; what it does not take must not hold the socket."""
        super().keepalive_timeout()
        let_go(self.transport, GRACE_SECONDS)
