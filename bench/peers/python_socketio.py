"""python-socketio: every socket enters one room and hears what is posted to /publish."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import socketio  # type: ignore[import-not-found]  # installed by `make bench`, not for ours

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

server: Any = socketio.AsyncServer(async_mode="asgi", transports=["websocket"])


async def joined(sid: str, _: dict[str, Any]) -> None:
    await server.enter_room(sid, "topic")


server.on("connect", joined)


async def routes(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer /ready, and /publish, which takes a message as JSON."""
    if scope["path"] == "/publish":
        await server.emit("message", json.loads(await body_of(receive)), room="topic")
    head = [(b"content-type", b"application/json"), (b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": b"{}"})


async def body_of(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        part = await receive()
        body += part.get("body", b"")
        more = part.get("more_body", False)
    return body


app: Any = socketio.ASGIApp(server, other_asgi_app=routes)
