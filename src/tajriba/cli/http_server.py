"""Running the HTTP server: it binds its socket first, and prints one line once it answers."""

import signal
import socket
from collections.abc import Callable
from ipaddress import ip_address

import uvicorn
from fastapi import FastAPI

from tajriba.cli.http_protocol import HttpProtocol, most_connections
from tajriba.cli.startup import spare_the_collector, take_turns_often
from tajriba.realtime.endpoints.asgi_middleware import LiveMiddleware
from tajriba.realtime.endpoints.live import Live
from tajriba.realtime.transports.heartbeat import HEARTBEAT_SECONDS
from tajriba.realtime.transports.uvicorn_transport import SocketProtocol

MAX_SOCKET_MESSAGE = 64 * 1024
DRAIN_SECONDS = 10


class _Server(uvicorn.Server):
    """uvicorn's server, which says that it listens in our words."""

    def __init__(self, app: FastAPI, listening: Callable[[], None]) -> None:
        super().__init__(_config(app))
        self._app = app
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell once requests are answered."""
        await super().startup(sockets)
        if self.started:
            self._listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Send live clients away, then end; uvicorn would wait for their streams."""
        live: Live = self._app.state.live
        await live.drain()
        await super().shutdown(sockets)


def bind(host: str, port: int) -> socket.socket:
    """Return a socket on an address that nobody else has; raises OSError where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)[0]
    listener = socket.socket(found[0], socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(found[4])
    except OSError:
        listener.close()
        raise
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the address of a bound socket as one opens it on this machine."""
    host, port = listener.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(app: FastAPI, listener: socket.socket, listening: Callable[[], None]) -> bool:
    """Serve until SIGTERM or SIGINT, then finish what was accepted; returns False where it failed.

    Sockets are closed with 1012, requests in progress are answered, accepted writes are durable.
    """
    server = _Server(app, listening)
    spare_the_collector()
    take_turns_often()
    HttpProtocol.most = most_connections()
    # uvicorn raises its signal again when it is done: by default SIGTERM would then kill us
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run([listener])
    except KeyboardInterrupt:
        return True
    finally:
        signal.signal(signal.SIGTERM, before)
    return server.started


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        LiveMiddleware(
            app, app.state
        ),  # outermost: a socket keeps a frame of all that is around it
        interface="asgi3",
        loop="uvloop",
        http=HttpProtocol,
        ws=SocketProtocol,
        ws_max_size=MAX_SOCKET_MESSAGE,
        ws_ping_interval=HEARTBEAT_SECONDS,
        ws_ping_timeout=HEARTBEAT_SECONDS,
        ws_per_message_deflate=False,
        proxy_headers=False,  # `ClientAddress` reads them
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )
