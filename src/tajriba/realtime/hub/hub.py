"""The hub: a state machine that decides who receives an event, in which order, and who is closed.

It knows no socket, no loop and no time. A client *joins* (its events are held from then on), is
*opened* at a position of the log that was read after it joined. From then on an event is told at
once to those for whom nothing waits; what can't be written is deferred to a bounded queue, from
which a client takes its messages one by one. What happens at or before that position it never
hears, what happens behind it it hears once, in order.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tajriba.events.event import Event
from tajriba.realtime.hub.subscription import PRACTICE, Subscription
from tajriba.realtime.protocol.client_messages import (
    CARE_ENDED,
    RESTARTING,
    SESSION_ENDED,
    TOO_SLOW,
    Closing,
)

QUEUE_MAX = 256
PLAN_CHANGED: Final = "plan_changed"
ENDINGS: Final = {"session_ended": SESSION_ENDED, "care_ended": CARE_ENDED}
INTERNAL: Final = frozenset({PLAN_CHANGED, *ENDINGS})
"""Types of events that control connections and are never sent."""

Item = Event | str
"""What waits for a client: an event that is still to be worded, or a finished message."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Clients for whom nothing waits get an event now; one that can't take it must `defer` it."""

    event: Event
    clients: Sequence[int]


@dataclass(frozen=True, slots=True)
class Ready:
    """Something waits for a client for whom nothing waited before."""

    client: int


@dataclass(frozen=True, slots=True)
class Close:
    """A client must go; the hub has already forgotten it."""

    client: int
    closing: Closing


Action = Tell | Ready | Close


@dataclass(slots=True)
class _Client:
    diagnosis_id: int
    session_id: str
    topics: tuple[str, ...]
    watched: tuple[str, ...]
    last_id: int = 0
    position: int = 0
    acknowledged: int | None = None
    held: list[Event] | None = field(default_factory=list)
    queue: deque[Item] | None = None

    @property
    def idle(self) -> bool:
        """Whether the client is open and nothing waits for it."""
        return self.held is None and self.queue is None


@dataclass(frozen=True, slots=True)
class Status:
    """The hub in numbers; `slowest_ack` is the lowest position that a client acknowledged."""

    connections: int
    diagnoses: int
    topics: int
    waiting: int
    longest_queue: int
    slowest_ack: int | None


def _untold(_topic: str) -> None:
    """Nobody needs to know."""


