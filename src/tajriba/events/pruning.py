"""Deleting the oldest events of the log."""

from itertools import takewhile

from sqlalchemy import delete, select

from tajriba.events.service import last_position
from tajriba.events.tables import event
from tajriba.kit.database.transactions import WriteTx


def prune_events(tx: WriteTx, before: int, most: int) -> int:
    """Delete at most so many events of before a time (ms), and return how many they were.

    They go from the oldest on, so that the log has no gap; the newest stays, whose position the
    next one follows. Who resumes from before the oldest takes the snapshot anew.
    """
    rows = tx.all(select(event.c.id, event.c.created_at).order_by(event.c.id).limit(most))
    newest = last_position(tx)
    old = [row.id for row in takewhile(lambda row: row.created_at < before, rows)]
    old = [one for one in old if one != newest]
    if old:
        tx.run(delete(event).where(event.c.id <= old[-1]))
    return len(old)
