"""Keep-alive HTTP connections in the poller, each with one request in flight."""

import socket
from collections import deque
from collections.abc import Callable

from bench.kit.clients.connecting import connect
from bench.kit.clients.epoll_loop import Poller
from bench.kit.clients.http_load import LoadError, is_whole


class _Line:
    def __init__(self, poster: "Poster", poller: Poller, port: int) -> None:
        self._poster = poster
        self._socket: socket.socket = connect(port)
        self._buffer = b""
        poller.watch(self._socket, self._ready)

    def send(self, request: bytes) -> None:
        self._socket.send(request)

    def _ready(self) -> None:
        data = self._socket.recv(65536)
        self._buffer += data
        if data and not is_whole(self._buffer):
            return
        if not self._buffer.startswith(b"HTTP/1.1 2"):
            raise LoadError(self._buffer[:2000].decode("utf-8", "replace") or "closed")
        answer, self._buffer = self._buffer, b""
        self._poster.answered(self, answer)


class Poster:
    """Sends requests over the next line that is free; what finds none free waits in order.

    `answer` gets every answer; one that is no success raises LoadError in the poller.
    """

    def __init__(
        self, poller: Poller, port: int, lines: int, answer: Callable[[bytes], None] | None = None
    ) -> None:
        self._answer = answer
        self._free: deque[_Line] = deque(_Line(self, poller, port) for _ in range(lines))
        self._waiting: deque[bytes] = deque()
        self.posted = 0
        self.done = 0

    def post(self, request: bytes) -> None:
        """Send a request, now or when a line is free."""
        self.posted += 1
        if self._free:
            self._free.popleft().send(request)
        else:
            self._waiting.append(request)

    def answered(self, line: _Line, answer: bytes) -> None:
        """A line is free again."""
        self.done += 1
        if self._answer is not None:
            self._answer(answer)
        if self._waiting:
            line.send(self._waiting.popleft())
        else:
            self._free.append(line)

    @property
    def free(self) -> bool:
        """Whether a request would be sent at once."""
        return bool(self._free)