class Hub:
    """All clients of this process by the topics that they hear.

    `listen` is told of a topic when the first client hears it, `ignore` when the last no longer
    does.
    """

    def __init__(
        self,
        queue_max: int = QUEUE_MAX,
        listen: Callable[[str], object] = _untold,
        ignore: Callable[[str], object] = _untold,
    ) -> None:
        self._queue_max = queue_max
        self._first, self._last = listen, ignore
        self._clients: dict[int, _Client] = {}
        self._listeners: dict[str, set[int]] = {}

    def join(
        self, client: int, diagnosis_id: int, session_id: str, subscription: Subscription
    ) -> None:
        """Hold the events of `subscription` for a client from now on; again starts it anew."""
        self.leave(client)
        topics, watched = _kept(subscription.topics), _kept(subscription.watched)
        self._clients[client] = _Client(diagnosis_id, session_id, topics, watched)
        self._listen(client, (*topics, *watched))

    def open(
        self,
        client: int,
        last_id: int,
        position: int,
        subscription: Subscription,
        first: Sequence[Item],
    ) -> list[Action]:
        """Let a client hear `first`, then what happened behind the event `last_id`, which its
        readers know as `position`, then what happens.

        `subscription` is the one that it joined with, found unchanged then.
        """
        state = self._clients.get(client)
        if state is None:
            return []
        held, state.held = state.held or [], None
        state.last_id, state.position = last_id, position
        self._retopic(client, state, subscription.topics)
        actions = [action for item in first for action in self._offer(client, state, item)]
        for event in held:
            actions += self._hear(client, event)
        return actions

    def publish(self, event: Event) -> list[Action]:
        """Give an event of the log to all who hear its topic; events come in the log's order."""
        recipients: list[int] = []
        actions: list[Action] = [Tell(event, recipients)]
        plain = event.type not in INTERNAL
        for client in tuple(self._listeners.get(event.topic, ())):
            state = self._clients[client]
            if plain and state.idle and event.topic not in state.watched:
                if event.id > state.last_id:
                    state.last_id, state.position = event.id, event.position
                    recipients.append(client)
            else:
                actions += self._hear(client, event)
        return actions if recipients else actions[1:]

    def defer(self, client: int, event: Event) -> list[Action]:
        """Put an event that a client was told, and could not take, in line."""
        state = self._clients.get(client)
        return [] if state is None else self._offer(client, state, event)

    def reply(self, client: int, message: str) -> list[Action]:
        """Put a message to one client in line."""
        state = self._clients.get(client)
        return [] if state is None else self._offer(client, state, message)

    def take(self, client: int) -> Item | None:
        """Return what a client gets next, None where nothing waits."""
        state = self._clients.get(client)
        if state is None or state.queue is None:
            return None
        item = state.queue.popleft()
        if not state.queue:
            state.queue = None
        return item

    def acknowledge(self, client: int, event_id: int) -> None:
        """Note how far a client has come; more than it was offered does not count."""
        state = self._clients.get(client)
        if state is not None and event_id <= state.position:
            state.acknowledged = max(state.acknowledged or 0, event_id)

    def position(self, client: int) -> int:
        """Return the position up to which a client was offered everything, 0 for none."""
        state = self._clients.get(client)
        return state.position if state else 0

    def close(self, client: int, closing: Closing) -> list[Action]:
        """Forget a client and have its socket closed."""
        return [Close(client, closing)] if self.leave(client) else []

    def leave(self, client: int) -> bool:
        """Forget a client and return whether there was one."""
        state = self._clients.pop(client, None)
        if state is None:
            return False
        self._unlisten(client, {*state.topics, *state.watched})
        return True

    def drain(self) -> list[Action]:
        """Have every socket closed for a restart."""
        return [
            action for client in list(self._clients) for action in self.close(client, RESTARTING)
        ]

    def sessions(self) -> set[str]:
        """Return the sessions of all clients."""
        return {state.session_id for state in self._clients.values()}

    def expire(self, sessions: Iterable[str]) -> list[Action]:
        """Have the sockets of ended sessions closed."""
        ended = set(sessions)
        gone = [client for client, state in self._clients.items() if state.session_id in ended]
        return [action for client in gone for action in self.close(client, SESSION_ENDED)]

    def open_diagnoses(self) -> set[int]:
        """Return the diagnoses that somebody looks at."""
        return {state.diagnosis_id for state in self._clients.values()} - {PRACTICE}

    def status(self) -> Status:
        """Return the hub in numbers."""
        states = self._clients.values()
        queues = [len(state.queue) for state in states if state.queue]
        acknowledged = [s.acknowledged for s in states if s.acknowledged is not None]
        return Status(
            connections=len(states),
            diagnoses=len(self.open_diagnoses()),
            topics=len(self._listeners),
            waiting=sum(queues),
            longest_queue=max(queues, default=0),
            slowest_ack=min(acknowledged, default=None),
        )

    def _hear(self, client: int, event: Event) -> list[Action]:
        state = self._clients.get(client)
        if state is None:
            return []
        if state.held is not None:
            return self._hold(client, state, event)
        heard = event.topic in state.topics or event.topic in state.watched
        if not heard or event.id <= state.last_id:
            return []
        state.last_id, state.position = event.id, event.position
        if event.type in ENDINGS and event.topic in state.watched:
            return self.close(client, ENDINGS[event.type])
        if event.topic not in state.topics:
            return []
        if event.type == PLAN_CHANGED:
            self._retopic(client, state, _new_topics(event))
        return [] if event.type in INTERNAL else self._offer(client, state, event)

    def _hold(self, client: int, state: _Client, event: Event) -> list[Action]:
        assert state.held is not None
        if len(state.held) >= self._queue_max:
            return self.close(client, TOO_SLOW)
        state.held.append(event)
        if event.type == PLAN_CHANGED and event.topic in state.topics:
            # until it is opened, a client holds what it may turn out to hear: more, never less
            self._retopic(client, state, _new_topics(event).union(state.topics))
        return []

    def _offer(self, client: int, state: _Client, item: Item) -> list[Action]:
        if state.queue is None:
            state.queue = deque((item,))
            return [Ready(client)]
        if len(state.queue) >= self._queue_max:
            return self.close(client, TOO_SLOW)
        state.queue.append(item)
        return []

    def _retopic(self, client: int, state: _Client, topics: frozenset[str]) -> None:
        before = set(state.topics)
        state.topics = _kept(topics)
        self._unlisten(client, before - topics - set(state.watched))
        self._listen(client, topics - before)

    def _listen(self, client: int, topics: Iterable[str]) -> None:
        for topic in _kept(topics):
            listeners = self._listeners.get(topic)
            if listeners is None:
                listeners = self._listeners[topic] = set()
                self._first(topic)
            listeners.add(client)

    def _unlisten(self, client: int, topics: Iterable[str]) -> None:
        for topic in topics:
            listeners = self._listeners[topic]
            listeners.discard(client)
            if not listeners:
                del self._listeners[topic]
                self._last(topic)


def _new_topics(event: Event) -> frozenset[str]:
    return frozenset(event.data["topics"]) | {event.topic}


def _kept(topics: Iterable[str]) -> tuple[str, ...]:
    """Return topics as thousands of clients can keep them: small, and each text once."""
    return tuple(map(sys.intern, topics))
