"""The hub as a state machine: nothing is lost, doubled or out of order, whatever comes when."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tajriba.events.service import Event
from tajriba.realtime.hub import ENDINGS, INTERNAL, PLAN_CHANGED, Action, Close, Hub
from tajriba.realtime.policy import Admission
from tajriba.realtime.protocol import TOO_SLOW

QUEUE = 3
OWN = "diagnosis:1"
SHARED = ("recommendation:1", "recommendation:2", "recommendation:3")
WATCHED = frozenset({"session:a"})
PLANS = (frozenset(SHARED[:2]), frozenset(SHARED[1:]))


@dataclass
class Screen:
    """What one client should have got and has got."""

    joined: Admission
    joined_at: int
    topics: set[str] = field(default_factory=set)
    snapshot: int | None = None
    position: int | None = None
    expected: list[Any] = field(default_factory=list)
    taken: list[Any] = field(default_factory=list)


class HubMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.hub = Hub(QUEUE)
        self.log: list[Event] = []
        self.published = 0
        self.plan = PLANS[0]
        self.screens: dict[int, Screen] = {}
        self.next_client = 1

    def append(self, topic: str, type_: str, data: dict[str, Any]) -> None:
        self.log.append(Event(len(self.log) + 1, topic, type_, 0, data))

    def admission(self) -> Admission:
        return Admission(self.plan | {OWN}, WATCHED)

    @rule(topics=st.lists(st.sampled_from((OWN, *SHARED)), min_size=1, max_size=6))
    def happens(self, topics: list[str]) -> None:
        for topic in topics:
            self.append(topic, "effectiveness_update", {})

    @rule(plan=st.sampled_from(PLANS))
    def plan_changes(self, plan: frozenset[str]) -> None:
        self.plan = plan
        self.append(OWN, PLAN_CHANGED, {"topics": sorted(plan)})

    @rule(really=st.integers(0, 7))
    def session_ends(self, really: int) -> None:
        if really == 7:  # seldom: it ends every screen
            self.append("session:a", "session_ended", {})

    @rule(count=st.integers(1, 8))
    def pump(self, count: int) -> None:
        for event in self.log[self.published : self.published + count]:
            self.published = event.id
            actions = self.hub.publish(event)
            for client, screen in list(self.screens.items()):
                self.hear(client, screen, event, actions)

    def hear(self, client: int, screen: Screen, event: Event, actions: list[Action]) -> None:
        close = next((a for a in actions if isinstance(a, Close) and a.client == client), None)
        if screen.position is None:
            if close is not None:
                assert close.closing == TOO_SLOW
                assert event.id - screen.joined_at > QUEUE
                del self.screens[client]
            return
        ended = self.expect(screen, event)
        assert (close is not None) == ended
        if ended:
            del self.screens[client]

    def expect(self, screen: Screen, event: Event) -> bool:
        """Add what the screen must hear; return whether it must be closed instead."""
        assert screen.position is not None
        if event.id <= screen.position:
            return False
        if event.type in ENDINGS:
            return True
        if event.topic not in screen.topics:
            return False
        if event.type == PLAN_CHANGED:
            screen.topics = {OWN, *event.data["topics"]}
            return False
        if len(screen.expected) - len(screen.taken) >= QUEUE:
            return True
        screen.expected.append(event)
        return False

    @rule()
    def joins(self) -> None:
        self.screens[self.next_client] = Screen(self.admission(), self.published)
        self.hub.join(self.next_client, 1, "a", self.admission())
        self.next_client += 1

    def waiting(self, looked: bool) -> list[int]:
        """Return the clients that have joined, and have or have not looked since."""
        return [
            client
            for client, screen in self.screens.items()
            if screen.position is None and (screen.snapshot is not None) is looked
        ]

    @precondition(lambda self: self.waiting(looked=False))
    @rule(missed=st.integers(0, 1))
    def looks(self, missed: int) -> None:
        """Read the log and the plan in one snapshot; where the plan is another, join anew."""
        client = self.waiting(looked=False)[0]
        screen = self.screens[client]
        if screen.joined != self.admission():
            self.screens[client] = Screen(self.admission(), self.published)
            self.hub.join(client, 1, "a", self.admission())
            return
        screen.snapshot = len(self.log)
        screen.expected = ["connect"] + [
            event
            for event in self.log[max(0, len(self.log) - missed) :]
            if event.topic in screen.joined.topics and event.type not in INTERNAL
        ]

    @precondition(lambda self: self.waiting(looked=True))
    @rule()
    def opens(self) -> None:
        """Open a client at its snapshot, however much was published since."""
        client = self.waiting(looked=True)[0]
        screen = self.screens[client]
        assert screen.snapshot is not None
        actions = self.hub.open(client, screen.snapshot, screen.joined, list(screen.expected))
        screen.position, screen.topics = screen.snapshot, set(screen.joined.topics)
        held = self.log[screen.snapshot : self.published]
        ended = any(self.expect(screen, event) for event in held)
        assert any(isinstance(action, Close) for action in actions) == ended
        if ended:
            del self.screens[client]

    def opened(self) -> list[int]:
        return [c for c, screen in self.screens.items() if screen.position is not None]

    @precondition(lambda self: self.opened())
    @rule(data=st.data(), count=st.integers(1, 8))
    def takes(self, data: st.DataObject, count: int) -> None:
        client = data.draw(st.sampled_from(self.opened()))
        for _ in range(count):
            item = self.hub.take(client)
            if item is None:
                assert self.screens[client].taken == self.screens[client].expected
                return
            self.screens[client].taken.append(item)

    @precondition(lambda self: len(self.screens) > 3)
    @rule(data=st.data())
    def leaves(self, data: st.DataObject) -> None:
        client = data.draw(st.sampled_from(sorted(self.screens)))
        assert self.hub.leave(client)
        assert not self.hub.leave(client)
        del self.screens[client]

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        for screen in self.screens.values():
            assert screen.taken == screen.expected[: len(screen.taken)]
            told = [item.id for item in screen.expected if isinstance(item, Event)]
            assert told == sorted(set(told))

    @invariant()
    def queues_are_what_is_untaken(self) -> None:
        status = self.hub.status()
        opened = [screen for screen in self.screens.values() if screen.position is not None]
        depths = [len(screen.expected) - len(screen.taken) for screen in opened]
        assert status.connections == len(self.screens)
        assert status.waiting == sum(depths)
        assert status.longest_queue == max(depths, default=0) <= QUEUE

    def teardown(self) -> None:
        for client in list(self.screens):
            self.hub.leave(client)
        assert self.hub.status().topics == 0


HubMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestHub = HubMachine.TestCase
