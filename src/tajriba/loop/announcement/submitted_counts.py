"""How many reports of each recommendation were submitted, by which announcements come in turn."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, select

from tajriba.kit.database.transactions import Prepared, WriteTx
from tajriba.loop.tables import counter

_add = Prepared(
    lambda insert: (statement := insert(counter)).on_conflict_do_update(
        index_elements=["recommendation_id"],
        set_={"submitted": counter.c.submitted + statement.excluded.submitted},
    ),
    columns=["recommendation_id", "submitted"],
)
_submitted = Prepared(
    lambda _: select(counter.c.submitted).where(
        counter.c.recommendation_id == bindparam("recommendation_id")
    )
)


class SubmittedCounts:
    """The counts of one transaction. Nothing is stored before `flush`."""

    def __init__(self, tx: WriteTx) -> None:
        self._tx = tx
        self._before: dict[int, int] = {}
        self._new: dict[int, int] = {}

    def count(self, recommendation_id: int) -> int:
        """Count a submitted report of a recommendation and return how many there ever were."""
        before = self._before.get(recommendation_id)
        if before is None:
            rows = self._tx.fetch(_submitted, recommendation_id=recommendation_id)
            before = self._before[recommendation_id] = int(rows[0][0]) if rows else 0
        new = self._new[recommendation_id] = self._new.get(recommendation_id, 0) + 1
        return before + new

    def flush(self) -> None:
        """Store the counts, at the end."""
        count_submitted(self._tx, self._new)


def count_submitted(tx: WriteTx, reports: Mapping[int, int]) -> None:
    """Count submitted reports, so many of each recommendation."""
    tx.many_rows(_add, list(reports.items()))


def uncount_submitted(tx: WriteTx, recommendation_id: int, reports: int) -> None:
    """Count reports out that are stored no longer."""
    count_submitted(tx, {recommendation_id: -reports})
    none_left = (counter.c.recommendation_id == recommendation_id, counter.c.submitted <= 0)
    tx.run(delete(counter).where(*none_left))
