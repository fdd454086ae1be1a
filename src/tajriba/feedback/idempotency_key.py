"""Idempotency keys: a repeated request with the same key and body gets the same reports."""

from dataclasses import dataclass

import orjson
from sqlalchemy import bindparam, select

from tajriba.feedback.tables import idempotency
from tajriba.kit.database.transactions import Prepared, WriteTx

_answered = Prepared(
    lambda _: select(idempotency.c.body_hash, idempotency.c.feedback_ids).where(
        idempotency.c.patient_id == bindparam("patient_id"), idempotency.c.key == bindparam("key")
    )
)
_remember = Prepared(
    lambda insert: insert(idempotency),
    columns=["patient_id", "key", "body_hash", "feedback_ids", "created_at"],
)


@dataclass(frozen=True, slots=True)
class Retry:
    """A request that may be sent again: its Idempotency-Key and the hash of its body."""

    key: str
    body_hash: str


class AnsweredRequests:
    """The requests that were answered before, or are in this transaction. Nothing is stored before
    `flush`."""

    def __init__(self, tx: WriteTx) -> None:
        self._tx = tx
        self._new: dict[tuple[int, str], tuple[str, list[int]]] = {}

    def find(self, patient_id: int, retry: Retry) -> tuple[str, list[int]] | None:
        """Return the body's hash and the feedback ids of an earlier request with this key."""
        new = self._new.get((patient_id, retry.key))
        if new is not None:
            return new
        rows = self._tx.fetch(_answered, patient_id=patient_id, key=retry.key)
        return (rows[0][0], orjson.loads(rows[0][1])) if rows else None

    def remember(self, patient_id: int, retry: Retry, feedback_ids: list[int]) -> None:
        """Keep what a request with an Idempotency-Key created."""
        self._new[patient_id, retry.key] = (retry.body_hash, feedback_ids)

    def flush(self) -> None:
        """Store what was remembered, at the end."""
        rows = [
            (*key, body_hash, orjson.dumps(feedback_ids).decode(), self._tx.now)
            for key, (body_hash, feedback_ids) in self._new.items()
        ]
        self._tx.many_rows(_remember, rows)
