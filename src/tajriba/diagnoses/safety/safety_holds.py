"""Remedies that a patient must not get since a report of theirs told of danger.

A hold stands until a practitioner has reviewed it, and longer where they did not lift it. It holds
back whatever has a plant of the remedy in it (`contraindications.py`).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import bindparam, select, update

from tajriba.audit.service import Entry, record
from tajriba.diagnoses.tables import safety_hold
from tajriba.kit.database.transactions import Prepared, PreparedIn, ReadTx, WriteTx
from tajriba.kit.errors import NotFound


class Hold(NamedTuple):
    """A remedy that is held, the signs of danger that a report told of it, and when."""

    recommendation_id: int
    codes: tuple[str, ...]
    created_at: int
    diagnosis_id: int
    feedback_id: int | None


_ALLERGIC: Final = frozenset({"anaphylaxis", "breathlessness"})
_held = Prepared(
    lambda _: select(safety_hold.c.recommendation_id, safety_hold.c.codes).where(
        safety_hold.c.patient_id == bindparam("patient_id"), safety_hold.c.lifted.is_(False)
    )
)
_columns = [
    safety_hold.c[name]
    for name in ("recommendation_id", "codes", "created_at", "diagnosis_id", "feedback_id")
]
_open = Prepared(
    lambda _: (
        select(*_columns)
        .where(safety_hold.c.diagnosis_id == bindparam("diagnosis_id"))
        .where(safety_hold.c.reviewed_at.is_(None))
        .order_by(safety_hold.c.id)
    )
)
_open_of = PreparedIn(
    lambda ids: (
        select(*_columns)
        .where(safety_hold.c.patient_id.in_(ids), safety_hold.c.reviewed_at.is_(None))
        .order_by(safety_hold.c.id)
    )
)


def held_remedies(tx: ReadTx, patient_id: int) -> dict[int, bool]:
    """Return the remedies that are held back from a patient, each with whether the reaction may
    have been an allergic one; what tells no sign may be any."""
    held: dict[int, bool] = {}
    for ref, text in tx.fetch(_held, patient_id=patient_id):
        codes = orjson.loads(text)
        held[ref] = held.get(ref, False) or not codes or not _ALLERGIC.isdisjoint(codes)
    return held


def open_holds(tx: ReadTx, diagnosis_id: int) -> list[Hold]:
    """Return what was reported under a diagnosis and nobody has reviewed, oldest first."""
    return [_hold(row) for row in tx.fetch(_open, diagnosis_id=diagnosis_id)]


def open_holds_of(tx: ReadTx, patient_ids: Sequence[int]) -> list[Hold]:
    """Return what patients reported and nobody has reviewed."""
    return [_hold(row) for row in tx.fetch_in(_open_of, patient_ids)]


def _hold(row: Sequence[Any]) -> Hold:
    ref, codes, at, diagnosis_id, feedback_id = row
    return Hold(ref, tuple(orjson.loads(codes)), at, diagnosis_id, feedback_id)


class Reported(NamedTuple):
    """The report that tells of danger, and what it is about."""

    feedback_id: int
    patient_id: int
    diagnosis_id: int
    recommendation_id: int


def hold(tx: WriteTx, reported: Reported, codes: Iterable[str]) -> None:
    """Hold a remedy back from a patient."""
    tx.add(
        safety_hold,
        **reported._asdict(),
        codes=orjson.dumps(list(codes)).decode(),
        lifted=False,
        created_at=tx.now,
    )


def review(
    tx: WriteTx, reviewer_id: int, diagnosis_id: int, recommendation_id: int, offer_again: bool
) -> None:
    """Say that a practitioner has looked at what was reported of a remedy.

    Raises `NotFound` where nothing waits for it.
    """
    if recommendation_id not in {one.recommendation_id for one in open_holds(tx, diagnosis_id)}:
        raise NotFound
    waiting = (
        update(safety_hold)
        .where(safety_hold.c.diagnosis_id == diagnosis_id)
        .where(safety_hold.c.recommendation_id == recommendation_id)
        .where(safety_hold.c.reviewed_at.is_(None))
    )
    tx.run(waiting.values(reviewed_at=tx.now, reviewed_by=reviewer_id, lifted=offer_again))
    after = {"recommendation_id": recommendation_id, "offer_again": offer_again}
    record(tx, Entry(reviewer_id, "safety.review", "diagnosis", diagnosis_id, after=after))
