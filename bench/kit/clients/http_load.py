"""A load generator: keep-alive HTTP/1.1 connections, each with one request in flight.

It is written on bare protocols so that it needs a small part of one core, and
`Load.busy` says how large a part that was.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import uvloop

Request = Callable[[int], bytes]
"""The n-th request of a writer as bytes."""

DRAIN_SECONDS = 10.0


class LoadError(Exception):
    """An answer was not the expected one, or a connection broke."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run saw: `accepted` counts every 201 from warm-up to the last drained answer."""

    rate: float
    latencies: list[float] = field(repr=False)
    accepted: int
    busy: float


@dataclass(slots=True)
class _Clock:
    measure_from: float
    stop_at: float
    latencies: list[float] = field(default_factory=list)
    completed: int = 0
    accepted: int = 0

    def record(self, sent: float, answered: float) -> None:
        self.accepted += 1
        if answered >= self.measure_from:
            self.latencies.append(answered - sent)
            self.completed += answered <= self.stop_at


class _Writer(asyncio.Protocol):
    """One connection: sends, waits for the whole answer, records, sends again."""

    def __init__(self, requests: Sequence[Request], clock: _Clock) -> None:
        self._requests = requests
        self._clock = clock
        self._buffer = b""
        self._sent_at = 0.0
        self._count = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        if not is_whole(self._buffer):
            return
        answered = time.perf_counter()
        if not self._buffer.startswith(b"HTTP/1.1 201 "):
            self._finish(LoadError(self._buffer[:2000].decode("utf-8", "replace")))
            return
        self._buffer = b""
        self._clock.record(self._sent_at, answered)
        if answered < self._clock.stop_at:
            self._send()
        else:
            self._finish(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish(LoadError(f"the connection broke: {exc}"))

    def _send(self) -> None:
        request = self._requests[self._count % len(self._requests)](self._count)
        self._count += 1
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def _finish(self, error: LoadError | None) -> None:
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)
        self._transport.close()


def is_whole(answer: bytes) -> bool:
    """Whether an HTTP answer has come to its end. Raises LoadError without content-length."""
    head, separator, body = answer.partition(b"\r\n\r\n")
    if not separator:
        return False
    _, found, rest = head.lower().partition(b"\r\ncontent-length:")
    if not found:
        raise LoadError("an answer without content-length")
    return len(body) >= int(rest.partition(b"\r\n")[0])


def post(path: str, body: bytes, headers: Sequence[tuple[str, str]] = ()) -> Request:
    """A POST of JSON whose bytes are the same every time."""
    request = _head(path, body, headers) + b"\r\n" + body
    return lambda _: request


def post_once(path: str, body: bytes, headers: Sequence[tuple[str, str]], prefix: str) -> Request:
    """A POST of JSON with a fresh `Idempotency-Key` each time: `prefix` and the request's number.

    `prefix` must differ between writers.
    """
    start = _head(path, body, headers) + b"Idempotency-Key: " + prefix.encode()
    end = b"\r\n\r\n" + body
    return lambda number: b"%b%08d%b" % (start, number, end)


def _head(path: str, body: bytes, headers: Sequence[tuple[str, str]]) -> bytes:
    every = [
        ("Host", "127.0.0.1"),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        *headers,
    ]
    lines = "".join(f"{name}: {value}\r\n" for name, value in every)
    return f"POST {path} HTTP/1.1\r\n{lines}".encode()


def drive(port: int, writers: Sequence[Sequence[Request]], warm_up: float, seconds: float) -> Load:
    """Load the server on loopback with one connection per writer.

    Each writer goes round its requests. Latencies are in seconds, of every answer
    after the warm-up; the rate is 201s per second of the measured time.
    Raises LoadError at the first answer that is not 201.
    """
    return uvloop.run(_drive(port, writers, warm_up, seconds))


async def _drive(
    port: int, writers: Sequence[Sequence[Request]], warm_up: float, seconds: float
) -> Load:
    loop = asyncio.get_running_loop()
    begin = time.perf_counter()
    clock = _Clock(begin + warm_up, begin + warm_up + seconds)
    cpu = time.process_time()
    connecting = (
        loop.create_connection(partial(_Writer, requests, clock), "127.0.0.1", port)
        for requests in writers
    )
    connected = await asyncio.gather(*connecting)
    async with asyncio.timeout(warm_up + seconds + DRAIN_SECONDS):
        await asyncio.gather(*(writer.done for _, writer in connected))
    busy = (time.process_time() - cpu) / (time.perf_counter() - begin)
    return Load(clock.completed / seconds, clock.latencies, clock.accepted, busy)
