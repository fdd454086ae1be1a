"""The hub as a state machine: nothing is lost, doubled or out of order, whatever comes when."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tajriba.events.service import Event
from tajriba.realtime.hub.hub import INTERNAL, PLAN_CHANGED, Action, Close, Hub, Ready, Status, Tell
from tajriba.realtime.hub.topic_policy import Subscription
from tajriba.realtime.protocol.client_messages import RESTARTING, SESSION_ENDED, TOO_MANY, Closing
from tests.unit.realtime.hub_model import Screen

PARTS = 2
SEQUENCES = int(os.environ.get("HUB_SEQUENCES", "1000"))
"""How many sequences of moves are tried in all parts together."""

QUEUE = 3
SHARED = ("recommendation:1", "recommendation:2", "recommendation:3")
AHEAD = 1000
"""How far the positions that readers see are ahead of the ids here."""
PLANS = (frozenset(SHARED[:2]), frozenset(SHARED[1:]), frozenset(SHARED[:1]))
TOPICS = ("diagnosis:1", "diagnosis:2", *SHARED)
numbers = st.integers(0, 9)
"""Which of the clients that are eligible makes a move."""


class HubMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.hub = Hub(QUEUE)
        self.log: list[Event] = []
        self.published = 0
        self.plans = {1: PLANS[0], 2: PLANS[1]}
        self.screens: dict[int, Screen] = {}
        self.next_client = 1

    # what happens in the world

    def append(self, topic: str, type_: str, data: dict[str, Any]) -> None:
        number = len(self.log) + 1
        self.log.append(Event(number, topic, type_, 0, data, AHEAD + number))

    @rule(topics=st.lists(st.sampled_from(TOPICS), min_size=1, max_size=6))
    def happens(self, topics: list[str]) -> None:
        for topic in topics:
            self.append(topic, "effectiveness_update", {})

    @rule(diagnosis=st.integers(1, 2), plan=st.sampled_from(PLANS))
    def plan_changes(self, diagnosis: int, plan: frozenset[str]) -> None:
        self.plans[diagnosis] = plan
        self.append(f"diagnosis:{diagnosis}", PLAN_CHANGED, {"topics": sorted(plan)})

    @rule(really=st.integers(0, 5), session=st.sampled_from("ab"))
    def something_ends(self, really: int, session: str) -> None:
        if really == 4:  # seldom, since it ends many screens
            self.append(f"session:{session}", "session_ended", {})
        if really == 5:
            self.append("care:1", "care_ended", {})

    # what the hub is told

    @rule(count=st.integers(1, 8), writable=st.integers(0, 15))
    def pump(self, count: int, writable: int) -> None:
        for event in self.log[self.published : self.published + count]:
            before = self.untaken()
            actions = self.hub.publish(event)
            self.published = event.id
            ends = {client: screen.hear(event) for client, screen in self.screens.items()}
            self.settle(before, list(self.tell(actions, before, writable)), ends)

    def tell(
        self, actions: Iterable[Action], before: dict[int, int], writable: int
    ) -> Iterator[Action]:
        """Let some clients take at once what they are told, and the others wait for it."""
        for action in actions:
            if not isinstance(action, Tell):
                yield action
                continue
            assert len(action.clients) == len(set(action.clients))
            for client in action.clients:
                screen = self.screens[client]
                assert before[client] == 0
                assert screen.expected[-1] is action.event
                if writable >> client % 4 & 1:
                    screen.taken.append(action.event)
                else:
                    yield from self.hub.defer(client, action.event)

    def untaken(self) -> dict[int, int]:
        return {client: screen.waiting for client, screen in self.screens.items()}

    def settle(
        self, before: dict[int, int], actions: Iterable[Action], ends: dict[int, Closing | None]
    ) -> None:
        """Compare what the hub wants done with what must be; who must go is forgotten."""
        done = list(actions)
        closed = {one.client: one.closing for one in done if isinstance(one, Close)}
        assert closed == {client: closing for client, closing in ends.items() if closing}
        ready = sorted(one.client for one in done if isinstance(one, Ready))
        filled = [c for c in ends if before[c] == 0 and self.screens[c].waiting]
        assert ready == sorted(filled)
        for client in closed:
            del self.screens[client]

    def subscription(self, diagnosis: int, session: str) -> Subscription:
        topics = self.plans[diagnosis] | {f"diagnosis:{diagnosis}"}
        care = {"care:1"} if session == "b" else set()
        return Subscription(topics, frozenset({f"session:{session}", *care}))

    def enter(self, client: int, diagnosis: int, session: str) -> None:
        subscription = self.subscription(diagnosis, session)
        self.screens[client] = Screen(diagnosis, session, subscription, QUEUE)
        self.hub.join(client, diagnosis, session, subscription)

    @rule(diagnosis=st.integers(1, 2), session=st.sampled_from("ab"))
    def joins(self, diagnosis: int, session: str) -> None:
        self.enter(self.next_client, diagnosis, session)
        self.next_client += 1

    def some(self, opened: bool, looked: bool, number: int = 0) -> int | None:
        """Return a client of this state, None where there is none."""
        found = [
            client
            for client, screen in self.screens.items()
            if screen.opened is opened and (screen.snapshot is not None) is looked
        ]
        return found[number % len(found)] if found else None

    @precondition(lambda self: self.some(opened=False, looked=False))
    @rule(missed=st.integers(0, 1), number=numbers)
    def looks(self, missed: int, number: int) -> None:
        """Read the log and the plan in one snapshot; where the plan is another, join anew."""
        client = self.some(False, False, number)
        assert client is not None
        screen = self.screens[client]
        if screen.joined != self.subscription(screen.diagnosis, screen.session):
            self.enter(client, screen.diagnosis, screen.session)
            return
        screen.snapshot = len(self.log)
        screen.expected = ["connect"]
        screen.expected += [
            event
            for event in self.log[max(0, len(self.log) - missed) :]
            if event.topic in screen.joined.topics and event.type not in INTERNAL
        ]

    @precondition(lambda self: self.some(opened=False, looked=True))
    @rule(number=numbers, written=st.booleans())
    def opens(self, number: int, written: bool) -> None:
        """Open a client at its snapshot, however much was published since."""
        client = self.some(False, True, number)
        assert client is not None
        screen = self.screens[client]
        assert screen.snapshot is not None
        first, screen.expected = screen.expected, []
        actions = self.hub.open(
            client, screen.snapshot, AHEAD + screen.snapshot, screen.joined, list(first)
        )
        ends = {client: screen.open(first, self.log[screen.snapshot : self.published])}
        self.settle({client: 0}, actions, ends)
        if written and client in self.screens:
            self.take(client, QUEUE)

    @precondition(lambda self: self.some(opened=True, looked=True))
    @rule(number=numbers, count=st.integers(1, QUEUE + 1))
    def takes(self, number: int, count: int) -> None:
        client = self.some(True, True, number)
        assert client is not None
        self.take(client, count)

    def take(self, client: int, count: int) -> None:
        screen = self.screens[client]
        for _ in range(count):
            item = self.hub.take(client)
            if item is None:
                assert screen.waiting == 0
                return
            screen.taken.append(item)
            assert item is screen.expected[len(screen.taken) - 1]

    @precondition(lambda self: self.some(opened=True, looked=True))
    @rule(number=numbers)
    def is_answered(self, number: int) -> None:
        client = self.some(True, True, number)
        assert client is not None
        before = self.untaken()
        self.settle(
            before, self.hub.reply(client, "pong"), {client: self.screens[client].offer("pong")}
        )

    @precondition(lambda self: self.some(opened=True, looked=True))
    @rule(number=numbers, ahead=st.integers(-3, 1))
    def acknowledges(self, number: int, ahead: int) -> None:
        client = self.some(True, True, number)
        assert client is not None
        screen = self.screens[client]
        position = AHEAD + screen.position + ahead
        self.hub.acknowledge(client, position)
        if ahead <= 0:
            screen.acknowledged = max(screen.acknowledged or 0, position)

    @precondition(lambda self: len(self.screens) > 3)
    @rule(number=numbers, closed=st.booleans())
    def leaves(self, number: int, closed: bool) -> None:
        client = sorted(self.screens)[number % len(self.screens)]
        del self.screens[client]
        if closed:
            assert self.hub.close(client, TOO_MANY) == [Close(client, TOO_MANY)]
        else:
            assert self.hub.leave(client)
        assert not self.hub.leave(client)
        assert self.hub.take(client) is None

    @precondition(lambda self: len(self.screens) > 4)
    @rule(session=st.sampled_from("ab"))
    def expires(self, session: str) -> None:
        ends = {c: SESSION_ENDED for c, screen in self.screens.items() if screen.session == session}
        self.settle(self.untaken(), self.hub.expire([session]), {**ends})

    @invariant()
    def it_is_what_its_screens_are(self) -> None:
        """It listens for nobody else, queues are bounded, positions tell what was offered."""
        screens = self.screens.values()
        depths = [screen.waiting for screen in screens if screen.opened]
        acknowledged = [one.acknowledged for one in screens if one.acknowledged is not None]
        assert max(depths, default=0) <= QUEUE
        assert self.hub.status() == Status(
            connections=len(screens),
            diagnoses=len({one.diagnosis for one in screens}),
            topics=len({topic for one in screens for topic in one.listening}),
            waiting=sum(depths),
            longest_queue=max(depths, default=0),
            slowest_ack=min(acknowledged, default=None),
        )
        assert self.hub.sessions() == {one.session for one in screens}
        assert all(
            self.hub.position(client) == (AHEAD + one.position if one.opened else 0)
            for client, one in self.screens.items()
        )

    def teardown(self) -> None:
        assert set(self.hub.drain()) == {Close(client, RESTARTING) for client in self.screens}
        assert self.hub.status().topics == 0


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.timeout(0 if "HUB_SEQUENCES" in os.environ else 120)
def test_any_sequence_of_moves(part: int) -> None:
    """Parts differ by what Hypothesis draws; they may run side by side."""
    run_state_machine_as_test(
        HubMachine,
        settings=settings(
            max_examples=SEQUENCES // PARTS,
            stateful_step_count=25,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
