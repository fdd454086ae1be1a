"""Following a diagnosis or one's practice live: a snapshot, then every event once, over however
many connections."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, Self, TypeVar
from urllib.parse import urlencode

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from tajriba.client.core import (
    TRIES,
    Place,
    heard,
    message_of,
    practice_of,
    snapshot_of,
    step_after,
    taken,
)
from tajriba.client.errors import CareEnded, NotAllowed, NotSignedIn, Refused, Unavailable
from tajriba.client.session import Session
from tajriba.client.shapes import Event, Lang, Practice, Snapshot

ACK_SECONDS: Final = 5.0
STEADY_SECONDS: Final = 10.0
"""A connection that stood so long was a good one: the next pauses are short again."""
_LARGEST_MESSAGE: Final = 16 * 1024 * 1024

Item = Snapshot | Event
Held = TypeVar("Held", bound=Snapshot | Practice)


@dataclass(frozen=True, slots=True)
class Stream(Generic[Held]):
    """What is followed: the path of its socket, and its snapshot."""

    socket: str
    snapshot: str
    read: Callable[[Any], Held]


def stream_of(diagnosis_id: int) -> Stream[Snapshot]:
    """Return the stream of a diagnosis."""
    return Stream(f"/ws/{diagnosis_id}", f"/api/diagnoses/{diagnosis_id}/live", snapshot_of)


PRACTICE: Final = Stream("/ws/practice", "/api/practice/live", practice_of)


class Following(Generic[Held]):
    """An async iterator of a `Snapshot`, or a `Practice`, then `Event`s; enter it to have it closed
    at the end.

    A snapshot comes again where the server can't tell what was missed; it replaces all that
    came before. Lost connections are made anew, without end once there was one; until then
    `Unavailable` is raised after a few tries. `NotAllowed`, `CareEnded` and `NotSignedIn` end it.
    Waiting for the next item may be cancelled and taken up again.
    """

    def __init__(self, session: Session, stream: Stream[Held], lang: Lang, trust_env: bool) -> None:
        self._session = session
        self._stream = stream
        self._lang = lang
        self._proxy: Literal[True] | None = True if trust_env else None
        self._place = Place()
        self._socket: ClientConnection | None = None
        self._attempt = 0
        self._greeted_at: float | None = None
        self._ever_greeted = False
        self._shown = ""
        self._refused = ""
        self._acknowledged = 0
        self._ack_at = 0.0

    @property
    def position(self) -> int:
        """The place in the log up to which everything was handed on."""
        return self._place.position

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the socket; the next item would come over a new one."""
        socket, self._socket, self._greeted_at = self._socket, None, None
        if socket is not None:
            await socket.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Held | Event:
        while True:
            try:
                item = await self._step()
            except ConnectionClosed as end:
                await self._after(end)
            except Unavailable as problem:
                await self._pause(problem)
            else:
                if item is not None:
                    return item

    async def _step(self) -> Held | Event | None:
        if not self._place.whole:
            return await self._take_snapshot()
        socket = self._socket or await self._connect()
        message = message_of(await self._receive(socket))
        self._place, is_event = heard(self._place, message)
        if message.type == "connect":
            self._greeted()
        return message if is_event else None

    async def _take_snapshot(self) -> Held:
        """While the socket is open its events wait in it, and those too old are dropped then."""
        path = self._stream.snapshot
        answer = await self._session.ask("GET", path, tries=1, accept_language=self._lang)
        snapshot = self._stream.read(answer)
        self._place = taken(snapshot)
        return snapshot

    async def _connect(self) -> ClientConnection:
        session = self._session
        if session.token == self._refused:
            await session.renew(self._refused)
        self._shown = session.token
        try:
            self._socket = await connect(
                self._url(),
                additional_headers={"Authorization": f"Bearer {self._shown}"},
                proxy=self._proxy,
                compression=None,
                max_size=_LARGEST_MESSAGE,
                close_timeout=2,
            )
        except InvalidStatus as problem:
            status = problem.response.status_code
            if status < 500 and status not in (408, 429):
                raise Refused(f"handshake_{status}") from problem
            raise Unavailable("later") from problem
        except (OSError, InvalidHandshake) as problem:
            raise Unavailable("no_answer") from problem
        self._ack_at = self._now() + ACK_SECONDS
        return self._socket

    def _url(self) -> str:
        address = str(self._session.http.base_url).rstrip("/").replace("http", "ws", 1)
        query = urlencode({"after": self._place.position, "lang": self._lang})
        return f"{address}{self._stream.socket}?{query}"

    def _greeted(self) -> None:
        self._greeted_at = asyncio.get_running_loop().time()
        self._ever_greeted = True
        self._refused = ""

    async def _after(self, end: ConnectionClosed) -> None:
        """Do what the close asks for; raises what ends the whole."""
        code, reason = (end.rcvd.code, end.rcvd.reason) if end.rcvd else (1006, "")
        match step_after(code, reason):
            case "stop":
                raise (CareEnded if reason == "care_ended" else NotAllowed)(reason) from end
            case "renew":
                await self._refuse_token(reason)
                return
            case "snapshot":
                self._place = Place()
        await self._pause(Unavailable(reason or "connection_lost"))

    async def _refuse_token(self, reason: str) -> None:
        await self.close()
        if self._refused:
            raise NotSignedIn(reason)
        self._refused = self._shown

    async def _pause(self, problem: Unavailable) -> None:
        if self._greeted_at is not None and self._now() - self._greeted_at >= STEADY_SECONDS:
            self._attempt = 0
        await self.close()
        attempt, self._attempt = self._attempt, self._attempt + 1
        if not self._ever_greeted and self._attempt >= TRIES:
            raise problem
        await self._session.waiting.after(attempt, problem)

    async def _receive(self, socket: ClientConnection) -> bytes:
        """Return the next message, and acknowledge now and then what was handed on before."""
        while self._place.position > self._acknowledged:
            left = self._ack_at - self._now()
            if left <= 0:
                await self._acknowledge(socket)
                break
            try:
                async with asyncio.timeout(left):
                    return await socket.recv(decode=False)
            except TimeoutError:
                continue
        return await socket.recv(decode=False)

    async def _acknowledge(self, socket: ClientConnection) -> None:
        self._acknowledged = self._place.position
        self._ack_at = self._now() + ACK_SECONDS
        await socket.send(orjson.dumps({"type": "ack", "event_id": self._acknowledged}).decode())

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


class Live(Following[Snapshot]):
    """What follows a diagnosis: a `Snapshot`, then `Event`s."""


class LivePractice(Following[Practice]):
    """What follows a practitioner's own practice: a `Practice`, then `Event`s."""
