"""What tests of the Python client at the real server share."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from tajriba.client import Client, Event, FeedbackUpdate, Live, Report, Snapshot, Waiting
from tests.e2e.served_clinic import Patient, Town
from tests.kit.clients.remote_client import PASSWORD, Remote

SECONDS = 60.0


class Doorway:
    """Where the client waits between tries, as long as the test has shut it."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self._waiting = asyncio.Event()

    @property
    def waiting(self) -> Waiting:
        return Waiting(draw=lambda: 1.0, sleep=self._sleep)

    def shut(self) -> None:
        """Let nobody try again."""
        self._open.clear()

    def open(self) -> None:
        """Let them."""
        self._open.set()

    async def waits(self) -> None:
        """Return once somebody waits before the shut door."""
        await self._waiting.wait()

    async def _sleep(self, seconds: float) -> None:
        self._waiting.set()
        await self._open.wait()


def run(scenario: Awaitable[None]) -> None:
    """Run a scenario to its end, or fail after a minute."""

    async def main() -> None:
        async with asyncio.timeout(SECONDS):
            await scenario

    asyncio.run(main())


@asynccontextmanager
async def signed_in(remote: Remote, door: Doorway | None = None) -> AsyncIterator[Client]:
    """Sign in with a session of one's own."""
    waiting = (door or Doorway()).waiting
    address = str(remote.http.base_url)
    async with Client(address, lang="en", waiting=waiting, trust_env=False) as client:
        await client.login(remote.email, PASSWORD)
        yield client


def report(patient: Patient, remedy: int = 0, **more: Any) -> Report:
    """Return a report of the n-th remedy."""
    return Report(
        diagnosis_id=patient.diagnosis_id,
        recommendation_id=patient.remedies[remedy],
        rating=5,
        symptom_improvement=4,
        **more,
    )


async def events(live: Live, reports: int) -> list[Event]:
    """Return the next items, which are all to be events, up to the one of so many reports."""
    found: list[Event] = []
    while len(told(found)) < reports:
        item = await anext(live)
        assert isinstance(item, Event), item
        found.append(item)
    return found


def told(heard: list[Event]) -> list[int]:
    """Return the reports that events tell of."""
    return [one.data["feedback_id"] for one in heard if isinstance(one, FeedbackUpdate)]


async def to_the_end(live: Live) -> None:
    """Read until something is raised."""
    async for item in live:
        assert isinstance(item, Event), item


async def snapshot(live: Live) -> Snapshot:
    """Return the next item, which is to be a snapshot."""
    found = await anext(live)
    assert isinstance(found, Snapshot), found
    return found


async def away(town: Town, live: Live, door: Doorway, end: Callable[[], object]) -> list[Event]:
    """End the server and start it again while the client waits; return what was heard before."""
    heard: list[Event] = []

    async def listen() -> None:
        async for item in live:
            assert isinstance(item, Event), item
            heard.append(item)

    door.shut()
    listening = asyncio.ensure_future(listen())
    await asyncio.to_thread(end)
    await door.waits()
    listening.cancel()
    await asyncio.wait({listening})
    await asyncio.to_thread(town.restart, town.server.port)
    return heard


def as_message(event: Event) -> dict[str, Any]:
    """Return an event as it came."""
    return {name: getattr(event, name) for name in Event.__dataclass_fields__}
