"""Clients that watch: one that writes down what is on the wire, and the Python client."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from random import Random
from typing import Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tajriba.client.client import Client
from tajriba.client.errors import Unavailable
from tajriba.client.live import Live
from tajriba.client.session import Waiting
from tajriba.client.shapes import Snapshot
from tests.faults.client_record import Era, Message, Record, Return
from tests.faults.patients import Line, Patient
from tests.kit.clients.message_conformance import conform

_SECONDS = 3.0
_COME_BACK = (1012, 1013)
"""Close codes that nothing but faults of ours need to cause."""


class Watcher(Protocol):
    """A client of one diagnosis that comes back by itself."""

    record: Record

    async def follow(self) -> None:
        """Watch without end; fails where the server breaks the protocol."""
        ...

    async def until(self, condition: Callable[[Record], bool]) -> None:
        """Return once what was heard fulfils a condition."""
        ...

    async def stall(self) -> None:
        """Read no further, with the connection open."""
        ...

    async def leave(self) -> None:
        """Hang up and stay away."""
        ...

    def back(self) -> None:
        """Read again, over a new connection where there is none."""
        ...


class _Watching:
    """What both have in common."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._gate = asyncio.Event()
        self._gate.set()
        self._heard = asyncio.Condition()

    async def until(self, condition: Callable[[Record], bool]) -> None:
        async with self._heard:
            await self._heard.wait_for(lambda: condition(self.record))

    async def stall(self) -> None:
        self._gate.clear()

    def back(self) -> None:
        self._gate.set()

    async def _begin(self, snapshot: Message) -> None:
        async with self._heard:
            self.record.eras.append(Era(snapshot))
            self._heard.notify_all()

    async def _hear(self, message: Message) -> None:
        async with self._heard:
            self.record.eras[-1].heard.append(message)
            self._heard.notify_all()


class WireWatcher(_Watching):
    """Takes every message as it comes, so that one that comes twice is seen."""

    def __init__(self, record: Record, line: Line, token: str) -> None:
        super().__init__(record)
        self._line = line
        self._headers = {"Authorization": f"Bearer {token}"}
        self._socket: ClientConnection | None = None

    async def leave(self) -> None:
        self._gate.clear()
        if self._socket is not None:
            self._socket.transport.abort()

    async def follow(self) -> None:
        await self._take_snapshot()
        while True:
            await self._gate.wait()
            try:
                await self._listen()
            except ConnectionClosed as end:
                if end.rcvd is not None and end.rcvd.code not in _COME_BACK:
                    raise AssertionError(f"{self.record.name} was sent away: {end.rcvd}") from end
            except (OSError, InvalidHandshake):
                pass  # nobody is there at present
            await self._line.move_on()

    async def _take_snapshot(self) -> None:
        path = f"/api/diagnoses/{self.record.diagnosis_id}/live"
        await self._begin((await self._line.ask("GET", path))["data"])

    async def _listen(self) -> None:
        after = self.record.eras[-1].position
        address = self._line.address.replace("http", "ws", 1)
        async with connect(
            f"{address}/ws/{self.record.diagnosis_id}?after={after}",
            additional_headers=self._headers,
            proxy=None,
            compression=None,
            open_timeout=_SECONDS,
            close_timeout=_SECONDS,
        ) as self._socket:
            await self._greeted(await self._next(), after)
            while True:
                await self._take(await self._next())

    async def _next(self) -> Message:
        assert self._socket is not None
        message = conform(json.loads(await self._socket.recv()))
        await self._gate.wait()
        return message

    async def _greeted(self, connect: Message, after: int) -> None:
        assert connect["type"] == "connect"
        said = connect["data"]
        assert said["recovered"] in (True, False)
        self.record.returns.append(Return(after, said["last_event_id"], said["recovered"]))
        if not said["recovered"]:
            await self._take_snapshot()

    async def _take(self, message: Message) -> None:
        era = self.record.eras[-1]
        if era.heard or message["event_id"] > era.position:  # else the snapshot holds it
            await self._hear(message)


class ClientWatcher(_Watching):
    """`tajriba.client`, as anybody would use it."""

    def __init__(self, record: Record, address: str, patient: Patient, random: Random) -> None:
        super().__init__(record)
        self._address = address
        self._patient = patient
        self._waiting = Waiting(random.random, lambda seconds: asyncio.sleep(min(seconds, 0.3)))
        self._live: Live | None = None

    async def leave(self) -> None:
        self._gate.clear()
        if self._live is not None:
            await self._live.close()

    async def follow(self) -> None:
        token, waiting = self._patient.token, self._waiting
        async with (
            Client(self._address, token=token, waiting=waiting, trust_env=False) as client,
            client.live(self.record.diagnosis_id) as self._live,
        ):
            while True:
                await self._gate.wait()
                await self._step(self._live)

    async def _step(self, live: Live) -> None:
        try:
            item = await anext(live)
        except Unavailable:
            return  # it was tried often enough for a first connection; try on
        if isinstance(item, Snapshot):
            await self._begin(asdict(item))
        else:
            await self._hear(asdict(item))
