"""Transports and clients that do what a test tells them."""

import asyncio
from collections.abc import MutableMapping
from typing import Any


class FakeTransport(asyncio.Transport):
    """Keeps what is written; `full` makes all of it wait, as for a client that does not read."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.waiting = 0
        self.full = False
        self.closing = False
        self.aborted = False

    def write(self, data: Any) -> None:
        self.written.append(bytes(data))
        self.waiting += len(data) if self.full else 0

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return self.closing

    def abort(self) -> None:
        self.aborted = True


class Behind:
    """A `send` as uvicorn's is: of an object that holds the transport."""

    def __init__(self, transport: Any) -> None:
        self.transport = transport
        self.sent: list[MutableMapping[str, Any]] = []
        self.room = asyncio.Event()

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Wait for room, then keep the message."""
        if self.transport.get_write_buffer_size():
            await self.room.wait()
        self.sent.append(message)
