"""Positions: the numbers of events that readers see, which do not count what strangers do.

A position is made of two counts: of all shared events so far, which tell what everybody may read
anyway, and, after the last of them, of the events of one's own topic. So it grows along all that
one reader hears, their own topic and shared ones, and is the same whatever happens in other topics
(docs/adr/0045-positions.md).
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ScalarSelect, bindparam, false, func, literal_column, select, true, union_all

from tajriba.events.tables import SHARED, event
from tajriba.kit.database.transactions import Prepared, PreparedIn, ReadTx

APART: Final = 2**20
"""How far apart shared events are: more than a topic has events between two of them."""

_COLUMNS = ["topic", "type", "created_at", "data"]
_last_shared = select(func.max(event.c.position).label("position")).where(SHARED)


def _behind_shared() -> ScalarSelect[Any]:
    last = func.coalesce(_last_shared.scalar_subquery(), literal_column("0"))
    return select(last + literal_column(str(APART))).scalar_subquery()


def _behind_own() -> ScalarSelect[Any]:
    own = select(func.max(event.c.position).label("position")).where(
        event.c.topic == bindparam("of", type_=event.c.topic.type)
    )
    both = union_all(own, _last_shared).subquery()
    return select(
        func.coalesce(func.max(both.c.position), literal_column("0")) + literal_column("1")
    ).scalar_subquery()


append_own: Final = Prepared(
    lambda insert: insert(event).values(position=_behind_own(), shared=false()), _COLUMNS
)
"""Append an event of one topic, `of`, which is named twice."""

append_shared: Final = Prepared(
    lambda insert: insert(event).values(position=_behind_shared(), shared=true()), _COLUMNS
)
"""Append an event of what everybody may read."""

_last = PreparedIn(
    lambda topics: select(func.max(event.c.position)).where(event.c.topic.in_(topics)),
    event.c.topic.type,
)
_shared = Prepared(lambda _: _last_shared)


def last_position(tx: ReadTx, topics: Sequence[str]) -> int:
    """Return the position of the newest event of these topics or of what is shared, 0 for none.

    All that `topics` are told of from now on is behind it.
    """
    own = tx.fetch_in(_last, topics)
    return max(int(row[0] or 0) for row in [*own, *tx.fetch(_shared)])


_begin = Prepared(
    lambda _: select(
        select(event.c.id).order_by(event.c.id).limit(1).scalar_subquery(),
        select(event.c.position).order_by(event.c.id).limit(1).scalar_subquery(),
        select(func.min(event.c.position)).where(SHARED).scalar_subquery(),
    )
)


def reaches_back_to(tx: ReadTx, position: int) -> bool:
    """Return whether the log still has all that is behind a position, whatever its topic.

    It has, where nothing was ever deleted; else behind the oldest shared event that is left, since
    what was deleted is older than that (`events/pruning.py`).
    """
    ((oldest, its_position, shared),) = tx.fetch(_begin)
    if oldest is None or (oldest == 1 and (position == 0 or position >= its_position)):
        return True
    return shared is not None and bool(position >= shared)
