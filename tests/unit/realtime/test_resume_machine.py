"""Coming back, step by step: `recovered` is true exactly where it can be, and then all is there."""

import json
from collections.abc import Callable, Coroutine, Generator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import create_engine, delete
from sqlalchemy.pool import StaticPool

from tajriba.accounts.schemas import Claims, Principal
from tajriba.accounts.service import create_user, open_session
from tajriba.events.positions import APART
from tajriba.events.service import KEPT_MS, Event, NewEvent, append, last_position
from tajriba.events.tables import event as event_table
from tajriba.kit.clock import DAY_MS
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.realtime.access.handshake import Identity
from tajriba.realtime.access.resume import ConnectionContext, enter
from tajriba.realtime.hub.hub import INTERNAL, PLAN_CHANGED, Action, Hub
from tajriba.realtime.hub.topic_policy import Policy, Subscription
from tajriba.realtime.protocol.client_messages import BAD_AFTER, OVERLOADED, Closing, Refused
from tajriba.realtime.transports.framing import SOCKET, Reader
from tests.kit.fakes.hub_actions import deferred

OWN = "diagnosis:1"
PUBLIC = ("recommendation:", "log")
"""How the topics of shared events begin."""
SHARED = ("recommendation:1", "recommendation:2", "recommendation:3")
PLANS = (frozenset(SHARED[:2]), frozenset(SHARED[1:]))
REPLAYED = 4
START = 1_000_000_000_000
picks = st.integers(0, 9)
"""Which of those who are eligible makes a move."""


class _Turn:
    """Lets whatever comes happen before the coroutine goes on."""

    def __await__(self) -> Generator[None]:
        yield


@dataclass
class Look:
    """What stood in the database when a client last looked."""

    last_id: int = 0
    position: int = 0
    topics: frozenset[str] = frozenset()
    begin: int = 0
    now: int = 0


