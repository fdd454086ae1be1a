"""Many writers at once, each request with a key of its own, until something gives way."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx

Body = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A submission; the same one may be sent again."""

    token: str
    key: str
    body: Body


@dataclass
class Burst:
    """What was sent, and what was acknowledged: the stored report by its request's key."""

    address: str
    sent: dict[str, Request] = field(default_factory=dict)
    acknowledged: dict[str, Body] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def run(self, sources: list[Iterator[Request]], enough: int, then: Callable[[], None]) -> None:
        """Let a writer per source submit without end; call `then` at `enough` answers."""

        async def write_all() -> None:
            async with _client(self.address) as client:
                writers = [self._write(client, source, enough, then) for source in sources]
                await asyncio.gather(*writers)

        asyncio.run(write_all())

    def send_again(self, address: str) -> dict[str, Body]:
        """Send every request once more, all at the same time; return the answers by key."""
        again = Burst(address)

        async def write_all() -> None:
            async with _client(address) as client:
                await asyncio.gather(*(again._send(client, one) for one in self.sent.values()))

        asyncio.run(write_all())
        assert again.refused == []
        return again.acknowledged

    async def _write(
        self,
        client: httpx.AsyncClient,
        source: Iterator[Request],
        enough: int,
        then: Callable[[], None],
    ) -> None:
        for request in source:
            try:
                await self._send(client, request)
            except httpx.TransportError:
                return
            if len(self.acknowledged) == enough:
                then()

    async def _send(self, client: httpx.AsyncClient, request: Request) -> None:
        self.sent[request.key] = request
        answer = await client.post(
            "/api/feedback/submit",
            json=request.body,
            headers={"Authorization": f"Bearer {request.token}", "Idempotency-Key": request.key},
        )
        if answer.status_code == 201:
            self.acknowledged[request.key] = answer.json()["data"]
        else:
            self.refused.append(answer.text)


def requests(token: str, name: str, body: Body) -> Iterator[Request]:
    """Return endless requests that differ by key and comment."""
    for number in itertools.count():
        key = f"{name}-{number}"
        yield Request(token, key, {**body, "rating": 1 + number % 5, "comment": key})


def _client(address: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=address, trust_env=False, timeout=20)
