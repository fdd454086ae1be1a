"""The life of a practitioner's remedy: it awaits a review, is corrected, is withdrawn."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any, Final

import orjson
from sqlalchemy import Row, Select, select, update

from tajriba.accounts.schemas import Principal
from tajriba.accounts.service import full_names
from tajriba.audit.service import Entry, record
from tajriba.kit.database.transactions import ReadTx, Values, WriteTx
from tajriba.kit.errors import NotFound, bad_field
from tajriba.kit.i18n import Lang
from tajriba.knowledge.remedies.errors import OwnRemedy
from tajriba.knowledge.remedies.remedy_creation import Remedy, checked_values
from tajriba.knowledge.schemas import WrittenRemedyView
from tajriba.knowledge.service import facts_of, facts_query
from tajriba.knowledge.tables import recommendation
from tajriba.knowledge.views import remedy_view

_SHOWN: Final = 200
_KEPT: Final = ("preparation", "dose", "frequency")


def awaiting_review(tx: ReadTx, principal: Principal, lang: Lang) -> list[WrittenRemedyView]:
    """Return the practitioners' remedies that nobody has reviewed yet, the oldest 200 first."""
    table = recommendation.c
    waiting = _not_withdrawn().where(table.reviewed.is_(False), table.refusal.is_(None))
    return _views(tx, principal, tx.all(waiting.order_by(table.id).limit(_SHOWN)), lang)


def own_remedies(tx: ReadTx, principal: Principal, lang: Lang) -> list[WrittenRemedyView]:
    """Return the remedies that a practitioner wrote and did not withdraw, the newest 200 first."""
    table = recommendation.c
    own = _not_withdrawn().where(table.author_id == principal.user_id)
    return _views(tx, principal, tx.all(own.order_by(table.id.desc()).limit(_SHOWN)), lang)


def _not_withdrawn() -> Select[Any]:
    table = recommendation.c
    return facts_query().where(table.origin == "practitioner", table.withdrawn_at.is_(None))


def _views(
    tx: ReadTx, principal: Principal, rows: Iterable[Row[Any]], lang: Lang
) -> list[WrittenRemedyView]:
    found = [facts_of(row) for row in rows]
    authors = full_names(tx, [one.author_id for one in found if one.author_id is not None])
    return [
        WrittenRemedyView(
            **remedy_view(one, lang).model_dump(),
            author=authors.get(one.author_id or 0, ""),
            mine=one.author_id == principal.user_id,
            refusal=one.refusal,
        )
        for one in found
    ]


def review(tx: WriteTx, principal: Principal, recommendation_id: int) -> None:
    """Let a remedy be offered to everybody. Raises `NotFound`, and `OwnRemedy` for the author."""
    found = _written_by_another(tx, principal, recommendation_id)
    values = {"reviewed": True, "reviewer_id": principal.user_id, "refusal": None}
    _change(tx, principal, found, "review", values)


def refuse(tx: WriteTx, principal: Principal, recommendation_id: int, reason: str) -> None:
    """Offer a remedy to nobody until its author has corrected it. Raises as `review` does."""
    found = _written_by_another(tx, principal, recommendation_id)
    values = {"reviewed": False, "reviewer_id": principal.user_id, "refusal": reason}
    _change(tx, principal, found, "refuse", values, {"reason": reason})


def correct(tx: WriteTx, principal: Principal, recommendation_id: int, remedy: Remedy) -> None:
    """Give a remedy other words; it awaits a review anew, and what was reported stays with it.

    Raises `NotFound`, also for another's, and `Invalid` as for a new remedy, or where its herb or
    condition would change, or a herb would leave the preparation of which a reaction may come.
    """
    found = _written(tx, recommendation_id)
    if found.author_id != principal.user_id:
        raise NotFound
    values = checked_values(tx, remedy)
    for field in ("herb_id", "condition_id"):
        if getattr(found, field) != getattr(remedy, field):
            raise bad_field(field, "remedy_unchangeable")
    if not set(orjson.loads(found.additions)) <= set(orjson.loads(values["additions"])):
        raise bad_field("preparation", "addition_unchangeable")
    _change(tx, principal, found, "correct", values, asdict(remedy))


def withdraw(tx: WriteTx, principal: Principal, recommendation_id: int) -> None:
    """Offer a remedy to nobody any more; what was reported stays. Raises as `correct` does."""
    found = _written(tx, recommendation_id)
    if principal.role != "admin" and found.author_id != principal.user_id:
        raise NotFound
    _change(tx, principal, found, "withdraw", {"withdrawn_at": tx.now})


def _written_by_another(tx: ReadTx, principal: Principal, recommendation_id: int) -> Row[Any]:
    found = _written(tx, recommendation_id)
    if found.author_id == principal.user_id:
        raise OwnRemedy
    return found


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
