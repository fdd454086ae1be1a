"""The pump: it follows the log whoever wrote it, and a failure costs it no event."""

import asyncio

import pytest
from structlog.testing import capture_logs

from tajriba.database import open_database
from tajriba.events.service import Event, NewEvent, append
from tajriba.realtime.endpoints.live import Timing
from tajriba.realtime.hub.event_pump import EventPump
from tajriba.realtime.hub.periodic import every
from tajriba.settings import Settings
from tests.kit.fakes.fake_clock import FakeClock
from tests.realtime.realtime_app import RealtimeApp


@pytest.mark.parametrize("timing", [Timing(poll=0.01)])
def test_events_of_another_process_are_found(
    stage: RealtimeApp, settings: Settings, clock: FakeClock
) -> None:
    maryam = stage.patient()
    with stage.socket(maryam) as socket:
        socket.receive_json()
        other = open_database(settings, clock)
        other.write_now(append, [NewEvent("diagnosis:1", "feedback_update", {})])
        other.close()
        assert socket.receive_json()["event_id"] == 1


async def _nothing(_messages: int) -> None:
    return


def test_a_failure_is_logged_and_the_next_round_goes_on(
    settings: Settings, clock: FakeClock
) -> None:
    database = open_database(settings, clock)
    heard: list[int] = []

    async def follow() -> None:
        done = asyncio.Event()

        def publish(event: Event) -> None:
            if event.id == 1:
                raise RuntimeError("this one can't be handed on")
            heard.append(event.id)
            done.set()

        pump = EventPump(database, publish, _nothing, 0.01)
        await pump.start()
        events = [NewEvent("diagnosis:1", "feedback_update", {})] * 2
        await database.write(append, events)
        await done.wait()
        await pump.stop()

    with capture_logs() as logs:
        asyncio.run(follow())
    database.write_now(append, [NewEvent("diagnosis:1", "feedback_update", {})])
    database.close()
    assert heard == [2]
    assert [(line["event"], line["last_id"]) for line in logs] == [("event_pump_failed", 1)]


def test_a_round_that_fails_is_logged_and_comes_again() -> None:
    async def run() -> int:
        rounds = 0
        done = asyncio.Event()

        async def work() -> None:
            nonlocal rounds
            rounds += 1
            if rounds == 1:
                raise RuntimeError
            done.set()

        task = asyncio.ensure_future(every(0, work))
        await done.wait()
        task.cancel()
        return rounds

    with capture_logs() as logs:
        assert asyncio.run(run()) >= 2
    assert [line["event"] for line in logs] == ["round_failed"]
