"""Pages of knowledge, in the order of ids."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, select

from tajriba.kit.db import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.kit.text import search_key
from tajriba.knowledge.models import name, recommendation
from tajriba.knowledge.schemas import ConditionSummary, HerbSummary, RecommendationView
from tajriba.knowledge.service import TABLES, NameKind, facts_of, facts_query, narrowed
from tajriba.knowledge.views import condition_summary, herb_summary, remedy_view

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list: behind id `after`, at most `limit`."""

    after: int
    limit: int


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A part of a list; `last` is its last id where there is more, else None."""

    items: list[T]
    last: int | None


def search_herbs(tx: ReadTx, text: str, part: Slice, lang: Lang) -> Found[HerbSummary]:
    """Return herbs one of whose names holds `text` in any spelling."""
    rows, last = _search(tx, "herb", text, part)
    return Found([herb_summary(row, lang) for row in rows], last)


def search_conditions(tx: ReadTx, text: str, part: Slice, lang: Lang) -> Found[ConditionSummary]:
    """Return conditions one of whose names holds `text` in any spelling."""
    rows, last = _search(tx, "condition", text, part)
    return Found([condition_summary(row, lang) for row in rows], last)


def list_recommendations(
    tx: ReadTx, herb_id: int | None, condition_id: int | None, part: Slice, lang: Lang
) -> Found[RecommendationView]:
    """Return remedies, with this herb and for this condition where given."""
    statement = narrowed(facts_query(), herb_id, condition_id)
    behind = statement.where(recommendation.c.id > part.after).order_by(recommendation.c.id)
    rows, last = _cut(list(tx.all(behind.limit(part.limit + 1))), part.limit)
    return Found([remedy_view(facts_of(row), lang) for row in rows], last)


def _search(
    tx: ReadTx, kind: NameKind, text: str, part: Slice
) -> tuple[list[Row[Any]], int | None]:
    table = TABLES[kind]
    statement = select(table).where(table.c.id > part.after)
    if key := search_key(text):
        named = select(name.c.ref_id).where(
            name.c.kind == kind, name.c.key.contains(key, autoescape=True)
        )
        statement = statement.where(table.c.id.in_(named))
    return _cut(list(tx.all(statement.order_by(table.c.id).limit(part.limit + 1))), part.limit)


def _cut(rows: list[Row[Any]], limit: int) -> tuple[list[Row[Any]], int | None]:
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None
