"""Our server as `tajriba serve` runs it, with one more route: POST /publish commits an event.

python -m bench.kit.servers.live_server PORT

What is posted is `{"topics": [...], "copies": 1, "data": {...}}`: an event of that data for each
topic, as often as told, in a transaction like those of reports (neighbours share a commit). From
the commit on everything is the service's own: log, pump, hub, access, queues, sockets.
"""

import sys
from collections.abc import Sequence
from typing import Any

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send

from tajriba.app import create_app
from tajriba.cli.http_server import bind, run
from tajriba.cli.prepared_database import prepared_database
from tajriba.cli.startup import load_settings
from tajriba.events.service import NewEvent, append
from tajriba.kit.database.transactions import Database, WriteTx

PUBLISH = "/publish"


class Publishing:
    """Answers the one route before the service sees it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Commit, then answer 200; all else goes on."""
        if scope["type"] != "http" or scope["path"] != PUBLISH:
            await self.app(scope, receive, send)
            return
        database: Database = scope["app"].state.guard.database
        await database.write_grouped(_append_all, _events(await _body(receive)))
        head = [(b"content-type", b"application/json"), (b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"{}"})


def _events(body: bytes) -> list[NewEvent]:
    asked: dict[str, Any] = orjson.loads(body)
    copies: int = asked.get("copies", 1)
    return [
        NewEvent(topic, "feedback_update", {**asked["data"], "sample_size": copy + 1})
        for copy in range(copies)
        for topic in asked["topics"]
    ]


def _append_all(tx: WriteTx, group: Sequence[list[NewEvent]]) -> list[None]:
    append(tx, [event for events in group for event in events])
    return [None for _ in group]


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        part = await receive()
        body += part.get("body", b"")
        more = part.get("more_body", False)
    return body


def main() -> int:
    """Serve on loopback until SIGTERM."""
    settings = load_settings()
    with prepared_database(settings, create=True):
        app = create_app(settings)
    app.add_middleware(Publishing)
    return 0 if run(app, bind("127.0.0.1", int(sys.argv[1])), lambda: None) else 1


if __name__ == "__main__":
    raise SystemExit(main())
