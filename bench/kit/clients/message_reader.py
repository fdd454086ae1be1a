"""A client that reads every message by itself, and says when it came."""

import time
from collections.abc import Callable

from bench.kit.clients.connecting import Entered
from bench.kit.clients.epoll_loop import Poller
from bench.kit.clients.websocket_frames import CLOSE, PING, PONG, TEXT, frame, frame_at

_CHUNK = 65536

Heard = Callable[[bytes, float], None]
"""Takes a text and the moment it was read: seconds since 1970, the clock of the server's events."""


class CutOffError(Exception):
    """The server closed a socket that should have stayed."""


class Listener:
    """Parses what one client gets; pings are answered."""

    __slots__ = ("_heard", "_rest", "_socket")

    def __init__(self, client: Entered, poller: Poller, heard: Heard) -> None:
        self._socket = client.socket
        self._heard = heard
        self._rest = b""
        poller.watch(client.socket, self.ready)
        if client.rest:
            self._read(client.rest)

    def ready(self) -> None:
        """Read on; raises CutOffError."""
        data = self._socket.recv(_CHUNK)
        if not data:
            raise CutOffError("without a word")
        self._read(data)

    def _read(self, data: bytes) -> None:
        now = time.time()
        data = self._rest + data
        start = 0
        while (found := frame_at(data, start)) is not None:
            start = found.end
            if found.opcode == TEXT:
                self._heard(found.payload, now)
            elif found.opcode == PING:
                self._socket.send(frame(PONG, found.payload))
            elif found.opcode == CLOSE:
                raise CutOffError(repr(found.payload))
        self._rest = data[start:]
