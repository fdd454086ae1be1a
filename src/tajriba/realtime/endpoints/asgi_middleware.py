"""ASGI middleware that takes live connections before exception layers, which would wrap `send`."""

from collections.abc import Awaitable
from typing import Final

from starlette.datastructures import State
from starlette.types import ASGIApp, Receive, Scope, Send

from tajriba.realtime.endpoints.live import Live
from tajriba.realtime.transports.uvicorn_transport import transport_of

SOCKETS: Final = "/ws/"
STREAMS: Final = "/events/"
TRANSPORT: Final = "tajriba.transport"
"""Where the scope of a stream holds the transport that its `send` writes to."""


class LiveMiddleware:
    """ASGI middleware that hands a socket to its endpoint at once; all else goes on.

    It is no coroutine itself: each one costs memory as long as a socket is open.
    """

    def __init__(self, app: ASGIApp, state: State | None = None) -> None:
        """`state` is the app's, where this stands before the app itself."""
        self.app = app
        self.state = state

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve a live connection, or pass a request on."""
        kind = scope["type"]
        if kind == "websocket" and scope["path"].startswith(SOCKETS):
            state = self.state or scope["app"].state
            live: Live = state.live
            scope["path_params"] = {"diagnosis_id": scope["path"].removeprefix(SOCKETS)}
            return live.endpoint(scope, receive, send)
        if kind == "http" and scope["path"].startswith(STREAMS):
            scope.setdefault(TRANSPORT, transport_of(send))  # the outermost has the server's own
        return self.app(scope, receive, send)
