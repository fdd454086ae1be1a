"""One event to many: straight to the transports of those with room, in order for the others."""

import asyncio
import re
from typing import Any

import orjson
import pytest

from tajriba.events.service import Event
from tajriba.realtime.hub.hub import QUEUE_MAX, Hub
from tajriba.realtime.hub.slow_consumer import STALLED_MS
from tajriba.realtime.hub.subscription import Subscription
from tajriba.realtime.protocol.client_messages import TOO_SLOW
from tajriba.realtime.protocol.encoding import Frames
from tajriba.realtime.transports.backpressure import Connection, Dispatcher
from tajriba.realtime.transports.framing import SOCKET, Reader
from tajriba.realtime.transports.uvicorn_transport import close_frame
from tests.kit.fakes.fake_transports import Behind, FakeTransport

TOPICS = frozenset({"diagnosis:1"})
_EVENT_ID = re.compile(r'"event_id":(\d+)')


class Room:
    """A hub with clients on fake transports."""

    def __init__(self) -> None:
        self.now = 0
        self.worded = 0
        self.hub = Hub()
        self.dispatcher = Dispatcher(self.hub, Frames(self.word), lambda: self.now, grace=0)
        self.ends: dict[int, Behind] = {}

    def word(self, event: Event, lang: str) -> dict[str, Any]:
        self.worded += 1
        if event.type == "unspeakable":
            raise LookupError(event.type)
        return event.data

    def enter(self, lang: Any = "fa") -> Connection:
        end = Behind(FakeTransport())
        reader = Reader(1, lang, SOCKET)
        connection = self.dispatcher.add(reader, end.send, end.transport)
        subscription = Subscription(TOPICS, frozenset())
        self.hub.join(connection.id, 1, "session", subscription)
        self.dispatcher.apply(self.hub.open(connection.id, 0, 0, subscription, []))
        self.ends[connection.id] = end
        return connection

    def tell(self, position: int, type_: str = "feedback_update") -> None:
        event = Event(position, "diagnosis:1", type_, 0, {}, position)
        self.dispatcher.apply(self.hub.publish(event))

    def heard(self, connection: Connection) -> list[int]:
        """The ids that a client was written and sent."""
        end = self.ends[connection.id]
        texts = [m["text"] for m in end.sent if m["type"] == "websocket.send"]
        texts += [frame.decode(errors="replace") for frame in end.transport.written]
        return sorted(int(found) for text in texts for found in _EVENT_ID.findall(text))


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_thousand_sockets_make_no_task_and_the_same_bytes() -> None:
    async def run() -> None:
        room = Room()
        clients = [room.enter() for _ in range(1000)]
        before = len(asyncio.all_tasks())
        room.tell(1)
        await settle()
        assert len(asyncio.all_tasks()) == before
        frames = {id(room.ends[one.id].transport.written[0]) for one in clients}
        assert room.worded == 1
        assert all(room.heard(one) == [1] for one in clients)
        assert len(frames) == 1

    asyncio.run(run())


def test_what_comes_in_one_turn_of_the_loop_is_written_at_once() -> None:
    async def run() -> None:
        room = Room()
        client, other = room.enter(), room.enter()
        for position in range(1, 4):
            room.tell(position)
        room.dispatcher.apply(room.hub.reply(client.id, '{"event_id":4}'))
        await settle()
        transport = room.ends[client.id].transport
        assert len(transport.written) == 1
        assert room.heard(client) == [1, 2, 3, 4]
        assert room.heard(other) == [1, 2, 3]

    asyncio.run(run())


def test_what_was_told_before_a_close_goes_before_it() -> None:
    async def run() -> None:
        room = Room()
        client = room.enter()
        room.tell(1)
        room.dispatcher.apply(room.hub.close(client.id, TOO_SLOW))
        await room.dispatcher.closed(1)
        end = room.ends[client.id]
        assert len(end.transport.written) == 1
        assert room.heard(client) == [1]
        assert [message["type"] for message in end.sent] == ["websocket.close"]

    asyncio.run(run())


