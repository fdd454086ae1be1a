"""Backpressure: writes at once to clients that have room, and queues for the others."""

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

from tajriba.kit.background_tasks import spawn, stop
from tajriba.kit.clock import Clock
from tajriba.realtime.hub.hub import Action, Close, Hub, Item, Tell
from tajriba.realtime.hub.slow_consumer import STALLED_MS, SlowConsumers
from tajriba.realtime.protocol.client_messages import FAILED, TOO_SLOW, Closing
from tajriba.realtime.protocol.encoding import Frames
from tajriba.realtime.transports.frame_batching import FrameBatch
from tajriba.realtime.transports.framing import Reader
from tajriba.realtime.transports.uvicorn_transport import GRACE_SECONDS, WRITE_LIMIT, let_go

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(slots=True, eq=False)
class Connection:
    """An accepted connection. `writer` writes to it while it has less room than it needs;
    `waits_since` is when (milliseconds) what it writes at the moment began to wait."""

    id: int
    reader: Reader
    send: Send
    transport: asyncio.Transport | None = None
    writer: asyncio.Task[None] | None = None
    waits_since: int | None = None

    @property
    def direct(self) -> bool:
        """Whether bytes may be written to its transport now."""
        transport = self.transport
        return (
            self.writer is None
            and transport is not None
            and transport.get_write_buffer_size() < WRITE_LIMIT
            and self.reader.framing.frame is not None
        )

    @property
    def backlog(self) -> int:
        """Bytes that its transport holds, 0 where that can't be delivery."""
        return self.transport.get_write_buffer_size() if self.transport else 0


