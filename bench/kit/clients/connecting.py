"""Bringing many clients in, some at a time or all at once."""

import resource
import socket
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from bench.kit.clients.epoll_loop import Poller
from bench.kit.clients.handshakes import Dialect
from bench.kit.clients.websocket_frames import CLOSE, TEXT, frame_at, upgrade

AT_ONCE = 100
_PORTS_OF_AN_ADDRESS = 15_000
_SECONDS = 120.0


class TurnedAwayError(Exception):
    """A client was not let in."""


class Entered(NamedTuple):
    """A client that is in: the text that said so (empty without one), and what came behind it."""

    socket: socket.socket
    greeting: bytes
    rest: bytes


def allow_sockets(count: int) -> None:
    """Raise this process's limit of open files, and its children's; TurnedAwayError if it can't."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = count + 500
    if soft >= needed:
        return
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise TurnedAwayError(f"{needed} open files are needed, ulimit -Hn is {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def connect(port: int, number: int = 0, receive_buffer: int | None = None) -> socket.socket:
    """A connection to loopback; further source addresses are taken when the ports of one run out.

    A `receive_buffer` in bytes stands for a client that takes little before it is read.
    """
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if receive_buffer is not None:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    if number >= _PORTS_OF_AN_ADDRESS:
        one.bind((f"127.0.0.{1 + number // _PORTS_OF_AN_ADDRESS}", 0))
    one.connect(("127.0.0.1", port))
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    one.setblocking(False)
    return one


class Entrance:
    """One client from its upgrade until its side has let it in."""

    def __init__(
        self, poller: Poller, one: socket.socket, dialect: Dialect, done: Callable[[Entered], None]
    ) -> None:
        self._socket = one
        self._dialect = dialect
        self._done = done
        self._data = b""
        self._upgraded = False
        poller.watch(one, self.ready)
        one.send(upgrade(dialect.path, dialect.headers))

    def ready(self) -> None:
        """Read on; raises TurnedAwayError where the server refuses."""
        data = self._socket.recv(65536)
        self._data += data
        if not data:
            raise TurnedAwayError(f"closed while entering: {self._data[:500]!r}")
        if not self._upgraded and not self._upgrade():
            return
        self._greet()

    def _upgrade(self) -> bool:
        head, whole, rest = self._data.partition(b"\r\n\r\n")
        if not whole:
            return False
        if not head.startswith(b"HTTP/1.1 101 "):
            raise TurnedAwayError(self._data[:500].decode("utf-8", "replace"))
        self._data, self._upgraded = rest, True
        return True

    def _greet(self) -> None:
        entered = self._dialect.entered
        if entered is None:
            self._done(Entered(self._socket, b"", self._data))
            return
        while (found := frame_at(self._data, 0)) is not None:
            self._data = self._data[found.end :]
            if found.opcode == CLOSE:
                raise TurnedAwayError(f"closed while entering: {found.payload!r}")
            if found.opcode == TEXT and found.payload.startswith(entered):
                self._done(Entered(self._socket, found.payload, self._data))
                return
            if found.opcode == TEXT and (said := self._dialect.answer(found.payload)):
                self._socket.send(said)


def enter_all(
    poller: Poller,
    port: int,
    dialects: Sequence[Dialect],
    take: Callable[[int, Entered], None],
    at_once: int = AT_ONCE,
) -> None:
    """Bring every client in, `at_once` of them under way at a time; `take` gets each by number.

    `take` must watch the socket in its own way. Raises TurnedAwayError, SlowError.
    """
    waiting = deque(enumerate(dialects))
    under_way: set[int] = set()

    def done(number: int, client: Entered) -> None:
        under_way.discard(number)
        take(number, client)

    def all_in() -> bool:
        while waiting and len(under_way) < at_once:
            number, dialect = waiting.popleft()
            under_way.add(number)
            Entrance(poller, connect(port, number), dialect, partial(done, number))
        return not under_way

    poller.until(all_in, _SECONDS, f"{len(dialects)} clients enter")