def test_who_has_no_room_waits_in_line_and_hears_all_in_order() -> None:
    async def run() -> None:
        room = Room()
        slow, quick = room.enter(), room.enter()
        end = room.ends[slow.id]
        room.tell(1)
        await settle()
        end.transport.waiting = 1 << 20
        for position in range(2, 12):
            room.tell(position)
            await asyncio.sleep(0)
        assert room.heard(slow) == [1]
        end.transport.waiting = 1000  # it takes something: there is room, but others wait before
        room.tell(12)
        assert room.heard(slow) == [1]
        end.room.set()
        await settle()
        room.tell(13)
        await settle()
        assert room.heard(slow) == room.heard(quick) == list(range(1, 14))
        sent = [orjson.loads(message["text"])["event_id"] for message in end.sent]
        assert sent == list(range(2, 13))

    asyncio.run(run())


def test_who_takes_nothing_is_closed_after_seven_seconds_and_then_aborted() -> None:
    async def run() -> None:
        room = Room()
        stuck, idle = room.enter(), room.enter()
        end = room.ends[stuck.id]
        end.transport.full = True
        room.tell(1)
        await settle()
        await room.dispatcher.cut_stalled()
        room.now = STALLED_MS - 1
        await room.dispatcher.cut_stalled()
        assert room.hub.status().connections == 2
        room.now = STALLED_MS
        await room.dispatcher.cut_stalled()
        await room.dispatcher.closed(1)
        assert room.hub.status().connections == 1
        assert end.transport.written[-1] == close_frame(TOO_SLOW)
        await settle()
        assert end.transport.aborted
        assert not room.ends[idle.id].transport.aborted
        room.tell(2)
        await settle()
        assert room.heard(idle) == [1, 2]

    asyncio.run(run())


def test_a_writer_that_waits_too_long_is_a_stall_too() -> None:
    """Without a transport to look into there is only how long a `send` takes."""

    async def run() -> None:
        room = Room()
        stuck = room.enter()
        stuck.transport = None
        room.ends[stuck.id].transport.waiting = 1
        room.tell(1)
        await settle()
        room.now = STALLED_MS
        await room.dispatcher.cut_stalled()
        assert room.hub.status().connections == 0
        room.ends[stuck.id].transport.waiting = 0
        await room.dispatcher.closed(1)
        closing = {"type": "websocket.close", "code": 1013, "reason": "too_slow"}
        assert room.ends[stuck.id].sent == [closing]

    asyncio.run(run())


def test_a_queue_that_is_full_closes_at_once() -> None:
    async def run() -> None:
        room = Room()
        stuck = room.enter()
        room.ends[stuck.id].transport.waiting = 1 << 20
        for position in range(1, QUEUE_MAX + 3):
            room.tell(position)
            await asyncio.sleep(0)
        assert room.hub.status().connections == 0
        await room.dispatcher.closed(1)
        assert room.ends[stuck.id].transport.written == [close_frame(TOO_SLOW)]

    asyncio.run(run())


def test_a_transport_that_closes_is_not_written_to() -> None:
    async def run() -> None:
        room = Room()
        gone = room.enter()
        room.ends[gone.id].transport.closing = True
        room.tell(1)
        await settle()
        assert room.ends[gone.id].transport.written == []

    asyncio.run(run())


def test_an_event_without_words_closes_all_who_would_hear_it() -> None:
    """A gap that nobody tells of would be worse."""

    async def run() -> None:
        room = Room()
        clients = [room.enter("fa"), room.enter("en")]
        with pytest.raises(LookupError):
            room.tell(1, "unspeakable")
        await room.dispatcher.closed(1)
        closed = {"type": "websocket.close", "code": 1011, "reason": "failed"}
        assert [room.ends[one.id].sent for one in clients] == [[closed], [closed]]

    asyncio.run(run())
