"""What one screen must get, said a second time: by walking the log, without queues to hold it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tajriba.events.service import Event
from tajriba.realtime.hub.hub import ENDINGS, INTERNAL, PLAN_CHANGED, Item
from tajriba.realtime.hub.topic_policy import Subscription
from tajriba.realtime.protocol.client_messages import TOO_SLOW, Closing


@dataclass
class Screen:
    """A client as it should be; `room` is how many messages may wait for it."""

    diagnosis: int
    session: str
    joined: Subscription
    room: int
    topics: set[str] = field(default_factory=set)
    held: int = 0
    snapshot: int | None = None
    opened: bool = False
    position: int = 0
    acknowledged: int | None = None
    expected: list[Item] = field(default_factory=list)
    taken: list[Item] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.topics = set(self.joined.topics)

    @property
    def own(self) -> str:
        """The topic of its diagnosis."""
        return f"diagnosis:{self.diagnosis}"

    @property
    def listening(self) -> set[str]:
        """Every topic whose events reach it at present."""
        return self.topics | self.joined.watched

    @property
    def waiting(self) -> int:
        """How many messages it has not taken yet."""
        return len(self.expected) - len(self.taken)

    def hear(self, event: Event) -> Closing | None:
        """Take in an event of the log; return how the client must be closed, if it must."""
        told_before = self.opened and self.snapshot is not None and event.id <= self.snapshot
        if told_before or event.topic not in self.listening:
            return None
        return self._delivered(event) if self.opened else self._held(event)

    def offer(self, item: Item) -> Closing | None:
        """Put a message in line."""
        if self.waiting >= self.room:
            return TOO_SLOW
        self.expected.append(item)
        return None

    def open(self, first: Iterable[Item], behind: Iterable[Event]) -> Closing | None:
        """Begin at the snapshot with `first`; `behind` is what was published behind it."""
        assert self.snapshot is not None
        self.opened, self.position, self.topics = True, self.snapshot, set(self.joined.topics)
        for item in first:
            if closing := self.offer(item):
                return closing
        return next(filter(None, map(self.hear, behind)), None)

    def _held(self, event: Event) -> Closing | None:
        if self.held == self.room:
            return TOO_SLOW
        self.held += 1
        if event.type == PLAN_CHANGED and event.topic == self.own:
            self.topics |= set(event.data["topics"])
        return None

    def _delivered(self, event: Event) -> Closing | None:
        self.position = event.id
        if event.type in ENDINGS and event.topic in self.joined.watched:
            return ENDINGS[event.type]
        if event.type == PLAN_CHANGED and event.topic == self.own:
            self.topics = {self.own, *event.data["topics"]}
        quiet = event.type in INTERNAL or event.topic not in self.topics
        return None if quiet else self.offer(event)
