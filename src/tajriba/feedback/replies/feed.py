"""The feed of patients' reports for a practitioner: unread first, and of those the severe."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import and_, case, or_, select

from tajriba.feedback.service import Stored, stored_of
from tajriba.feedback.tables import feedback, report_reading
from tajriba.kit.database.transactions import ReadTx

SEVERE: Final = 0
_WORSE: Final = 1
_OTHER: Final = 2
_READ: Final = 3
"""What is added to the place of a report that was read."""


class FeedItem(NamedTuple):
    """A report of the feed: its place (0 to 5), and whether the practitioner has read it."""

    report: Stored
    place: int

    @property
    def read(self) -> bool:
        """Whether the practitioner has read it."""
        return self.place >= _READ

    @property
    def severe(self) -> bool:
        """Whether it alarmed those who care."""
        return self.place % _READ == SEVERE


def feed(
    tx: ReadTx,
    practitioner_id: int,
    patient_ids: Sequence[int],
    alarming: Sequence[int],
    after: tuple[int, int] | None,
    limit: int,
) -> list[FeedItem]:
    """Return standing reports behind a place and id: unread first, those that are `alarming` before
    worse and other ones, the newest of each first."""
    level = case(
        (feedback.c.id.in_(alarming), SEVERE), (feedback.c.got_worse, _WORSE), else_=_OTHER
    )
    read = case((report_reading.c.feedback_id.is_not(None), _READ), else_=0)
    place = level + read
    mine = and_(
        report_reading.c.feedback_id == feedback.c.id,
        report_reading.c.practitioner_id == practitioner_id,
    )
    statement = (
        select(feedback, place.label("place"))
        .outerjoin(report_reading, mine)
        .where(feedback.c.patient_id.in_(patient_ids), feedback.c.withdrawn_at.is_(None))
    )
    if after is not None:
        behind, before = after
        statement = statement.where(
            or_(place > behind, and_(place == behind, feedback.c.id < before))
        )
    rows = tx.all(statement.order_by(place, feedback.c.id.desc()).limit(limit))
    return [FeedItem(stored_of(tx, row), row.place) for row in rows]
