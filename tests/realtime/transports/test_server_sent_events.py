"""Server-sent events: the same messages, in the same order, for a client that only listens."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.types import Message

from tajriba.accounts.service import end_session
from tajriba.events.positions import APART
from tajriba.events.service import NewEvent, append
from tajriba.realtime.endpoints import server_sent_events
from tajriba.realtime.hub.hub import QUEUE_MAX
from tests.kit.clients.sse_reader import Stream, stream
from tests.realtime.realtime_app import Person, RealtimeApp


@contextmanager
def listening(
    stage: RealtimeApp, person: Person, query: str = "", more: dict[str, str] | None = None
) -> Iterator[Stream]:
    with stream(stage.client, f"/events/1{query}", person.headers | (more or {})) as opened:
        yield opened


def after(position: int | str) -> dict[str, str]:
    return {"Last-Event-ID": str(position)}


def test_connect_comes_first_with_a_hint_when_to_come_back(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    stage.tell("diagnosis:1")
    with listening(stage, maryam) as opened:
        first = opened.next()
        assert opened.hints == ["retry: 2000"]
        assert opened.response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert opened.response.headers["cache-control"] == "no-store"
        assert opened.response.headers["x-accel-buffering"] == "no"
    assert (first.id, first.message["event_id"]) == (1, 1)
    assert first.message["type"] == "connect"
    assert first.message["data"] == {
        "user_id": maryam.user_id,
        "last_event_id": 1,
        "recovered": None,
    }
    assert stage.policy.opened_diagnoses == [1]
    assert stage.live.status().connections == 0


def test_what_happens_is_heard_in_order_and_in_ones_language(stage: RealtimeApp) -> None:
    maryam = stage.patient(1, plan=("recommendation:7",))
    with listening(stage, maryam, query="?lang=en") as opened:
        opened.next()
        for topic in ("diagnosis:1", "recommendation:9", "recommendation:7"):
            stage.tell(topic)
        heard = [opened.next() for _ in range(2)]
    ids = [one.id for one in heard]
    assert ids == [one.message["event_id"] for one in heard] == [1, 2 * APART]
    assert {one.message["data"]["lang"] for one in heard} == {"en"}
    assert {one.message["diagnosis_id"] for one in heard} == {1}


def test_the_language_of_the_request_is_taken_where_none_is_named(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with listening(stage, maryam, more={"Accept-Language": "en"}) as opened:
        opened.next()
        stage.tell("diagnosis:1")
        assert opened.next().message["data"]["lang"] == "en"


def test_what_was_missed_follows(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    for topic in ("diagnosis:1", "diagnosis:1", "diagnosis:2", "diagnosis:1"):
        stage.tell(topic)
    with listening(stage, maryam, more=after(1)) as opened:
        connect = opened.next()
        assert (connect.id, connect.message["data"]["recovered"]) == (1, True)
        stage.tell("diagnosis:1")
        assert [opened.next().id for _ in range(3)] == [2, 3, 4]


def test_a_gap_that_can_not_be_told_is_a_resync(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    events = [NewEvent("diagnosis:1", "feedback_update", {})] * 101
    stage.database.write_now(append, events)
    with listening(stage, maryam, more=after(0)) as opened:
        connect, resync = opened.next(), opened.next()
        assert connect.message["data"]["recovered"] is False
        assert (resync.message["type"], resync.message["data"]) == ("resync", {})
        assert connect.id == resync.id == resync.message["event_id"] == 101
        stage.tell("diagnosis:1")
        assert opened.next().id == 102


@pytest.mark.parametrize("last", ["2", "-1", "x", "", "1.0", "9" * 19, "9" * 40, "١"])
def test_a_position_that_can_not_be_is_a_problem(stage: RealtimeApp, last: str) -> None:
    maryam = stage.patient()
    stage.tell("diagnosis:1")
    headers: dict[Any, Any] = {name: value.encode() for name, value in maryam.headers.items()}
    answer = stage.client.get("/events/1", headers=headers | {b"Last-Event-ID": last.encode()})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    (field,) = answer.json()["fields"]
    assert (field["where"], field["code"]) == (["header", "last-event-id"], "bad_position")
    assert stage.live.status().connections == 0


def test_who_may_not_listen_is_told_before_the_stream(stage: RealtimeApp) -> None:
    maryam, _ = stage.patient(1), stage.patient(2)
    researcher = stage.person(role="researcher")
    assert stage.client.get("/events/1").status_code == 401
    assert stage.client.get("/events/1", headers=researcher.headers).status_code == 403
    for diagnosis, status in (("2", 404), ("99", 404), ("x", 422), ("0", 422)):
        answer = stage.client.get(f"/events/{diagnosis}", headers=maryam.headers)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("limits", [True])
def test_who_comes_too_often_is_told_to_wait(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    for _ in range(60):
        assert stage.client.get("/events/9", headers=maryam.headers).status_code == 404
    answer = stage.client.get("/events/9", headers=maryam.headers)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_the_end_of_a_session_ends_its_streams(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with listening(stage, maryam) as opened:
        opened.next()
        stage.database.write_now(end_session, maryam.session_id)
        assert opened.to_end() == [": session_ended"]
    assert stage.live.status().connections == 0


def test_the_end_of_care_ends_the_stream_before_what_follows_it(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with listening(stage, maryam) as opened:
        opened.next()
        events = [
            NewEvent(f"care:{maryam.user_id}", "care_ended", {}),
            NewEvent("diagnosis:1", "feedback_update", {}),
        ]
        stage.database.write_now(append, events)
        assert opened.to_end() == [": care_ended"]


def test_a_drain_ends_every_stream_and_lets_no_other_begin(stage: RealtimeApp) -> None:
    maryam = stage.patient()
    with listening(stage, maryam) as opened:
        opened.next()
        stage.portal(stage.live.drain)
        assert opened.to_end() == [": restarting"]
    answer = stage.client.get("/events/1", headers=maryam.headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert stage.live.status().connections == 0


def test_a_heartbeat_comes_while_nothing_happens(
    stage: RealtimeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_sent_events, "heartbeat", lambda share: 0.01)
    with listening(stage, stage.patient()) as opened:
        opened.next()
        beats = opened.beats(2)
    assert beats == [": ", ": "]


class StuckStream:
    """An ASGI client that takes `room` messages of a stream, and then none."""

    def __init__(self, stage: RealtimeApp, person: Person, room: int) -> None:
        self.stage, self.room = stage, room
        self.sent: list[Message] = []
        self.connected = asyncio.Event()
        self.full = asyncio.Event()
        self.left = asyncio.Event()
        self.freed = asyncio.Event()
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": "/events/1",
            "query_string": b"",
            "headers": [(b"authorization", person.headers["Authorization"].encode())],
        }

    async def send(self, message: Message) -> None:
        if len(self.sent) >= self.room:
            self.full.set()
            await self.freed.wait()
        self.sent.append(message)
        if len(self.sent) == self.room:
            self.connected.set()

    async def receive(self) -> Message:
        await self.left.wait()
        return {"type": "http.disconnect"}


def test_a_stream_that_is_not_read_is_ended_and_delays_nobody(stage: RealtimeApp) -> None:
    maryam, ali = stage.patient(1), stage.patient(2, plan=("diagnosis:1",))

    async def overflow() -> list[Message]:
        stuck = StuckStream(stage, maryam, room=3)  # the start, the hint, `connect`
        serving = asyncio.ensure_future(stage.client.app(stuck.scope, stuck.receive, stuck.send))
        await stuck.connected.wait()
        events = [NewEvent("diagnosis:1", "feedback_update", {})] * (QUEUE_MAX + 10)
        await stage.database.write(append, events)
        await stuck.full.wait()
        await stage.live.pump.catch_up()
        assert stage.live.open_diagnoses() == {2}
        stuck.freed.set()
        stuck.left.set()
        await serving
        return stuck.sent

    with stage.socket(ali, 2) as other:
        other.receive_json()
        sent = stage.portal(overflow)
        heard = [other.receive_json()["event_id"] for _ in range(QUEUE_MAX + 10)]
    assert heard == list(range(1, QUEUE_MAX + 11))
    assert len(sent) <= 5
