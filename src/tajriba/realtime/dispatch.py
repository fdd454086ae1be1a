"""Carries out what the hub says: one sender per client that has something to get."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

from tajriba.kit.i18n import Lang
from tajriba.kit.tasks import spawn, stop
from tajriba.realtime.frames import Frames
from tajriba.realtime.hub import Action, Close, Hub, Item
from tajriba.realtime.protocol import FAILED, Closing

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def closing_message(closing: Closing) -> dict[str, Any]:
    """Return the ASGI message that closes a socket."""
    return {"type": "websocket.close", "code": closing.code, "reason": closing.reason}


@dataclass(slots=True, eq=False)
class Connection:
    """An accepted socket; `writer` is the task that writes to it at the moment."""

    id: int
    diagnosis_id: int
    lang: Lang
    send: Send
    writer: asyncio.Task[None] | None = None


class Dispatcher:
    """The sockets of this process. A stuck one blocks its own writer and nobody else."""

    def __init__(self, hub: Hub, frames: Frames) -> None:
        self._hub = hub
        self._frames = frames
        self._connections: dict[int, Connection] = {}
        self._writers: set[asyncio.Task[None]] = set()
        self._closers: set[asyncio.Task[None]] = set()

    def add(self, connection: Connection) -> None:
        """Know a socket."""
        self._connections[connection.id] = connection

    def remove(self, connection: Connection) -> None:
        """Forget a socket that is gone."""
        self._connections.pop(connection.id, None)
        if connection.writer is not None:
            connection.writer.cancel()

    def apply(self, actions: Iterable[Action]) -> None:
        """Do what the hub says."""
        for action in actions:
            connection = self._connections.get(action.client)
            if connection is None:
                continue
            if isinstance(action, Close):
                self._close(connection, action.closing)
            elif connection.writer is None:
                connection.writer = _kept(
                    spawn(self._write(connection), "live-writer"), self._writers
                )

    async def let_write(self, messages: int) -> None:
        """Give every writer that does not wait for its client time for so many messages."""
        for _ in range(messages):
            if not self._writers:
                return
            await asyncio.sleep(0)

    async def closed(self, seconds: float) -> None:
        """Wait until every close frame is written, at most `seconds`."""
        if self._closers:
            await asyncio.wait(self._closers, timeout=seconds)

    def _close(self, connection: Connection, closing: Closing) -> None:
        del self._connections[connection.id]
        closer = _write_close(connection.send, closing, connection.writer)
        connection.writer = _kept(spawn(closer, "live-closer"), self._closers)

    async def _write(self, connection: Connection) -> None:
        try:
            while (item := self._hub.take(connection.id)) is not None:
                await connection.send(
                    {"type": "websocket.send", "text": self._text(item, connection)}
                )
        except OSError:  # the client has gone; its reader learns that by itself
            self._hub.leave(connection.id)
        except Exception:
            self.apply(self._hub.close(connection.id, FAILED))
            raise
        finally:
            if connection.writer is asyncio.current_task():
                connection.writer = None

    def _text(self, item: Item, connection: Connection) -> str:
        if isinstance(item, str):
            return item
        return self._frames.of(item, connection.lang, connection.diagnosis_id)


def _kept(task: asyncio.Task[None], tasks: set[asyncio.Task[None]]) -> asyncio.Task[None]:
    """Return `task`, in `tasks` until it is done."""
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return task


async def _write_close(send: Send, closing: Closing, writer: asyncio.Task[None] | None) -> None:
    if writer is not None:
        await stop(writer)
    with contextlib.suppress(OSError):  # the client was faster
        await send(closing_message(closing))
