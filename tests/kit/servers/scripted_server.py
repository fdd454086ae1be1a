"""A server that says what a test has written down, for what the real one never does."""

import http
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from tests.kit.clients.message_conformance import unchecked_client

Message = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """What one connection hears, says at least before it is closed, and its handshake's status."""

    says: Sequence[Message | str] = ()
    hears: int = 0
    close: tuple[int, str] | None = None
    status: int = 101


@dataclass
class Script:
    """The acts still to come, one per connection; positions of the snapshots still to be asked for.

    `asked` holds the path of every request. Behind the last act a connection stays open.
    """

    acts: list[Act]
    snapshots: list[int | http.HTTPStatus]
    asked: list[str] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    address: str = ""

    @asynccontextmanager
    async def played(self) -> AsyncIterator["Script"]:
        """Serve on a free loopback port."""
        with unchecked_client():
            async with serve(self._play, "127.0.0.1", 0, process_request=self._answer) as server:
                self.address = f"http://127.0.0.1:{_port(server)}"
                yield self

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        self.asked.append(request.path)
        if request.path.startswith("/ws/"):
            status = self.acts[0].status
            return None if status == 101 else self._refusal(self.acts.pop(0).status)
        found = self.snapshots.pop(0)
        if isinstance(found, http.HTTPStatus):
            return self._refusal(found)
        data = {"event_id": found, "evidence": [], "ranking": [], "urgent": [], "withheld": False}
        data |= {"recent_events": []}
        return _response(200, {"status": "success", "data": data})

    def _refusal(self, status: int) -> Response:
        return _response(status, {"code": "scripted", "detail": "as written"}, self.headers)

    async def _play(self, socket: ServerConnection) -> None:
        act = self.acts.pop(0)
        for message in act.says:
            await socket.send(message if isinstance(message, str) else json.dumps(message))
        for _ in range(act.hears):
            self.said.append(json.loads(await socket.recv()))
        if act.close:
            await socket.close(*act.close)
        await socket.wait_closed()


def told(event_id: int, type_: str = "feedback_update", **data: Any) -> Message:
    """Return a message."""
    return {
        "type": type_,
        "diagnosis_id": 1,
        "event_id": event_id,
        "timestamp": "2026-11-22T10:30:00.000Z",
        "data": data,
    }


def greeting(last_event_id: int, recovered: bool = True) -> Message:
    """Return a `connect`."""
    return told(last_event_id, "connect", last_event_id=last_event_id, recovered=recovered)


def _response(status: int, said: Any, more: dict[str, str] | None = None) -> Response:
    body = json.dumps(said).encode()
    headers = Headers({"Content-Length": str(len(body)), "Connection": "close", **(more or {})})
    return Response(status, http.HTTPStatus(status).phrase, headers, body)


def _port(server: Server) -> int:
    (one,) = server.sockets
    port: int = one.getsockname()[1]
    return port
