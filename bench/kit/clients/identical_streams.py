"""Clients that must hear one and the same stream of messages, byte for byte.

Whoever is first parses what is new; all others compare. So every message at every client is
checked, at the price of a memory comparison.
"""

import time
from array import array
from bisect import bisect_right
from collections.abc import Callable

from bench.kit.clients.connecting import Entered
from bench.kit.clients.epoll_loop import Poller
from bench.kit.clients.handshakes import Dialect
from bench.kit.clients.websocket_frames import CLOSE, PING, PONG, TEXT, Frame, frame, frame_at

_CHUNK = 16_384

Numbered = Callable[[bytes], int]
"""Checks a text and returns the number of its message."""


class DiscordError(Exception):
    """A client heard something else than the others, twice, or was cut off."""


class Chorus:
    """The stream that all hear. `heard` counts messages over all members."""

    def __init__(self, number_of: Numbered) -> None:
        self.stream = bytearray()
        self.ends: list[int] = []
        self.numbers: list[int] = []
        self.heard = 0
        self.sent: dict[int, float] = {}
        self._latencies: array[float] | None = None
        self._number_of = number_of
        self._known: set[int] = set()

    def measure(self) -> "array[float]":
        """The latencies, in seconds since `sent`, of every message that is heard from now on."""
        self._latencies = array("d")
        return self._latencies

    def extend(self, whole: bytes, text: bytes) -> None:
        """Take up the next message of the stream; raises DiscordError where it came before."""
        number = self._number_of(text)
        if number in self._known:
            raise DiscordError(f"message {number} came twice")
        self._known.add(number)
        self.numbers.append(number)
        self.stream += whole
        self.ends.append(len(self.stream))

    def hear(self, first: int, end: int) -> None:
        """Note that a member has heard the messages from `first` to before `end`."""
        self.heard += end - first
        if self._latencies is None:
            return
        now = time.perf_counter()
        for place in range(first, end):
            self._latencies.append(now - self.sent[self.numbers[place]])


class Member:
    """One client of a chorus."""

    __slots__ = ("_chorus", "_count", "_dialect", "_position", "_rest", "_socket")

    def __init__(self, chorus: Chorus, dialect: Dialect, client: Entered, poller: Poller) -> None:
        self._chorus = chorus
        self._dialect = dialect
        self._socket = client.socket
        self._position = 0
        self._count = 0
        self._rest = b""
        poller.watch(client.socket, self.ready)
        if client.rest:
            self._parse(client.rest)

    def ready(self) -> None:
        """Read on; raises DiscordError."""
        data = self._socket.recv(_CHUNK)
        chorus = self._chorus
        if data and not self._rest and chorus.stream.startswith(data, self._position):
            self._position += len(data)
        else:
            self._parse(data)
        ends = chorus.ends
        if self._count < len(ends) and ends[self._count] <= self._position:
            self._count_up()

    def _count_up(self) -> None:
        ends, first = self._chorus.ends, self._count
        end = first + 1
        while end < len(ends) and ends[end] <= self._position:
            end += 1
        self._count = end
        self._chorus.hear(first, end)

    def _parse(self, data: bytes) -> None:
        """What is new to the chorus, or no message at all."""
        if not data:
            raise DiscordError("a client was cut off")
        data = self._from_frame_start() + self._rest + data
        start = 0
        while (found := frame_at(data, start)) is not None:
            self._take(found, data[start : found.end])
            start = found.end
        self._rest = data[start:]
        self._join_in()

    def _join_in(self) -> None:
        """What others have heard of a frame that is here in part need not be parsed."""
        end = self._position + len(self._rest)
        if self._chorus.stream.startswith(self._rest, self._position):
            self._position, self._rest = end, b""

    def _from_frame_start(self) -> bytes:
        """Step back to where the frame begins that was compared in part; return that part."""
        ends = self._chorus.ends
        before = bisect_right(ends, self._position)
        start = ends[before - 1] if before else 0
        part = bytes(self._chorus.stream[start : self._position])
        self._position = start
        return part

    def _take(self, found: Frame, whole: bytes) -> None:
        if found.opcode == PING:
            self._socket.send(frame(PONG, found.payload))
        elif found.opcode == CLOSE:
            raise DiscordError(f"a client was closed: {found.payload!r}")
        elif found.opcode == TEXT:
            self._text(found.payload, whole)

    def _text(self, text: bytes, whole: bytes) -> None:
        said = self._dialect.answer(text)
        if said is not None:
            if said:
                self._socket.send(said)
            return
        end = self._position + len(whole)
        if self._position == len(self._chorus.stream):
            self._chorus.extend(whole, text)
        elif not self._chorus.stream.startswith(whole, self._position):
            raise DiscordError(f"heard {text!r}, others heard something else")
        self._position = end
