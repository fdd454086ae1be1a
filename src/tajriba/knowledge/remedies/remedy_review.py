"""The life of a practitioner's remedy: it awaits a review, is corrected, is withdrawn."""

from dataclasses import asdict, replace
from typing import Any, Final

from sqlalchemy import Row, select, update

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import ReadTx, Values, WriteTx
from tajriba.kit.errors import NotFound, bad_field
from tajriba.kit.i18n import Lang
from tajriba.knowledge.remedies.errors import OwnRemedy
from tajriba.knowledge.remedies.remedy_creation import Remedy, checked_values
from tajriba.knowledge.schemas import RecommendationView
from tajriba.knowledge.service import facts_of, facts_query
from tajriba.knowledge.tables import recommendation
from tajriba.knowledge.views import remedy_view

_SHOWN: Final = 200
_KEPT: Final = ("preparation", "dose", "frequency")


def awaiting_review(tx: ReadTx, lang: Lang) -> list[RecommendationView]:
    """Return the practitioners' remedies that nobody has reviewed yet, the oldest 200 first."""
    table = recommendation.c
    waiting = facts_query().where(
        table.origin == "practitioner", table.reviewed.is_(False), table.withdrawn_at.is_(None)
    )
    rows = tx.all(waiting.order_by(table.id).limit(_SHOWN))
    return [remedy_view(facts_of(row), lang) for row in rows]


def review(tx: WriteTx, principal: Principal, recommendation_id: int) -> None:
    """Let a remedy be offered to everybody. Raises `NotFound`, and `OwnRemedy` for the author."""
    found = _written(tx, recommendation_id)
    if found.author_id == principal.user_id:
        raise OwnRemedy
    _change(tx, principal, found, "review", {"reviewed": True, "reviewer_id": principal.user_id})


def correct(tx: WriteTx, principal: Principal, recommendation_id: int, remedy: Remedy) -> None:
    """Give a remedy other words; it awaits a review anew, and what was reported stays with it.

    Raises `NotFound`, also for another's, and `Invalid` as for a new remedy, or where its herb or
    condition would change.
    """
    found = _written(tx, recommendation_id)
    if found.author_id != principal.user_id:
        raise NotFound
    values = checked_values(tx, remedy)
    for field in ("herb_id", "condition_id"):
        if getattr(found, field) != getattr(remedy, field):
            raise bad_field(field, "remedy_unchangeable")
    _change(tx, principal, found, "correct", values, asdict(remedy))


def withdraw(tx: WriteTx, principal: Principal, recommendation_id: int) -> None:
    """Offer a remedy to nobody any more; what was reported stays. Raises as `correct` does."""
    found = _written(tx, recommendation_id)
    if principal.role != "admin" and found.author_id != principal.user_id:
        raise NotFound
    _change(tx, principal, found, "withdraw", {"withdrawn_at": tx.now})


def _written(tx: ReadTx, recommendation_id: int) -> Row[Any]:
    """Return a practitioner's remedy that stands."""
    table = recommendation.c
    statement = select(recommendation).where(
        table.id == recommendation_id,
        table.origin == "practitioner",
        table.withdrawn_at.is_(None),
    )
    found = tx.first(statement)
    if found is None:
        raise NotFound
    return found


def _change(
    tx: WriteTx,
    principal: Principal,
    found: Row[Any],
    action: str,
    values: Values,
    after: Values | None = None,
) -> None:
    tx.run(update(recommendation).where(recommendation.c.id == found.id).values(**values))
    words = [f"{name}_{lang}" for name in _KEPT for lang in ("fa", "en")]
    before = {name: getattr(found, name) for name in words}
    entry = Entry(principal.user_id, f"recommendation.{action}", "recommendation", found.id)
    record(tx, entry if after is None else replace(entry, before=before, after=dict(after)))
