"""A wire that can be cut and held: everybody reaches a server through one of its own."""

import asyncio
from typing import Self

_CHUNK = 65536


class Proxy:
    """Listens on a loopback port that stays, and leads to wherever the server is at present."""

    def __init__(self) -> None:
        self.upstream = 0
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None] | None] = set()
        self._server: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self.flow()
        self.drop()
        await asyncio.gather(*filter(None, self._serving), return_exceptions=True)
        await self._server.wait_closed()

    def lead_to(self, port: int) -> None:
        """Lead new connections to another port, or nowhere (0)."""
        self.upstream = port

    def drop(self) -> None:
        """Break every connection."""
        for writer in tuple(self._writers):
            writer.transport.abort()

    def hold(self) -> None:
        """Let no byte pass, in either direction, until it flows again."""
        self._flowing.clear()

    def flow(self) -> None:
        """Let everything pass that was held."""
        self._flowing.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self._serving.add(task := asyncio.current_task())
        try:
            await self._carry(reader, writer)
        finally:
            self._serving.discard(task)
            self._break(writer)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, onward = await asyncio.open_connection("127.0.0.1", self.upstream)
        except OSError:
            return
        self._writers.add(onward)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass_on(reader, onward))
                both.create_task(self._pass_on(there, writer))
        finally:
            self._break(onward)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(_CHUNK):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            writer.transport.abort()
        else:
            writer.close()

    def _break(self, writer: asyncio.StreamWriter) -> None:
        self._writers.discard(writer)
        writer.transport.abort()
