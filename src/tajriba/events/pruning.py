"""Deleting the oldest events of the log."""

from itertools import takewhile
from typing import Final

from sqlalchemy import delete, select

from tajriba.events.event import NewEvent
from tajriba.events.service import append, last_id
from tajriba.events.tables import event
from tajriba.kit.database.transactions import WriteTx

_NOBODYS: Final = "log"
_SET_APART: Final = "set_apart"


def set_apart(tx: WriteTx) -> None:
    """Append a shared event that nobody hears, before events are deleted or lose their topic.

    The next position of any topic is above it, and so above all that is taken away.
    """
    append(tx, [NewEvent(_NOBODYS, _SET_APART, {}, shared=True)])


def prune_events(tx: WriteTx, before: int, most: int) -> int:
    """Delete at most so many events of before a time (ms), and return how many they were.

    They go from the oldest on, so that the log has no gap; the newest stays, which positions go on
    from (`set_apart` first). Who resumes from before the oldest takes the snapshot anew.
    """
    rows = tx.all(select(event.c.id, event.c.created_at).order_by(event.c.id).limit(most))
    newest = last_id(tx)
    old = [row.id for row in takewhile(lambda row: row.created_at < before, rows)]
    old = [one for one in old if one != newest]
    if old:
        tx.run(delete(event).where(event.c.id <= old[-1]))
    return len(old)
