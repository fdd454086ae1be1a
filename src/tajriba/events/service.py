"""Appending to the event log and reading it. An event commits with the fact that it reports."""

from collections.abc import Callable, Collection, Sequence
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import bindparam, func, select, update

from tajriba.events.event import Event, NewEvent
from tajriba.events.positions import append_own, append_shared, last_position, reaches_back_to
from tajriba.events.tables import event
from tajriba.kit.clock import DAY_MS
from tajriba.kit.database.transactions import Prepared, PreparedIn, ReadTx, WriteTx

__all__ = [
    "KEPT_MS",
    "REPLAY_MAX",
    "Event",
    "NewEvent",
    "amend",
    "append",
    "last_id",
    "last_position",
    "read_after",
    "read_topics",
    "recent",
    "replay",
]

KEPT_MS = 7 * DAY_MS
"""How long an event is kept for screens that come back."""

REPLAY_MAX = 100
"""The longest gap, in events over all topics, that is replayed."""

_COLUMNS = (
    event.c.id,
    event.c.topic,
    event.c.type,
    event.c.created_at,
    event.c.data,
    event.c.position,
)


def append(tx: WriteTx, events: Sequence[NewEvent]) -> None:
    """Append `events` in their order and have their topics told once the transaction commits."""
    for shared, some in groupby(events, lambda new: new.shared):
        tx.many(append_shared if shared else append_own, [_row(tx, new) for new in some])
    tx.signals.update(new.topic for new in events)


def _row(tx: WriteTx, new: NewEvent) -> dict[str, Any]:
    return {
        "topic": new.topic,
        "of": new.topic,
        "type": new.type,
        "created_at": tx.now,
        "data": orjson.dumps(new.data).decode(),
    }


def amend(
    tx: WriteTx, topic: str, type_: str, form: str, amended: Callable[[dict[str, Any]], Any]
) -> None:
    """Rewrite the data of a topic's events of a type that are like a form (of LIKE): for what a
    person takes back, and nothing else. Positions and order stay."""
    these = (event.c.topic == topic, event.c.type == type_, event.c.data.like(form))
    for row in tx.all(select(event.c.id, event.c.data).where(*these)):
        data = orjson.dumps(amended(orjson.loads(row.data))).decode()
        tx.run(update(event).where(event.c.id == row.id).values(data=data))


_newest = Prepared(lambda _: select(func.max(event.c.id)))


def last_id(tx: ReadTx) -> int:
    """Return the id of the newest event, 0 where there is none."""
    return int(tx.fetch(_newest)[0][0] or 0)


_after = Prepared(
    lambda _: (
        select(*_COLUMNS)
        .where(event.c.id > bindparam("after"))
        .order_by(event.c.id)
        .limit(bindparam("limit"))
    )
)


def read_after(tx: ReadTx, after: int, limit: int = 1000) -> list[Event]:
    """Return the events behind the one with id `after`, oldest first, at most `limit`."""
    return [_event(row) for row in tx.fetch(_after, after=after, limit=limit)]


_of_topics = PreparedIn(
    lambda topics: (
        select(*_COLUMNS)
        .where(event.c.topic.in_(topics), event.c.position > bindparam("after"))
        .order_by(event.c.position)
        .limit(bindparam("limit"))
    ),
    event.c.topic.type,
)


def read_topics(
    tx: ReadTx, topics: Sequence[str], after: int, limit: int = REPLAY_MAX + 1
) -> list[Event]:
    """Return the events of `topics` with positions above `after`, oldest first."""
    rows = tx.fetch_in(_of_topics, topics, after=after, limit=limit)
    return [_event(row) for row in sorted(rows)[:limit]]


def recent(tx: ReadTx, topic: str, limit: int, without: Collection[str] = ()) -> list[Event]:
    """Return the last `limit` events of a topic, newest first, of all types but `without`."""
    statement = select(*_COLUMNS).where(event.c.topic == topic, event.c.type.not_in(without))
    rows = tx.all(statement.order_by(event.c.position.desc()).limit(limit))
    return [_event(row) for row in rows]


def replay(tx: ReadTx, topics: Sequence[str], after: int) -> list[Event] | None:
    """Return exactly the events of `topics` behind `after`, or None where that can't be told.

    It can't where they are more than 100, where the log no longer reaches back to `after`, or
    where the first of them is older than 7 days.
    """
    if not reaches_back_to(tx, after):
        return None
    missed = read_topics(tx, topics, after)
    if len(missed) > REPLAY_MAX or (missed and missed[0].created_at < tx.now - KEPT_MS):
        return None
    return missed


def _event(row: Any) -> Event:
    id_, topic, type_, created_at, data, position = row
    return Event(id_, topic, type_, created_at, orjson.loads(data), position)