class Dispatcher:
    """The connections of this process. A stuck one blocks its own writer and nobody else."""

    def __init__(
        self, hub: Hub, frames: Frames, clock: Clock, grace: float = GRACE_SECONDS
    ) -> None:
        self._hub = hub
        self._frames = frames
        self._clock = clock
        self._grace = grace
        self._ids = itertools.count(1)
        self._connections: dict[int, Connection] = {}
        self._stalls = SlowConsumers()
        self._outbox = FrameBatch()
        self._writers: set[asyncio.Task[None]] = set()
        self._closers: set[asyncio.Task[None]] = set()

    def add(
        self, reader: Reader, send: Send, transport: asyncio.Transport | None = None
    ) -> Connection:
        """Return a new connection, which is known from now on."""
        connection = Connection(next(self._ids), reader, send, transport)
        self._connections[connection.id] = connection
        return connection

    def remove(self, connection: Connection) -> None:
        """Forget a connection that is gone."""
        self._connections.pop(connection.id, None)
        self._stalls.forget(connection.id)
        if connection.writer is not None:
            connection.writer.cancel()

    def apply(self, actions: Iterable[Action]) -> None:
        """Do what the hub says."""
        for action in actions:
            if isinstance(action, Tell):
                self._tell(action)
                continue
            connection = self._connections.get(action.client)
            if connection is None:
                continue
            if isinstance(action, Close):
                self._close(connection, action.closing)
            else:
                self._serve(connection)

    async def let_write(self, messages: int) -> None:
        """Give transports, and every writer that does not wait for its client, time to write
        so many messages."""
        await asyncio.sleep(0)
        for _ in range(messages):
            if not self._writers:
                return
            await asyncio.sleep(0)

    async def cut_stalled(self) -> None:
        """Close every client that has taken nothing for 7 s although something waits."""
        now = self._clock()
        for connection in list(self._connections.values()):
            if self._stalled(connection, now):
                self.apply(self._hub.close(connection.id, TOO_SLOW))

    async def closed(self, seconds: float) -> None:
        """Wait until every close frame is written, at most `seconds`."""
        if self._closers:
            await asyncio.wait(self._closers, timeout=seconds)

    def _stalled(self, connection: Connection, now: int) -> bool:
        since = connection.waits_since
        blocked = since is not None and now - since >= STALLED_MS
        return self._stalls.stalled(connection.id, connection.backlog, now) or blocked

    def _tell(self, delivery: Tell) -> None:
        """The hot loop: what it does per client is what fan-out costs."""
        frames: dict[Reader, bytes] = {}
        connections, event, put = self._connections, delivery.event, self._outbox.put
        for place, client in enumerate(delivery.clients):
            connection = connections.get(client)
            if connection is None:
                continue
            transport = connection.transport
            if transport is None or not connection.direct:
                self.apply(self._hub.defer(client, event))
                continue
            frame = frames.get(connection.reader)
            if frame is None:
                frame = frames[connection.reader] = self._frame_or_fail(delivery, place)
            put(transport, frame)

    def _frame_or_fail(self, delivery: Tell, place: int) -> bytes:
        try:
            return self._bytes(delivery.event, self._connections[delivery.clients[place]].reader)
        except Exception:
            self._fail(delivery.clients[place:])
            raise

    def _fail(self, clients: Iterable[int]) -> None:
        for client in clients:
            self.apply(self._hub.close(client, FAILED))

    def _serve(self, connection: Connection) -> None:
        """Write what waits, as far as there is room; a writer does the rest."""
        transport, room = connection.transport, WRITE_LIMIT
        try:
            while transport is not None and connection.direct and room > 0:
                item = self._hub.take(connection.id)
                if item is None:
                    return
                frame = self._bytes(item, connection.reader)
                room -= len(frame)
                self._outbox.put(transport, frame)
        except Exception:
            self._fail([connection.id])
            raise
        if connection.writer is None:
            self._flush(connection)
            connection.writer = _kept(spawn(self._write(connection), "live-writer"), self._writers)

    async def _write(self, connection: Connection) -> None:
        framing = connection.reader.framing
        try:
            while (item := self._hub.take(connection.id)) is not None:
                connection.waits_since = self._clock()
                await connection.send(framing.send(self._text(item, connection.reader)))
        except OSError:  # the client has gone; its reader learns that by itself
            self._hub.leave(connection.id)
        except Exception:
            self.apply(self._hub.close(connection.id, FAILED))
            raise
        finally:
            connection.waits_since = None
            if connection.writer is asyncio.current_task():
                connection.writer = None

    def _close(self, connection: Connection, closing: Closing) -> None:
        del self._connections[connection.id]
        self._stalls.forget(connection.id)
        self._flush(connection)
        closer = _write_close(connection, closing, connection.writer, self._grace)
        connection.writer = _kept(spawn(closer, "live-closer"), self._closers)

    def _flush(self, connection: Connection) -> None:
        if connection.transport is not None:
            self._outbox.flush(connection.transport)

    def _bytes(self, item: Item, reader: Reader) -> bytes:
        assert reader.framing.frame is not None
        return reader.framing.frame(self._text(item, reader))

    def _text(self, item: Item, reader: Reader) -> str:
        if isinstance(item, str):
            return item
        return reader.framing.put(
            self._frames.of(item, reader.lang, reader.diagnosis_id), item.position
        )


def _kept(task: asyncio.Task[None], tasks: set[asyncio.Task[None]]) -> asyncio.Task[None]:
    """Return `task`, in `tasks` until it is done."""
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return task


async def _write_close(
    connection: Connection, closing: Closing, writer: asyncio.Task[None] | None, grace: float
) -> None:
    if writer is not None:
        await stop(writer)
    framing, transport = connection.reader.framing, connection.transport
    if transport is None:
        await _send_close(connection, closing)
        return
    if framing.close_frame is not None and connection.backlog and not transport.is_closing():
        transport.write(framing.close_frame(closing))  # `send` would wait for room
    else:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await _send_close(connection, closing)
    let_go(transport, grace)


async def _send_close(connection: Connection, closing: Closing) -> None:
    with contextlib.suppress(OSError):  # the client was faster
        await connection.send(connection.reader.framing.close(closing))
