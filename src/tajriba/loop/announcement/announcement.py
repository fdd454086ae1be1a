"""Announcing evidence: when, to which screens, with which figures."""

from typing import Any, Literal

import orjson
from sqlalchemy import bindparam, select

from tajriba.diagnoses.topics import diagnosis_topic, recommendation_topic
from tajriba.events.service import NewEvent, append
from tajriba.evidence.accounting.windows import own_window
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.publication.policy import BY_ATOMS, PublicationPolicy
from tajriba.evidence.service import published_one
from tajriba.evidence.sums import Sums
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx
from tajriba.knowledge.service import herb_name_of
from tajriba.loop.tables import WORK_TOPIC, announced, work

Scope = Literal["recommendation", "diagnosis"]

_put_work = Prepared(lambda insert: insert(work), columns=["kind", "ref", "created_at"])
_told = Prepared(
    lambda _: select(announced.c.data).where(
        announced.c.diagnosis_id == bindparam("diagnosis_id"),
        announced.c.recommendation_id == bindparam("recommendation_id"),
    )
)
_tell = Prepared(
    lambda insert: (statement := insert(announced)).on_conflict_do_update(
        index_elements=["diagnosis_id", "recommendation_id"],
        set_={"data": statement.excluded.data},
    ),
    columns=["diagnosis_id", "recommendation_id", "data"],
)


def announce(
    tx: WriteTx,
    recommendation_id: int,
    diagnosis_id: int,
    policy: PublicationPolicy = BY_ATOMS,
) -> bool:
    """Tell what the evidence has become: to all who hold the recommendation where an atom closes,
    else to the reporting diagnosis from its own reports alone. Sums must be stored.

    Returns whether anything was published; the caller then publishes its herb and condition, once,
    before it commits.
    """
    advanced = policy.at_report(tx, recommendation_id)
    if advanced:
        announce_published(tx, recommendation_id)
    else:
        announce_own(tx, recommendation_id, diagnosis_id)
    return advanced


def announce_closing(tx: WriteTx, policy: PublicationPolicy) -> int:
    """Close the atoms whose day has come, and tell what shows then; return of how many remedies."""
    advanced = policy.at_time(tx)
    for recommendation_id in advanced:
        announce_published(tx, recommendation_id)
    return len(advanced)


def announce_published(tx: WriteTx, recommendation_id: int) -> None:
    """Tell the published evidence to every diagnosis whose plan holds the recommendation."""
    found = published_one(tx, Key(Level.RECOMMENDATION, recommendation_id))
    if found is None:
        return
    figures = _figures(found.whole, found.interval, found.trend)
    _announce(tx, recommendation_id, 0, figures, recommendation_topic(recommendation_id))
    _put_off(tx, "recommendation", recommendation_id)


def announce_own(tx: WriteTx, recommendation_id: int, diagnosis_id: int) -> None:
    """Tell a diagnosis the exact evidence of its own reports."""
    window = own_window(tx, diagnosis_id, recommendation_id)
    figures = _figures(window.whole, window.interval, window.trend)
    _announce(tx, recommendation_id, diagnosis_id, figures, diagnosis_topic(diagnosis_id))
    _put_off(tx, "diagnosis", diagnosis_id)


def _figures(whole: Sums, interval: tuple[float, float] | None, trend: str) -> dict[str, Any]:
    return {
        "effectiveness_score": whole.score,
        "interval": interval,
        "confidence": whole.confidence,
        "sample_size": whole.total,
        "trend": trend,
    }


def _announce(
    tx: WriteTx, recommendation_id: int, diagnosis_id: int, figures: dict[str, Any], topic: str
) -> None:
    before = last_told(tx, diagnosis_id, recommendation_id)
    old = before["effectiveness_score"] if before else None
    new = figures["effectiveness_score"]
    scope: Scope = "diagnosis" if diagnosis_id else "recommendation"
    data = {
        "recommendation_id": recommendation_id,
        "herb_name": herb_name_of(tx, recommendation_id).both,
        "old_effectiveness": old,
        **figures,
        "improvement": None if old is None or new is None else new - old,
        "scope": scope,
    }
    row = {
        "diagnosis_id": diagnosis_id,
        "recommendation_id": recommendation_id,
        "data": orjson.dumps(data).decode(),
    }
    tx.many(_tell, [row])
    shared = scope == "recommendation"
    append(tx, [NewEvent(topic, "effectiveness_update", data, shared)])


def last_told(tx: ReadTx, diagnosis_id: int, recommendation_id: int) -> dict[str, Any] | None:
    """Return the effectiveness that was told last, to a diagnosis or (0) to all, or None."""
    rows = tx.fetch(_told, diagnosis_id=diagnosis_id, recommendation_id=recommendation_id)
    return orjson.loads(rows[0][0]) if rows else None


def announce_model(tx: WriteTx) -> None:
    """Have every open plan predicted anew: another model serves from now on."""
    _put_off(tx, "model", 0)


def _put_off(tx: WriteTx, kind: Scope | Literal["model"], ref: int) -> None:
    """Leave the predictions that follow to the worker; the row commits with what caused them."""
    tx.many(_put_work, [{"kind": kind, "ref": ref, "created_at": tx.now}])
    tx.signal(WORK_TOPIC)
