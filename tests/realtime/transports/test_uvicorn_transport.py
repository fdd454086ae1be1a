"""What we know of uvicorn's inside, held against uvicorn itself. Fails where it has changed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2 as httpx
import pytest
import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from tajriba.cli.http_server import bind
from tajriba.realtime.access.handshake import Receive, Scope
from tajriba.realtime.endpoints.asgi_middleware import TRANSPORT, LiveMiddleware
from tajriba.realtime.transports import uvicorn_transport
from tajriba.realtime.transports.backpressure import Send
from tajriba.realtime.transports.receive_rate_limit import SLICE

App = Callable[[Scope, Receive, Send], Awaitable[None]]


@asynccontextmanager
async def serving(app: App, **options: Any) -> AsyncIterator[str]:
    """Serve an ASGI application as `tajriba serve` does, on a free port."""
    config = uvicorn.Config(
        app,
        interface="asgi3",
        http="httptools",
        ws=uvicorn_transport.SocketProtocol,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        **options,
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    listener = bind("127.0.0.1", 0)
    await server.startup(sockets=[listener])
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.force_exit = True
        await server.shutdown(sockets=[listener])


def test_a_socket_is_written_to_in_order_whichever_way() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        transport = uvicorn_transport.transport_of(send)
        assert transport is not None
        uvicorn_transport.narrow(transport)
        while (message := await receive())["type"] == "websocket.receive":
            transport.write(uvicorn_transport.text_frame(f"direct {message['text']}"))
            await send({"type": "websocket.send", "text": f"sent {message['text']}"})

    async def run() -> list[Any]:
        async with serving(app) as address, connect(f"ws://{address}/") as client:
            for number in range(3):
                await client.send(str(number))
            return [await client.recv() for _ in range(6)]

    heard = asyncio.run(run())
    assert heard == [f"{way} {number}" for number in range(3) for way in ("direct", "sent")]


def test_a_socket_lets_go_of_its_handshake() -> None:
    protocols: list[Any] = []

    async def app(scope: Scope, receive: Receive, send: Any) -> None:
        protocols.append(send.__self__)
        await receive()
        assert {"request", "response"} <= vars(send.__self__).keys()
        await send({"type": "websocket.accept"})
        await receive()

    async def run() -> None:
        async with serving(app) as address, connect(f"ws://{address}/") as client:
            await client.send("said")
            await client.wait_closed()

    asyncio.run(run())
    (protocol,) = protocols
    assert isinstance(protocol.queue, uvicorn_transport.Inbox)
    assert not {"request", "response"} & vars(protocol).keys()


def test_a_stream_has_a_transport_too() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found = uvicorn_transport.transport_of(send)
        body = b"none" if found is None else str(found.get_write_buffer_size()).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    async def run() -> str:
        async with serving(app) as address, httpx.AsyncClient() as client:
            return (await client.get(f"http://{address}/")).text

    assert asyncio.run(run()).isdigit()


def test_who_answers_no_ping_is_closed_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn_transport, "heartbeat", lambda share: 0.01)
    graces: list[float] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await receive()

    async def run() -> ConnectionClosedError:
        cut = asyncio.Event()

        def let_go(_: asyncio.Transport, grace: float) -> None:
            graces.append(grace)
            cut.set()

        monkeypatch.setattr(uvicorn_transport, "let_go", let_go)
        async with (
            serving(app, ws_ping_interval=25, ws_ping_timeout=0.01) as address,
            connect(f"ws://{address}/") as client,
        ):
            client.transport.pause_reading()  # so that no ping is seen, let alone answered
            await cut.wait()
            client.transport.resume_reading()
            with pytest.raises(ConnectionClosedError) as closed:
                await client.recv()
            return closed.value

    closed = asyncio.run(run())
    assert closed.rcvd is not None
    assert closed.rcvd.code == 1011
    assert graces == [uvicorn_transport.GRACE_SECONDS]


def test_who_answers_pings_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn_transport, "heartbeat", lambda share: 0.001)
    pings = asyncio.Event()
    count = 0
    ping = uvicorn_transport.SocketProtocol.send_keepalive_ping

    def counted(self: uvicorn_transport.SocketProtocol) -> None:
        nonlocal count
        count += 1
        if count == 5:
            pings.set()
        ping(self)

    monkeypatch.setattr(uvicorn_transport.SocketProtocol, "send_keepalive_ping", counted)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await pings.wait()
        await send({"type": "websocket.send", "text": "still here"})
        await receive()

    async def run() -> Any:
        options = {"ws_ping_interval": 25, "ws_ping_timeout": 25}
        async with serving(app, **options) as address, connect(f"ws://{address}/") as client:
            return await client.recv()

    assert asyncio.run(run()) == "still here"


def test_a_stream_behind_layers_keeps_the_servers_transport() -> None:
    """Layers wrap `send`; the second door behind them must not hide what the first one found."""
    found: list[Any] = []

    async def app(scope: Scope, _: Receive, send: Send) -> None:
        found.append((scope[TRANSPORT], uvicorn_transport.transport_of(send)))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def layer(scope: Scope, receive: Receive, send: Send) -> None:
        async def wrapped(message: Any) -> None:
            await send(message)

        await LiveMiddleware(app)(scope, receive, wrapped)

    async def run() -> None:
        async with (
            serving(LiveMiddleware(layer)) as address,
            httpx.AsyncClient(trust_env=False) as client,
        ):
            await client.get(f"http://{address}/events/1")

    asyncio.run(run())
    ((transport, hidden),) = found
    assert isinstance(transport.get_write_buffer_size(), int)
    assert hidden is None


def test_a_flood_of_the_smallest_frames_is_read_slice_by_slice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Between two slices others get their turn, and beyond its credit the client waits."""
    slices: list[int] = []
    read = WebSocketsSansIOProtocol.data_received

    def counted(self: Any, data: bytes) -> None:
        slices.append(len(data))
        read(self, data)

    monkeypatch.setattr(WebSocketsSansIOProtocol, "data_received", counted)
    told: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        told.append((await receive())["text"])

    async def run() -> None:
        async with serving(app) as address, connect(f"ws://{address}/") as client:
            pongs = b"\x8a\x80\0\0\0\0" * 20_000
            client.transport.write(pongs)
            await client.send("after the flood")
            await client.wait_closed()

    asyncio.run(run())
    assert told == ["after the flood"]
    assert max(slices) <= SLICE
    assert sum(slices) > 120_000
