"""One epoll loop over thousands of sockets: a part of one core, where asyncio would need two."""

import select
import socket
import time
from collections.abc import Callable
from typing import Self

_TURN_SECONDS = 0.05
_EVENTS = 1024

Ready = Callable[[], object]


class SlowError(Exception):
    """What was waited for did not come in time."""


class Poller:
    """Calls what is registered for a socket when there is something to read."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._ready: dict[int, Ready] = {}
        self._sockets: dict[int, socket.socket] = {}

    def watch(self, one: socket.socket, ready: Ready) -> None:
        """Call `ready` whenever there is something to read from now on."""
        number = one.fileno()
        if number not in self._ready:
            self._epoll.register(number, select.EPOLLIN)
        self._ready[number] = ready
        self._sockets[number] = one

    def forget(self, one: socket.socket) -> None:
        """Never read a socket again; it stays open."""
        number = one.fileno()
        self._epoll.unregister(number)
        del self._ready[number], self._sockets[number]

    def turn(self, seconds: float = _TURN_SECONDS) -> None:
        """Wait at most so long for something to read, and have it read."""
        for number, _ in self._epoll.poll(max(0.0, seconds), _EVENTS):
            self._ready[number]()

    def until(self, done: Callable[[], bool], seconds: float, what: str) -> None:
        """Read until `done`; raises SlowError after so many seconds."""
        deadline = time.perf_counter() + seconds
        while not done():
            self.turn()
            if time.perf_counter() > deadline:
                raise SlowError(f"{what}: not within {seconds:g} s")

    def spend(self, seconds: float) -> None:
        """Read for so long."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.turn(min(left, _TURN_SECONDS))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close every socket that is still watched."""
        for one in self._sockets.values():
            one.close()
        self._epoll.close()
