"""Reading knowledge from the database, for other features."""

from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Row, Select, String, Table, and_, bindparam, func, or_, select

from tajriba.kit.database.transactions import Prepared, PreparedIn, ReadTx
from tajriba.kit.errors import NotFound
from tajriba.kit.text import same_name_key, search_key
from tajriba.knowledge.entries import Condition, Herb
from tajriba.knowledge.schemas import RecommendationFacts, Text2
from tajriba.knowledge.tables import condition, herb, knowledge_state, name, recommendation

NameKind = Literal["herb", "condition"]
TABLES: dict[NameKind, Table] = {"herb": herb, "condition": condition}


_version = Prepared(lambda _: select(knowledge_state.c.version))


def knowledge_version(tx: ReadTx) -> str:
    """Return the version of the loaded knowledge, empty before the first load."""
    rows = tx.fetch(_version)
    return str(rows[0][0]) if rows else ""


def find_herb(tx: ReadTx, name: str) -> int | None:
    """Return the herb that has this name in any spelling: the name itself first, then shipped."""
    return _find(tx, "herb", name)


def find_condition(tx: ReadTx, name: str) -> int | None:
    """Return the condition that has this name in any spelling: the name itself, then shipped."""
    return _find(tx, "condition", name)


def _find(tx: ReadTx, kind: NameKind, text: str) -> int | None:
    table = TABLES[kind]
    rows = tx.all(
        select(table)
        .join(name, and_(name.c.kind == kind, name.c.ref_id == table.c.id))
        .where(name.c.key == search_key(text))
        .distinct()
    )
    if not rows:
        return None
    wanted = same_name_key(text)

    def order(row: Row[Any]) -> tuple[bool, bool, int]:
        named = any(same_name_key(each) == wanted for each in official_names(row))
        return not named, row.code is None, row.id

    return int(min(rows, key=order).id)


def official_names(row: Row[Any]) -> list[str]:
    """Return the names of a herb's or condition's row, its further spellings left out."""
    names = (row.name_fa, row.name_en, getattr(row, "name_latin", None))
    return [each for each in names if each]


def herb_name(tx: ReadTx, herb_id: int) -> Text2:
    """Return a herb's names; raises `NotFound`."""
    return _name(tx, herb, herb_id)


def condition_name(tx: ReadTx, condition_id: int) -> Text2:
    """Return a condition's names; raises `NotFound`."""
    return _name(tx, condition, condition_id)


def _name(tx: ReadTx, table: Table, ref_id: int) -> Text2:
    row = tx.first(select(table.c.name_fa, table.c.name_en).where(table.c.id == ref_id))
    if row is None:
        raise NotFound
    return Text2(row.name_fa, row.name_en)


_newest_condition = Prepared(lambda _: select(func.max(condition.c.id)))


def newest_condition(tx: ReadTx) -> int:
    """Return the highest id of a condition, 0 before any."""
    return int(tx.fetch(_newest_condition)[0][0] or 0)


def every_condition(tx: ReadTx) -> dict[int, Text2]:
    """Return the names of every condition."""
    rows = tx.all(select(condition.c.id, condition.c.name_fa, condition.c.name_en))
    return {row.id: Text2(row.name_fa, row.name_en) for row in rows}


def herb_entry(tx: ReadTx, herb_id: int) -> Herb | None:
    """Return what is known of a herb, None for an imported or unknown one."""
    return herb_entries(tx, [herb_id]).get(herb_id)


_entries = PreparedIn(
    lambda ids: select(herb.c.id, herb.c.entry).where(herb.c.id.in_(ids), herb.c.entry.is_not(None))
)


def herb_entries(tx: ReadTx, herb_ids: Sequence[int]) -> dict[int, Herb]:
    """Return what is known of herbs by id; imported and unknown ones are left out."""
    return {herb_id: parse_herb(text) for herb_id, text in tx.fetch_in(_entries, herb_ids)}


_by_code = PreparedIn(
    lambda codes: select(herb.c.code, herb.c.entry).where(
        herb.c.code.in_(codes), herb.c.entry.is_not(None)
    ),
    String(),
)


def herb_entries_by_code(tx: ReadTx, codes: Sequence[str]) -> dict[str, Herb]:
    """Return what is known of herbs by their codes; unknown ones are left out."""
    return {code: parse_herb(text) for code, text in tx.fetch_in(_by_code, codes)}


def condition_entry(tx: ReadTx, condition_id: int) -> Condition | None:
    """Return what is known of a condition, None for an imported or unknown one."""
    text = tx.scalar(select(condition.c.entry).where(condition.c.id == condition_id))
    return None if text is None else parse_condition(text)


@lru_cache(maxsize=1024)
def parse_herb(text: str) -> Herb:
    """Return a stored herb."""
    return Herb.model_validate_json(text)


@lru_cache(maxsize=1024)
def parse_condition(text: str) -> Condition:
    """Return a stored condition."""
    return Condition.model_validate_json(text)


