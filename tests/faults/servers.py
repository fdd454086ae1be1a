"""Servers over one database, and perhaps a broker; each can be killed and comes back."""

import asyncio
from contextlib import AsyncExitStack
from typing import Self

from tests.faults.proxy import Proxy
from tests.kit.servers.redis_broker import Broker
from tests.kit.servers.server_process import START_SECONDS, Home, Server


class Fleet:
    """Real processes, each behind a proxy whose address stays."""

    def __init__(self, home: Home, size: int, broker: Broker | None) -> None:
        self.proxies = [Proxy() for _ in range(size)]
        self._home = home
        self._broker = broker
        self._servers: list[Server | None] = [None] * size
        self._arrived = asyncio.Condition()
        self._returning = asyncio.TaskGroup()
        self._end = AsyncExitStack()

    async def __aenter__(self) -> Self:
        for proxy in self.proxies:
            await self._end.enter_async_context(proxy)
        await self._end.enter_async_context(self._returning)
        async with asyncio.TaskGroup() as starting:
            for number in range(len(self.proxies)):
                starting.create_task(self._start(number))
        return self

    async def __aexit__(self, *error: object) -> None:
        for proxy in self.proxies:
            proxy.flow()
        await self._end.aclose()

    @property
    def addresses(self) -> list[str]:
        """Where the servers are reached."""
        return [proxy.address for proxy in self.proxies]

    def kill_server(self, which: int) -> None:
        """End a server with SIGKILL; it is started anew. One that is on its way is left to it."""
        number = which % len(self._servers)
        server = self._servers[number]
        if server is not None:
            self._servers[number] = None
            server.kill()
            self._returning.create_task(self._start(number))

    def kill_broker(self) -> None:
        """End the broker with SIGKILL."""
        if self._broker is not None:
            self._broker.kill()

    def start_broker(self) -> None:
        """Bring the broker back, without what it knew."""
        if self._broker is not None:
            self._broker.kill()
            self._broker.start()

    async def whole(self) -> None:
        """Return once every server is there."""
        async with asyncio.timeout(START_SECONDS), self._arrived:
            await self._arrived.wait_for(lambda: None not in self._servers)

    def troubles(self) -> list[str]:
        """Return what the servers that are there complained of."""
        return [line for server in self._servers if server for line in server.troubles()]

    async def _start(self, number: int) -> None:
        server = await asyncio.to_thread(self._home.serve)
        self._servers[number] = server
        self.proxies[number].lead_to(server.port)
        async with self._arrived:
            self._arrived.notify_all()
