"""The stage that every test of the sockets stands on."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tajriba.realtime.endpoints.live import Timing
from tajriba.settings import Settings
from tests.kit.fakes.fake_clock import FakeClock
from tests.realtime.realtime_app import RealtimeApp, TablePolicy, build


@pytest.fixture
def timing() -> Timing:
    return Timing()


@pytest.fixture
def limits() -> bool:
    return False


@pytest.fixture
def stage(
    settings: Settings, clock: FakeClock, timing: Timing, limits: bool
) -> Iterator[RealtimeApp]:
    policy = TablePolicy()
    app = build(settings, clock, policy, timing, limits)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        guard = app.state.guard
        yield RealtimeApp(client, app.state.live, guard.database, policy, clock, guard.tokens)