_facts = PreparedIn(lambda ids: facts_query().where(recommendation.c.id.in_(ids)))
_FACTS = (*recommendation.c.keys(), "herb_fa", "herb_en", "condition_fa", "condition_en")


def recommendation_facts(tx: ReadTx, ids: Sequence[int]) -> dict[int, RecommendationFacts]:
    """Return remedies by id; unknown ids are left out."""
    rows = tx.fetch_in(_facts, ids)
    found = [facts_of(SimpleNamespace(**dict(zip(_FACTS, row, strict=True)))) for row in rows]
    return {one.id: one for one in found}


class Parents(NamedTuple):
    """The herb and the condition of a remedy; they never change."""

    herb_id: int
    condition_id: int


_parents = Prepared(
    lambda _: select(recommendation.c.herb_id, recommendation.c.condition_id).where(
        recommendation.c.id == bindparam("id")
    )
)


_with_herb = Prepared(
    lambda _: select(recommendation.c.id).where(recommendation.c.herb_id == bindparam("id"))
)
_for_condition = Prepared(
    lambda _: select(recommendation.c.id).where(recommendation.c.condition_id == bindparam("id"))
)


def ids_with_herb(tx: ReadTx, herb_id: int) -> list[int]:
    """Return every remedy with a herb."""
    return [row[0] for row in tx.fetch_once(_with_herb, id=herb_id)]


def ids_for_condition(tx: ReadTx, condition_id: int) -> list[int]:
    """Return every remedy for a condition."""
    return [row[0] for row in tx.fetch_once(_for_condition, id=condition_id)]


def parents_of(tx: ReadTx, recommendation_id: int) -> Parents:
    """Return the herb and the condition of a remedy; raises `NotFound`."""
    rows = tx.fetch_once(_parents, id=recommendation_id)
    if not rows:
        raise NotFound
    return Parents(*rows[0])


_herb_of = Prepared(
    lambda _: (
        select(herb.c.name_fa, herb.c.name_en)
        .join(recommendation, recommendation.c.herb_id == herb.c.id)
        .where(recommendation.c.id == bindparam("id"))
    )
)


def herb_name_of(tx: ReadTx, recommendation_id: int) -> Text2:
    """Return the names of a remedy's herb; raises `NotFound`."""
    rows = tx.fetch_once(_herb_of, id=recommendation_id)
    if not rows:
        raise NotFound
    return Text2(*rows[0])


def recommendations_of(
    tx: ReadTx, *, herb_id: int | None = None, condition_id: int | None = None
) -> list[RecommendationFacts]:
    """Return every remedy with this herb and for this condition, in the order of ids."""
    statement = narrowed(facts_query(), herb_id, condition_id)
    return [facts_of(row) for row in tx.all(statement.order_by(recommendation.c.id))]


def facts_query() -> Select[Any]:
    """Return the select whose rows `facts_of` understands."""
    return (
        select(
            recommendation,
            herb.c.name_fa.label("herb_fa"),
            herb.c.name_en.label("herb_en"),
            condition.c.name_fa.label("condition_fa"),
            condition.c.name_en.label("condition_en"),
        )
        .join(herb, herb.c.id == recommendation.c.herb_id)
        .join(condition, condition.c.id == recommendation.c.condition_id)
    )


def narrowed(statement: Select[Any], herb_id: int | None, condition_id: int | None) -> Select[Any]:
    """Return the select of remedies narrowed to a herb and a condition, where given."""
    if herb_id is not None:
        statement = statement.where(recommendation.c.herb_id == herb_id)
    if condition_id is not None:
        statement = statement.where(recommendation.c.condition_id == condition_id)
    return statement


def for_everybody() -> ColumnElement[bool]:
    """Return the condition of remedies that lists may show: not those that await a review."""
    table = recommendation.c
    reviewed = and_(table.reviewed, table.withdrawn_at.is_(None))
    return or_(table.origin != "practitioner", reviewed)


def facts_of(row: Any) -> RecommendationFacts:
    """Return the facts of one row of `facts_query`."""
    return RecommendationFacts(
        id=row.id,
        herb_id=row.herb_id,
        condition_id=row.condition_id,
        herb_name=Text2(row.herb_fa, row.herb_en),
        condition_name=Text2(row.condition_fa, row.condition_en),
        preparation=Text2(row.preparation_fa, row.preparation_en),
        dose=Text2(row.dose_fa, row.dose_en),
        frequency=Text2(row.frequency_fa, row.frequency_en),
        duration_days=row.duration_days,
        daily_g=row.daily_g,
        route=row.route,
        part=row.part,
        min_age=row.min_age,
        additions=tuple(orjson.loads(row.additions)),
        reviewed=bool(row.reviewed) and row.withdrawn_at is None,
        author_id=row.author_id,
        refusal=row.refusal,
        withdrawn=row.withdrawn_at is not None,
        origin=row.origin,
    )
