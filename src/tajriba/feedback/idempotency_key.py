"""Idempotency keys: a repeated request with the same key and body gets the same reports."""

from dataclasses import dataclass

import orjson
from sqlalchemy import bindparam, select

from tajriba.feedback.tables import idempotency
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx

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


def answered_before(tx: ReadTx, patient_id: int, retry: Retry) -> tuple[str, list[int]] | None:
    """Return the body's hash and the feedback ids of an earlier request with this key."""
    rows = tx.fetch(_answered, patient_id=patient_id, key=retry.key)
    return (rows[0][0], orjson.loads(rows[0][1])) if rows else None


def remember(tx: WriteTx, patient_id: int, retry: Retry, feedback_ids: list[int]) -> None:
    """Keep what a request with an Idempotency-Key created."""
    row = {
        "patient_id": patient_id,
        "key": retry.key,
        "body_hash": retry.body_hash,
        "feedback_ids": orjson.dumps(feedback_ids).decode(),
        "created_at": tx.now,
    }
    tx.many(_remember, [row])
