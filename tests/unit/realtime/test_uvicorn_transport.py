"""What we know of uvicorn's inside is so, and what we write is what RFC 6455 says."""

import asyncio
import socket

import pytest
from websockets.frames import Close, Frame, Opcode

from tajriba.realtime.protocol.client_messages import TOO_SLOW
from tajriba.realtime.transports import uvicorn_transport
from tajriba.realtime.transports.heartbeat import heartbeat
from tests.kit.fakes.fake_transports import Behind, FakeTransport


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_a_text_frame_is_what_the_library_would_write(length: int) -> None:
    text = "x" * length
    assert uvicorn_transport.text_frame(text) == Frame(Opcode.TEXT, text.encode()).serialize(
        mask=False
    )


def test_a_close_frame_is_what_the_library_would_write() -> None:
    data = Close(1013, "too_slow").serialize()
    assert uvicorn_transport.close_frame(TOO_SLOW) == Frame(Opcode.CLOSE, data).serialize(
        mask=False
    )


def test_no_transport_is_found_where_there_is_none() -> None:
    async def send(message: object) -> None: ...

    assert uvicorn_transport.transport_of(send) is None
    assert uvicorn_transport.transport_of(Behind(object()).send) is None
    transport = FakeTransport()
    assert uvicorn_transport.transport_of(Behind(transport).send) is transport


def test_heartbeats_are_spread_over_ten_seconds() -> None:
    assert [heartbeat(share) for share in (0, 0.5, 1)] == [20, 25, 30]


def test_what_waits_for_a_client_is_kept_small() -> None:
    async def measure() -> tuple[int, tuple[int, int]]:
        made: asyncio.Future[asyncio.Transport] = asyncio.get_running_loop().create_future()

        class Server(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                assert isinstance(transport, asyncio.Transport)
                made.set_result(transport)

        loop = asyncio.get_running_loop()
        server = await loop.create_server(Server, "127.0.0.1", 0)
        async with server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            transport = await made
            uvicorn_transport.narrow(transport)
            found = transport.get_extra_info("socket")
            size = found.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
            limits = transport.get_write_buffer_limits()
            transport.close()
            writer.close()
            await writer.wait_closed()
        return size, limits

    size, (_, high) = asyncio.run(measure())
    assert size <= 2 * uvicorn_transport.SEND_BUFFER
    assert high == uvicorn_transport.WRITE_LIMIT


class TestInbox:
    """`Inbox`, against what uvicorn asks of a queue."""

    def test_messages_come_in_order(self) -> None:
        async def run() -> list[int]:
            inbox = uvicorn_transport.Inbox()
            waiting = asyncio.ensure_future(inbox.get())
            await asyncio.sleep(0)
            for number in range(3):
                inbox.put_nowait(number)
            taken = [await waiting, await inbox.get()]
            assert not inbox.empty()
            taken.append(await inbox.get())
            assert inbox.empty()
            return taken

        assert asyncio.run(run()) == [0, 1, 2]

    def test_who_gives_up_waiting_loses_no_message(self) -> None:
        async def run() -> str:
            inbox = uvicorn_transport.Inbox()
            waiting = asyncio.ensure_future(inbox.get())
            await asyncio.sleep(0)
            waiting.cancel()
            inbox.put_nowait("said")
            await asyncio.wait({waiting})
            if waiting.cancelled():
                return str(await inbox.get())
            return str(waiting.result())

        assert asyncio.run(run()) == "said"
