"""What ends a socket, and how soon."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from tajriba.accounts.service import end_session
from tajriba.events.service import NewEvent, append
from tajriba.realtime.hub.hub import QUEUE_MAX
from tests.realtime.realtime_app import Person, RealtimeApp, closing, until_pong


def test_the_end_of_a_session_closes_its_sockets_alone(stage: RealtimeApp) -> None:
    maryam, ali = stage.patient(1), stage.patient(2)
    with stage.socket(maryam, 1) as hers, stage.socket(ali, 2) as his:
        hers.receive_json()
        his.receive_json()
        stage.database.write_now(end_session, maryam.session_id)
        assert closing(hers) == (1008, "session_ended")
        assert until_pong(his) == []


def test_the_end_of_care_closes_before_what_follows_it(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with stage.socket(maryam) as socket:
        socket.receive_json()
        events = [
            NewEvent(f"care:{maryam.user_id}", "care_ended", {}),
            NewEvent("diagnosis:1", "feedback_update", {}),
        ]
        stage.database.write_now(append, events)
        assert closing(socket) == (1008, "care_ended")


def test_a_session_that_runs_out_is_found_by_the_check(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with stage.socket(maryam) as socket:
        socket.receive_json()
        stage.portal(stage.live.check_sessions)
        assert until_pong(socket) == []
        stage.clock.advance(days=30)
        stage.portal(stage.live.check_sessions)
        assert closing(socket) == (1008, "session_ended")
    stage.portal(stage.live.check_sessions)


def test_a_drain_tells_everybody_to_come_back(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with stage.socket(maryam) as one, stage.socket(maryam) as two:
        one.receive_json()
        two.receive_json()
        stage.portal(stage.live.drain)
        assert closing(one) == closing(two) == (1012, "restarting")


@pytest.mark.parametrize(
    ("message", "how"),
    [
        ({"type": "websocket.receive", "bytes": b"{}"}, (1008, "binary_message")),
        ({"type": "websocket.receive", "text": "x" * 65_537}, (1009, "too_large")),
        ({"type": "websocket.receive", "text": '{"type":"auth"}'}, (1008, "second_auth")),
    ],
)
def test_what_no_client_may_send(
    stage: RealtimeApp, message: dict[str, Any], how: tuple[int, str]
) -> None:
    with stage.socket(stage.patient()) as socket:
        socket.receive_json()
        socket.send(message)
        assert closing(socket) == how
        assert stage.live.status().connections == 0
        socket.send_json({"type": "ping"})  # a closed socket is not listened to


def test_the_hundred_and_first_message_of_a_minute_closes(stage: RealtimeApp) -> None:
    with stage.socket(stage.patient()) as socket:
        socket.receive_json()
        for _ in range(100):
            assert until_pong(socket) == []
        stage.clock.advance(seconds=60)
        for _ in range(100):
            assert until_pong(socket) == []
        socket.send_json({"type": "ping"})
        assert closing(socket) == (1008, "too_many_messages")


class StuckClient:
    """An ASGI client whose socket takes `room` messages and then nothing, until it is freed."""

    def __init__(self, stage: RealtimeApp, person: Person, room: int) -> None:
        self.stage = stage
        self.room = room
        self.sent: list[MutableMapping[str, Any]] = []
        self.arrived = asyncio.Event()
        self.freed = asyncio.Event()
        self.incoming: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self.scope = {
            "type": "websocket",
            "path_params": {"diagnosis_id": "1"},
            "query_string": b"",
            "headers": [(b"authorization", person.headers["Authorization"].encode())],
        }

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if len(self.sent) >= self.room:
            self.arrived.set()
            await self.freed.wait()
        self.sent.append(message)
        if message["type"] == "websocket.close":
            self.incoming.put_nowait({"type": "websocket.disconnect", "code": message["code"]})

    async def serve(self) -> None:
        self.incoming.put_nowait({"type": "websocket.connect"})
        await self.stage.live.endpoint(self.scope, self.incoming.get, self.send)


def test_a_stuck_client_costs_itself_alone(stage: RealtimeApp) -> None:
    """It fills its queue and is cut with 1013; whoever keeps up hears everything meanwhile."""
    maryam, ali = stage.patient(1), stage.patient(2, plan=("diagnosis:1",))

    async def overflow(stuck: StuckClient) -> None:
        serving = asyncio.ensure_future(stuck.serve())
        await stuck.arrived.wait()
        events = [NewEvent("diagnosis:1", "feedback_update", {})] * (QUEUE_MAX + 10)
        await stage.database.write(append, events)
        await stage.live.pump.catch_up()
        assert stage.live.open_diagnoses() == {2}
        stuck.freed.set()
        await serving

    async def make() -> StuckClient:
        return StuckClient(stage, maryam, room=1)  # it takes the handshake, not even `connect`

    with stage.socket(ali, 2) as other:
        other.receive_json()
        stuck = stage.portal(make)
        stage.portal(overflow, stuck)
        heard = [other.receive_json()["event_id"] for _ in range(QUEUE_MAX + 10)]
    assert heard == list(range(1, QUEUE_MAX + 11))
    assert stuck.sent[-1] == {"type": "websocket.close", "code": 1013, "reason": "too_slow"}


def test_a_client_that_breaks_while_written_to_is_forgotten(stage: RealtimeApp) -> None:
    maryam = stage.patient()

    async def broken(message: MutableMapping[str, Any]) -> None:
        client.sent.append(message)
        if message["type"] != "websocket.accept":
            client.arrived.set()
            raise OSError

    async def run() -> None:
        client.send = broken
        serving = asyncio.ensure_future(client.serve())
        await client.arrived.wait()
        await stage.database.write(end_session, maryam.session_id)
        await stage.live.pump.catch_up()
        client.incoming.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await serving

    async def make() -> StuckClient:
        return StuckClient(stage, maryam, room=9)

    client = stage.portal(make)
    stage.portal(run)
    assert [message["type"] for message in client.sent] == ["websocket.accept", "websocket.send"]
    assert stage.live.status().connections == 0
