"""uvicorn's HTTP protocol with limits: of the time and size of a request, and of idle connections.

uvicorn's version is pinned, and `tests/contract/test_connection_limits.py` fails where the parts
that are used here change.
"""

import asyncio
import resource
from typing import Any, Final, Literal

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD_BYTES: Final = 32 * 1024
"""Bytes that the request line and the headers may have."""

HEAD_SECONDS: Final = 10.0
"""How long a client may take for a head, from its connection or from the head's first byte."""

BODY_SECONDS: Final = 60.0
"""How long a client may take for a body: 256 KiB at 4 KiB a second."""

SPARE_DESCRIPTORS: Final = 128
"""What the process keeps for its database, its log and its broker."""

_CLOSE: Final = b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_LARGE: Final = b"HTTP/1.1 431 Request Header Fields Too Large" + _CLOSE
_TOO_LATE: Final = b"HTTP/1.1 408 Request Timeout" + _CLOSE
Part = Literal["head", "body"]


def most_connections() -> int:
    """Let the process open as many files as it may, and return how many may be connections."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return 2**31 if most == resource.RLIM_INFINITY else max(1, most - SPARE_DESCRIPTORS)


class _HeadTooLarge(Exception):
    """A head is larger than any client of ours sends."""


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which waits for nobody for ever and keeps no more than it can.

    Where all places are taken, the connection that has been idle for longest gives up its own.
    """

    most = 2**31
    """How many connections may be open: `run` sets it to what the process has files for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._part: Part | None = "head"
        self._message = 0
        self._head_bytes = 0
        self._deadline: asyncio.TimerHandle | None = None
        self._watched: tuple[int, Part | None] | None = None
        self._too_large = False
        self.idle_since = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            self._longest_idle().transport.close()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._unwatch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what comes; a head that grows and grows is refused before it is complete."""
        message, part = self._message, self._part
        super().data_received(data)
        if self.transport.is_closing():
            self._unwatch()
            return
        more, next_one = self._message == message, self._message == message + 1
        if self._part == "head" and (more or (next_one and (not message or part is None))):
            self._head_bytes += len(data)  # nothing else is in these bytes
            if self._head_bytes > MAX_HEAD_BYTES:
                self._refuse(_TOO_LARGE)
                return
        self._watch()

    def handle_websocket_upgrade(self) -> None:
        """Leave the connection to its socket, which has deadlines of its own."""
        self._part = None
        self._unwatch()
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self._message += 1
        self._part, self._head_bytes = "head", 0

    def on_headers_complete(self) -> None:
        """Refuse a large head that came at once; begin the body."""
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > (
            MAX_HEAD_BYTES
        ):
            self._too_large = True
            raise _HeadTooLarge  # the parser stops, and `send_400_response` follows
        self._part = "body"
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing: it is our turn."""
        self._part = None
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Be idle from now on."""
        self.idle_since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Say of a head that is too large that it is."""
        if self._too_large:
            self._refuse(_TOO_LARGE)
        else:
            super().send_400_response(msg)

    @property
    def idle(self) -> bool:
        """Return whether no request of the connection is being answered."""
        return self.cycle is None or bool(self.cycle.response_complete)

    def _longest_idle(self) -> "HttpProtocol":
        others = (one for one in self.connections if isinstance(one, HttpProtocol) and one.idle)
        return min(others, key=lambda one: one.idle_since, default=self)

    def _watch(self) -> None:
        """Set the deadline of what is waited for, once for each part of each request."""
        waited_for = self._message, self._part
        if waited_for == self._watched:
            return
        self._unwatch()
        self._watched = waited_for
        if self._part is not None:
            seconds = HEAD_SECONDS if self._part == "head" else BODY_SECONDS
            self._deadline = self.loop.call_later(seconds, self._refuse, _TOO_LATE)

    def _unwatch(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, answer: bytes) -> None:
        """Close the connection, with an answer where none is under way."""
        self._unwatch()
        if self.transport.is_closing():
            return
        if self._message and self.idle:
            self.transport.write(answer)
        self.transport.close()
