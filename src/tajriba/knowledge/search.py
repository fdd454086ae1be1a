"""Searching herbs and conditions in pages: exact names first, then by id."""

from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Row, Select, case, literal, select

from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang
from tajriba.kit.text import search_key
from tajriba.knowledge.schemas import ConditionSummary, HerbSummary, RecommendationView
from tajriba.knowledge.service import (
    TABLES,
    NameKind,
    facts_of,
    facts_query,
    for_everybody,
    narrowed,
)
from tajriba.knowledge.tables import name, recommendation
from tajriba.knowledge.views import condition_summary, herb_summary, remedy_view

T = TypeVar("T")


NAMED_SO: Final = 2**62
"""What lies between the place of a row and its id, for rows that have the very name looked for."""

START: Final = -NAMED_SO
"""The place before every other."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list: behind `after`, at most `limit`."""

    after: int
    limit: int


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A part of a list; `last` is its last place where there is more, else None."""

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
    statement = narrowed(facts_query(), herb_id, condition_id).where(for_everybody())
    rows, last = _page(tx, statement, recommendation.c.id, part)
    return Found([remedy_view(facts_of(row), lang) for row in rows], last)


def _search(
    tx: ReadTx, kind: NameKind, text: str, part: Slice
) -> tuple[list[Row[Any]], int | None]:
    table = TABLES[kind]
    key = search_key(text)
    if not key:
        return _page(tx, select(table), table.c.id, part)
    named = select(name.c.ref_id).where(name.c.kind == kind)
    holding = named.where(name.c.key.contains(key, autoescape=True))
    exact = table.c.id.in_(named.where(name.c.key == key))
    place = table.c.id - case((exact, literal(NAMED_SO, BigInteger)), else_=0)
    return _page(tx, select(table).where(table.c.id.in_(holding)), place, part)


def _page(
    tx: ReadTx, statement: Select[Any], place: ColumnElement[int], part: Slice
) -> tuple[list[Row[Any]], int | None]:
    behind = statement.add_columns(place.label("place")).where(place > part.after)
    rows = list(tx.all(behind.order_by(place).limit(part.limit + 1)))
    last = rows[part.limit - 1].place if len(rows) > part.limit else None
    return rows[: part.limit], last
