"""A small app of accounts and live messages alone, over a real database, with a table as policy."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketTestSession

from tajriba.accounts.access_tokens import Tokens
from tajriba.accounts.authorization import Guard
from tajriba.accounts.limits.daily_limits import DailyLimits
from tajriba.accounts.schemas import Principal, Role
from tajriba.accounts.service import create_user, open_session
from tajriba.audit.denials import Denials
from tajriba.broker import open_broker
from tajriba.database import open_database
from tajriba.events.service import Event, NewEvent, append
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.kit.errors import Forbidden, NotFound
from tajriba.kit.http import problem_details
from tajriba.kit.http.rate_limit import RateLimiter
from tajriba.kit.i18n import Lang
from tajriba.realtime.endpoints.api import router
from tajriba.realtime.endpoints.asgi_middleware import LiveMiddleware
from tajriba.realtime.endpoints.live import Live, Timing
from tajriba.realtime.endpoints.server_sent_events_api import router as stream_router
from tajriba.realtime.hub.topic_policy import Subscription
from tajriba.settings import Settings
from tests.kit.fakes.fake_clock import FakeClock


@dataclass
class TablePolicy:
    """Who owns which diagnosis, and which topics its plan has; `on_admit` runs in each look."""

    owners: dict[int, int] = field(default_factory=dict)
    plans: dict[int, set[str]] = field(default_factory=dict)
    opened_diagnoses: list[int] = field(default_factory=list)
    worded: list[tuple[int, Lang]] = field(default_factory=list)
    on_admit: Callable[[int], None] | None = None
    admissions: int = 0
    withheld: set[str] = field(default_factory=set)

    def admit(self, tx: ReadTx, principal: Principal, diagnosis_id: int) -> Subscription:
        if principal.role == "researcher":
            raise Forbidden
        if self.owners.get(diagnosis_id) != principal.user_id:
            raise NotFound
        own = {f"diagnosis:{diagnosis_id}"}
        topics = frozenset(own | self.plans.get(diagnosis_id, set()))
        self.admissions += 1
        if self.on_admit is not None:
            self.on_admit(self.admissions)
        return Subscription(topics, frozenset({f"care:{principal.user_id}"}))

    def still_visible(
        self, tx: ReadTx, principal: Principal, missed: Sequence[Event]
    ) -> list[Event]:
        return [event for event in missed if event.topic not in self.withheld]

    def word(self, event: Event, lang: Lang) -> dict[str, Any]:
        self.worded.append((event.id, lang))
        if event.type == "unspeakable":
            raise LookupError(event.type)
        return {**event.data, "lang": lang}

    def opened(self, diagnosis_id: int) -> None:
        self.opened_diagnoses.append(diagnosis_id)


@dataclass(frozen=True)
class Person:
    user_id: int
    session_id: str
    headers: dict[str, str]


@dataclass
class RealtimeApp:
    """A running app with what tests do to it."""

    client: TestClient
    live: Live
    database: Database
    policy: TablePolicy
    clock: FakeClock
    tokens: Tokens

    def person(self, email: str = "maryam@example.org", role: Role = "patient") -> Person:
        def make(tx: WriteTx) -> tuple[int, str]:
            user_id = create_user(tx, email, "no password fits", "Maryam", role)
            return user_id, open_session(tx, user_id, 30).session_id

        user_id, session_id = self.database.write_now(make)
        token = self.tokens.issue(user_id, session_id)
        return Person(user_id, session_id, {"Authorization": f"Bearer {token}"})

    def patient(self, diagnosis_id: int = 1, plan: tuple[str, ...] = ()) -> Person:
        """Return the owner of a new diagnosis."""
        person = self.person(f"patient{diagnosis_id}@example.org")
        self.policy.owners[diagnosis_id] = person.user_id
        self.policy.plans[diagnosis_id] = set(plan)
        return person

    def tell(self, topic: str, type_: str = "feedback_update", **data: Any) -> None:
        """Commit one event."""
        self.database.write_now(
            append, [NewEvent(topic, type_, data, topic.startswith("recommendation:"))]
        )

    def catch_up(self) -> None:
        """Return once the pump has handed on all that is committed."""
        self.portal(self.live.pump.catch_up)

    def portal(self, work: Callable[..., Any], *args: Any) -> Any:
        assert self.client.portal is not None
        return self.client.portal.call(work, *args)

    def socket(
        self, person: Person | None, diagnosis: int | str = 1, query: str = "", **headers: str
    ) -> WebSocketTestSession:
        signed = person.headers if person else {}
        return self.client.websocket_connect(f"/ws/{diagnosis}{query}", headers=signed | headers)

    def ticket(self, person: Person, diagnosis_id: int = 1) -> str:
        answer = self.client.post(
            "/ws/ticket", json={"diagnosis_id": diagnosis_id}, headers=person.headers
        )
        assert answer.status_code == 201, answer.text
        ticket: str = answer.json()["data"]["ticket"]
        return ticket


def until_pong(socket: WebSocketTestSession) -> list[dict[str, Any]]:
    """Return what a socket gets before the answer to a ping."""
    socket.send_json({"type": "ping"})
    messages = []
    while (message := socket.receive_json())["type"] != "pong":
        messages.append(message)
    return messages


def closing(socket: WebSocketTestSession) -> tuple[int, str]:
    """Return how the next message closes the socket."""
    message = socket.receive()
    assert message["type"] == "websocket.close", json.dumps(message)
    return message["code"], message["reason"]


def build(
    settings: Settings, clock: FakeClock, policy: TablePolicy, timing: Timing, limits: bool = False
) -> FastAPI:
    """Return the app; its lifespan opens the database and starts the live side."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = open_database(settings, clock)
        tokens = Tokens(settings.secret_key.get_secret_value(), 15, clock)
        broker = open_broker(settings)
        limiter = RateLimiter(limits, broker.counts)
        denials = Denials(database, clock)
        app.state.guard = Guard(
            database, tokens, limiter, denials, DailyLimits(database, clock, {})
        )
        allowed = frozenset({"https://clinic.example:443"})
        app.state.live = Live(
            database, broker.notifier, tokens, policy, limiter, denials, allowed, clock, timing
        )
        database.on_commit(broker.notifier.notify)
        await broker.notifier.start()
        await app.state.live.start()
        try:
            yield
        finally:
            await app.state.live.drain()
            await broker.close()
            database.close()

    app = FastAPI(lifespan=lifespan)
    problem_details.install(app)
    app.include_router(router)
    app.include_router(stream_router)
    app.add_middleware(LiveMiddleware)
    return app
