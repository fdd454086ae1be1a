"""What a client was given, and whether that is what the log says. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tajriba.events.service import REPLAY_MAX, Event
from tajriba.realtime.hub.hub import INTERNAL
from tests.kit.clients.snapshot_reducer import reduce

Message = dict[str, Any]
PARTS = ("evidence", "ranking", "urgent", "withheld", "recent_events")


@dataclass
class Era:
    """A snapshot, and every event that was heard since."""

    snapshot: Message
    heard: list[Message] = field(default_factory=list)

    @property
    def position(self) -> int:
        """Up to where everything was heard."""
        return int((self.heard[-1] if self.heard else self.snapshot)["event_id"])

    def seen_at(self, event_id: int) -> Message:
        """Return what the events made of the snapshot at a position."""
        held = self.snapshot
        for message in self.heard:
            if message["event_id"] <= event_id:
                held = reduce(held, message)
        return held


@dataclass(frozen=True)
class Return:
    """What a `connect` said to a client that came back with `after`."""

    after: int
    position: int
    recovered: bool


@dataclass
class Record:
    """All that one client was given, in order."""

    name: str
    diagnosis_id: int
    topics: frozenset[str]
    eras: list[Era] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)

    def told_of(self, feedback_id: int, behind: int) -> bool:
        """Whether an event behind a position told of a report."""
        return any(
            one["event_id"] > behind and one["data"].get("feedback_id") == feedback_id
            for one in (self.eras[-1].heard if self.eras else ())
        )

    def begins_behind(self, fresh: Message) -> bool:
        """Whether it has a snapshot that is newer than this one, so that they can't be compared."""
        return bool(self.eras) and self.eras[-1].snapshot["event_id"] > fresh["event_id"]


def faults_in(record: Record, log: Sequence[Event]) -> Iterator[str]:
    """Yield what was lost, doubled, out of order, of others, or wrongly said to be whole or not."""
    mine = [event for event in log if event.topic in record.topics]
    for number, era in enumerate(record.eras):
        start, end = int(era.snapshot["event_id"]), era.position
        told = [
            event.position for event in _between(mine, start, end) if event.type not in INTERNAL
        ]
        heard = [int(message["event_id"]) for message in era.heard]
        if heard != told:
            yield f"{record.name}, era {number}: heard {_differences(heard, told)}"
        if any(message["diagnosis_id"] != record.diagnosis_id for message in era.heard):
            yield f"{record.name}, era {number}: heard of another diagnosis"
    for one in record.returns:
        gap = len(list(_between(mine, one.after, one.position)))
        if not one.recovered and gap <= REPLAY_MAX:
            yield f"{record.name}: sent for a snapshot over a gap of {gap}: {one}"
        if one.recovered and one.position != one.after:
            yield f"{record.name}: resumed elsewhere: {one}"


def differences_at(record: Record, fresh: Message) -> Iterator[str]:
    """Yield the parts in which a client's picture is not the fresh snapshot."""
    held = record.eras[-1].seen_at(int(fresh["event_id"]))
    for part in PARTS:
        if held[part] != fresh[part]:
            yield f"{record.name}: {part} at {fresh['event_id']}: {held[part]} not {fresh[part]}"


def _between(events: Iterable[Event], after: int, until: int) -> Iterator[Event]:
    return (event for event in events if after < event.position <= until)


def _differences(heard: list[int], told: list[int]) -> str:
    lost, strange = sorted(set(told) - set(heard)), sorted(set(heard) - set(told))
    twice = sorted({one for one in heard if heard.count(one) > 1})
    return f"lost {lost}, strange {strange}, twice {twice}, sorted {heard == sorted(heard)}"