@dataclass
class Person:
    """One who comes and goes; `position` is what a client keeps to come back with."""

    entering: Coroutine[Any, Any, list[Action]] | None = None
    after: int | None = None
    look: Look = field(default_factory=Look)
    inside: bool = False
    position: int | None = None
    replayed: list[int] = field(default_factory=list)
    got: list[int] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Where one is at present."""
        return "entering" if self.entering else "inside" if self.inside else "out"


class ReturnMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.shorter = patch("tajriba.events.service.REPLAY_MAX", REPLAYED)
        self.shorter.start()
        self.connection, self.claims = _CONNECTION, _CLAIMS
        self.transaction = self.connection.begin()
        self.now = START
        self.hub = Hub()
        self.log: list[Event] = []
        self.oldest = 1
        self.published = 0
        self.plan = PLANS[0]
        self.people = [Person(position=position) for position in (None, 0, 0)]

    def topics(self) -> frozenset[str]:
        return self.plan | {OWN}

    def append(self, topic: str, type_: str = "feedback_update", **data: Any) -> None:
        shared = topic.startswith(PUBLIC)
        append(WriteTx(self.connection, self.now), [NewEvent(topic, type_, data, shared)])
        counted = sum(one.topic.startswith(PUBLIC) for one in self.log) + shared
        own = 0 if shared else 1 + self.own_since_shared(topic)
        position = APART * counted + own
        self.log.append(Event(len(self.log) + 1, topic, type_, self.now, data, position))

    def own_since_shared(self, topic: str) -> int:
        """Return how many events of a topic there are behind the last shared one."""
        behind = takewhile(lambda one: not one.topic.startswith(PUBLIC), reversed(self.log))
        return sum(one.topic == topic for one in behind)

    def last_position(self) -> int:
        """Return how far one who hears `OWN` can have come."""
        heard = (OWN, *PUBLIC)
        return max((one.position for one in self.log if one.topic.startswith(heard)), default=0)

    def begin(self) -> int:
        """Return the position from which on nothing was deleted, of whatever topic."""
        kept = self.log[self.oldest - 1 :]
        shared = [one.position for one in kept if one.topic.startswith(PUBLIC)]
        return 0 if self.oldest == 1 else min(shared)

    @rule(topics=st.lists(st.sampled_from((OWN, *SHARED, "diagnosis:2")), min_size=1, max_size=4))
    def happens(self, topics: list[str]) -> None:
        for topic in topics:
            self.append(topic)

    @rule(plan=st.sampled_from(PLANS))
    def plan_changes(self, plan: frozenset[str]) -> None:
        self.plan = plan
        self.append(OWN, PLAN_CHANGED, topics=sorted(plan))

    @rule(days=st.integers(6, 8), really=st.integers(0, 3))
    def time_passes(self, days: int, really: int) -> None:
        """Seldom, since it makes every gap one that can't be told."""
        if really == 3:
            self.now += days * DAY_MS
        if really == 2 and len(self.log) > self.oldest:
            self.append("log", "set_apart")
            oldest = event_table.c.id == self.oldest
            self.connection.execute(delete(event_table).where(oldest))
            self.oldest += 1

    @rule(count=st.integers(1, 6))
    def pump(self, count: int) -> None:
        for event in self.log[self.published : self.published + count]:
            self.published = event.id
            deferred(self.hub, self.hub.publish(event))

    def some(self, state: str, pick: int = 0) -> int | None:
        """Return one who is out, entering or inside; None where nobody is."""
        found = [number for number, one in enumerate(self.people) if one.state == state]
        return found[pick % len(found)] if found else None

    @precondition(lambda self: self.some("out") is not None)
    @rule(pick=picks, back=st.integers(-1, 9), turns=st.integers(0, 4))
    def comes(self, pick: int, back: int, turns: int) -> None:
        """Begin to enter, where one left off or further back, or with what is ahead of the log."""
        number = self.some("out", pick)
        assert number is not None
        person = self.people[number]
        person.after = self._back(person.position, back // 3)
        if back < 0:
            person.after = self.last_position() + 1
        identity = Identity(self.claims, person.after, "fa")
        connection_context = ConnectionContext(
            self._database(person), _policy(self), self.hub, lambda: self.now
        )
        person.entering = enter(connection_context, number, Reader(1, "fa", SOCKET), identity)
        self._go_on(number, turns + 1)

    def _back(self, position: int | None, events: int) -> int | None:
        """Return the position so many events of the present topics before one."""
        if position is None or events <= 0:
            return position
        heard = [one.position for one in self.log if one.topic in self.topics()]
        return [0, *(one for one in heard if one < position)][-events:][0]

    def _database(self, person: Person) -> Database:
        async def read(use_case: Callable[..., Any], *args: Any) -> Any:
            await _Turn()
            found = use_case(ReadTx(self.connection, self.now), *args)
            person.look = Look(
                len(self.log), self.last_position(), self.topics(), self.begin(), self.now
            )
            await _Turn()
            return found

        return cast(Database, SimpleNamespace(read=read))

    @precondition(lambda self: self.some("entering") is not None)
    @rule(pick=picks, turns=st.integers(1, 4))
    def goes_on(self, pick: int, turns: int) -> None:
        number = self.some("entering", pick)
        assert number is not None
        self._go_on(number, turns)

    def _go_on(self, number: int, turns: int) -> None:
        person = self.people[number]
        for _ in range(turns):
            if person.entering is not None:
                self._step(number, person, person.entering)

    def _step(self, number: int, person: Person, entering: Coroutine[Any, Any, Any]) -> None:
        try:
            entering.send(None)
        except StopIteration:
            person.entering, person.inside = None, True
            self._greeted(number, person)
        except Refused as refused:
            self._refused(number, person, refused.closing)

    def _refused(self, number: int, person: Person, closing: Closing) -> None:
        person.entering = None
        self.hub.leave(number)
        too_far = person.after is not None and person.after > person.look.position
        assert closing == (BAD_AFTER if too_far else OVERLOADED)

    def _greeted(self, number: int, person: Person) -> None:
        connect = json.loads(cast(str, self.hub.take(number)))
        said, gap = connect["data"], self._gap(person)
        recovered = None if person.after is None else gap is not None
        assert said["recovered"] is recovered
        person.position = person.after if recovered else person.look.position
        assert said["last_event_id"] == connect["event_id"] == person.position
        person.replayed = [one.id for one in gap or [] if one.type not in INTERNAL]
        person.got = []

    def _gap(self, person: Person) -> list[Event] | None:
        """Return what was missed at the last look, None where nobody can tell."""
        look, after = person.look, person.after
        if after is None or after < look.begin:
            return None
        mine = [one for one in self.log[: look.last_id] if one.topic in look.topics]
        missed = [one for one in mine if one.position > after]
        old = bool(missed) and missed[0].created_at < look.now - KEPT_MS
        return None if old or len(missed) > REPLAYED else missed

    @precondition(lambda self: self.some("inside") is not None)
    @rule(pick=picks, count=st.integers(1, 6), then_leaves=st.booleans())
    def takes(self, pick: int, count: int, then_leaves: bool) -> None:
        number = self.some("inside", pick)
        assert number is not None
        self._take(number, self.people[number], count)
        if then_leaves:
            self._leave(number)

    def _take(self, number: int, person: Person, count: int) -> None:
        for _ in range(count):
            item = self.hub.take(number)
            if item is None:
                assert person.got == self._due(person)
                return
            assert isinstance(item, Event)
            person.got.append(item.id)
            assert item.position > (person.position or 0)
            person.position = item.position

    def _due(self, person: Person) -> list[int]:
        """Return what must have come since the connect, by walking the log."""
        due, topics = list(person.replayed), set(person.look.topics)
        for event in self.log[person.look.last_id : self.published]:
            if event.topic in topics and event.type == PLAN_CHANGED:
                topics = {OWN, *event.data["topics"]}
            elif event.topic in topics:
                due.append(event.id)
        return due

    @precondition(lambda self: self.some("entering") is not None)
    @rule(pick=picks)
    def gives_up(self, pick: int) -> None:
        number = self.some("entering", pick)
        assert number is not None
        self._leave(number)

    def _leave(self, number: int) -> None:
        person = self.people[number]
        if person.entering is not None:
            person.entering.close()
        person.entering, person.inside = None, False
        self.hub.leave(number)

    @invariant()
    def what_came_is_the_beginning_of_what_is_due(self) -> None:
        for person in self.people:
            if person.inside:
                assert person.got == self._due(person)[: len(person.got)]

    def teardown(self) -> None:
        tx = ReadTx(self.connection, self.now)
        assert last_position(tx, [OWN]) == self.last_position()
        for number in range(len(self.people)):
            self._leave(number)
        assert self.hub.status().topics == 0
        self.transaction.rollback()
        self.shorter.stop()


def _policy(machine: ReturnMachine) -> Policy:
    def admit(tx: ReadTx, principal: Principal, diagnosis_id: int) -> Subscription:
        return Subscription(machine.topics(), frozenset())

    def still_visible(_tx: ReadTx, _who: Principal, missed: Sequence[Event]) -> list[Event]:
        return list(missed)

    return cast(Policy, SimpleNamespace(admit=admit, still_visible=still_visible))


def _database() -> tuple[Any, Claims]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    event_table.metadata.create_all(engine)
    connection = engine.connect()
    with connection.begin():
        tx = WriteTx(connection, START)
        user_id = create_user(tx, "maryam@example.org", "no password fits", "Maryam", "patient")
        session_id = open_session(tx, user_id, 3650).session_id
    return connection, Claims(user_id, session_id)


_CONNECTION, _CLAIMS = _database()

ReturnMachine.TestCase.settings = settings(
    max_examples=500,
    stateful_step_count=40,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestReturn = ReturnMachine.TestCase
