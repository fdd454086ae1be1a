"""Two processes over one database: what happens in one is heard, and counts, in the other."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from time import monotonic
from typing import Literal

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient, WebSocketTestSession

from tajriba.app import create_app
from tajriba.loop.prediction.worker import last_work
from tajriba.loop.queue_counts import count_waiting
from tajriba.ops.process_state import Console
from tajriba.realtime.endpoints.live import Timing
from tajriba.settings import Settings
from tests.kit.clinics.clinic import Clinic, Person, data_of
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.redis_broker import WAIT, Broker
from tests.realtime.realtime_app import RealtimeApp, TablePolicy, build, closing

State = Literal["answers", "is down", "hangs", "loses all", "is unset"]
STATES: tuple[State, ...] = ("answers", "is down", "hangs", "loses all", "is unset")
LOST_SECONDS = 2.0
"""How late an event may be without its notification."""


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    yield broker
    broker.kill()


@pytest.fixture
def brokered(settings: Settings, broker: Broker) -> Settings:
    return settings.model_copy(update={"broker_url": SecretStr(broker.url)})


@pytest.fixture
def stages(brokered: Settings, clock: FakeClock) -> Iterator[list[RealtimeApp]]:
    """Two processes that hardly ever look by themselves."""
    policy = TablePolicy()
    with ExitStack() as stack:
        yield [_stage(stack, brokered, clock, policy) for _ in range(2)]


def _stage(
    stack: ExitStack, settings: Settings, clock: FakeClock, policy: TablePolicy
) -> RealtimeApp:
    app = build(settings, clock, policy, Timing(poll=10 * WAIT))
    client = stack.enter_context(TestClient(app, base_url="http://127.0.0.1:8000"))
    guard = app.state.guard
    return RealtimeApp(client, app.state.live, guard.database, policy, clock, guard.tokens)


@dataclass
class Pair:
    """Two whole apps, and the broker between them."""

    here: Clinic
    there: Clinic
    broker: Broker
    state: State

    def trouble(self) -> None:
        """Put the broker into its state, unnoticed as yet."""
        match self.state:
            case "is down":
                self.broker.kill()
            case "hangs":
                self.broker.hang()

    def screen(self, person: Person, diagnosis_id: int) -> WebSocketTestSession:
        """Open a screen in the other process."""
        return self.there.client.websocket_connect(f"/ws/{diagnosis_id}", headers=person.headers)


@pytest.fixture
def state() -> State:
    return "answers"


@pytest.fixture
def pair(brokered: Settings, broker: Broker, clock: FakeClock, state: State) -> Iterator[Pair]:
    urls = [broker.url, broker.url]
    if state == "is unset":
        urls = ["", ""]
    with ExitStack() as stack:
        if state == "loses all":  # each process has a healthy broker, and hears nothing by it
            another = Broker()
            stack.callback(another.kill)
            urls[1] = another.url
        each = [brokered.model_copy(update={"broker_url": SecretStr(url)}) for url in urls]
        clients = [
            stack.enter_context(TestClient(create_app(one, clock), base_url="http://127.0.0.1"))
            for one in each
        ]
        for client in clients:
            until_degraded(client, [])
        here, there = (Clinic(client, clock) for client in clients)
        yield Pair(here, there, broker, state)


def until(condition: Callable[[], bool]) -> None:
    end = monotonic() + WAIT
    while not condition():
        assert monotonic() < end


def until_degraded(client: TestClient, parts: list[str]) -> None:
    until(lambda: data_of(client.get("/health/ready"))["degraded"] == parts)


def work_position(clinic: Clinic) -> int:
    console: Console = clinic.client.app.state.console  # type: ignore[attr-defined]
    return console.work_position()


def types_until(socket: WebSocketTestSession, last: str) -> list[str]:
    """Return the types of what a socket hears before the first message of type `last`."""
    types: list[str] = []
    while (type_ := socket.receive_json()["type"]) != last:
        types.append(type_)
    return types


def test_an_event_of_one_process_reaches_a_screen_of_the_other(
    stages: list[RealtimeApp], broker: Broker
) -> None:
    here, there = stages
    maryam = here.patient()
    with there.socket(maryam) as socket:
        socket.receive_json()
        broker.until_subscribed("diagnosis:1")
        here.tell("diagnosis:1")
        assert socket.receive_json()["event_id"] == 1


def test_a_process_subscribes_to_the_topics_of_its_own_clients(
    stages: list[RealtimeApp], broker: Broker
) -> None:
    here, there = stages
    maryam, ali = here.patient(1), here.patient(2)
    with here.socket(maryam, 1) as one, there.socket(ali, 2) as two:
        one.receive_json()
        two.receive_json()
        broker.until_subscribed("diagnosis:1")
        broker.until_subscribed("diagnosis:2")
        assert broker.subscribers("diagnosis:1") == broker.subscribers("diagnosis:2") == 1


def test_a_ticket_of_one_process_opens_a_socket_of_the_other_once(
    stages: list[RealtimeApp],
) -> None:
    here, there = stages
    ticket = here.ticket(here.patient())
    with there.socket(None) as socket:
        socket.send_json({"type": "auth", "ticket": ticket})
        assert socket.receive_json()["type"] == "connect"
    with here.socket(None) as again:
        again.send_json({"type": "auth", "ticket": ticket})
        assert closing(again) == (1008, "not_signed_in")


@pytest.mark.parametrize("state", STATES)
def test_an_event_arrives_whatever_the_broker_does(pair: Pair) -> None:
    me = pair.here.patient()
    diagnosis_id = pair.here.diagnosis(me)
    (remedy, *_) = pair.here.plan(me, diagnosis_id)
    with pair.screen(me, diagnosis_id) as socket:
        types_until(socket, "connect")
        pair.trouble()
        pair.here.report(me, diagnosis_id, remedy)
        reported = monotonic()
        types_until(socket, "feedback_update")
        assert monotonic() - reported < LOST_SECONDS


@pytest.mark.parametrize("state", STATES)
def test_signing_out_here_closes_there_within_a_second(pair: Pair) -> None:
    me = pair.here.patient()
    diagnosis_id = pair.here.diagnosis(me)
    with pair.screen(me, diagnosis_id) as socket:
        types_until(socket, "connect")
        pair.trouble()
        data_of(pair.here.client.post("/api/auth/logout", headers=me.headers))
        left = monotonic()
        assert closing(socket) == (1008, "session_ended")
        assert monotonic() - left < 1


@pytest.mark.parametrize("state", STATES)
def test_the_end_of_consent_here_closes_there_within_a_second(pair: Pair) -> None:
    me, sara = pair.here.patient(), pair.here.practitioner()
    care_id = pair.here.consent(sara, me)
    diagnosis_id = pair.here.diagnosis(me)
    with pair.screen(sara, diagnosis_id) as hers, pair.screen(me, diagnosis_id) as mine:
        types_until(hers, "connect")
        types_until(mine, "connect")
        pair.trouble()
        data_of(pair.here.client.delete(f"/api/care/{care_id}", headers=me.headers))
        ended = monotonic()
        assert closing(hers) == (1008, "care_ended")
        assert monotonic() - ended < 1


def test_every_fifth_report_is_counted_over_both(pair: Pair) -> None:
    """Five reports, by turns: one announcement, whose work both processes read."""
    me = pair.here.patient()
    diagnosis_id = pair.here.diagnosis(me)
    (remedy, *_) = pair.here.plan(me, diagnosis_id)
    with pair.screen(me, diagnosis_id) as socket:
        types_until(socket, "connect")
        for number in range(5):
            clinic = (pair.here, pair.there)[number % 2]
            clinic.report(me, diagnosis_id, remedy)
        heard = types_until(socket, "effectiveness_update")
        assert heard.count("feedback_update") == 5
    assert pair.here.database.read_now(count_waiting, 0) == 1
    last = pair.here.database.read_now(last_work)
    until(lambda: work_position(pair.here) == work_position(pair.there) == last)


@pytest.mark.parametrize("state", ["is down", "hangs"])
def test_readiness_names_the_broker_until_it_is_back(pair: Pair) -> None:
    pair.trouble()
    until_degraded(pair.there.client, ["broker"])
    assert pair.there.client.get("/health/ready").status_code == 200
    pair.broker.start() if pair.state == "is down" else pair.broker.go_on()
    until_degraded(pair.there.client, [])
