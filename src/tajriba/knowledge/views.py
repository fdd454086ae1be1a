"""Response models of knowledge, in the reader's language."""

from typing import Any

from sqlalchemy import Row, Table, select

from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.errors import NotFound
from tajriba.kit.i18n import Lang, translate
from tajriba.knowledge.entries import Condition
from tajriba.knowledge.herb_description import described, terms
from tajriba.knowledge.schemas import (
    ConditionSummary,
    ConditionView,
    HerbSummary,
    HerbView,
    RecommendationFacts,
    RecommendationView,
    Text2,
)
from tajriba.knowledge.service import parse_condition, parse_herb, recommendation_facts
from tajriba.knowledge.tables import condition, herb
from tajriba.knowledge.vocabulary.terms import complaints


def herb_view(tx: ReadTx, herb_id: int, lang: Lang) -> HerbView:
    """Return a herb with all that is known of it; raises `NotFound`."""
    row = _row(tx, herb, herb_id)
    summary = herb_summary(row, lang).model_dump()
    entry = parse_herb(row.entry) if row.entry else None
    return HerbView(**summary, **described(tx, entry, lang))


def condition_view(tx: ReadTx, condition_id: int, lang: Lang) -> ConditionView:
    """Return a condition with its symptoms; raises `NotFound`."""
    row = _row(tx, condition, condition_id)
    entry = parse_condition(row.entry) if row.entry else None
    return ConditionView(
        **condition_summary(row, lang).model_dump(),
        spellings=list(entry.spellings) if entry else [],
        symptoms=terms(entry.symptoms if entry else (), complaints(), lang),
        referral=referral_of(entry, lang),
    )


def referral_of(entry: Condition | None, lang: Lang) -> str | None:
    """Return who should see a doctor with a condition, in its own words or by how soon; None where
    nobody need."""
    if entry is None:
        return None
    if entry.referral is not None:
        return Text2(entry.referral.fa, entry.referral.en).in_(lang)
    return translate(lang, f"referral.{entry.refer}") if entry.refer else None


def recommendation_view(tx: ReadTx, recommendation_id: int, lang: Lang) -> RecommendationView:
    """Return a remedy; raises `NotFound`."""
    facts = recommendation_facts(tx, [recommendation_id]).get(recommendation_id)
    if facts is None:
        raise NotFound
    return remedy_view(facts, lang)


def _row(tx: ReadTx, table: Table, ref_id: int) -> Row[Any]:
    row = tx.first(select(table).where(table.c.id == ref_id))
    if row is None:
        raise NotFound
    return row


def herb_summary(row: Row[Any], lang: Lang) -> HerbSummary:
    """Return a row of `herb` by its names."""
    return HerbSummary(
        id=row.id,
        name=Text2(row.name_fa, row.name_en).in_(lang),
        name_fa=row.name_fa,
        name_en=row.name_en,
        name_latin=row.name_latin,
        origin=row.origin,
        described=row.entry is not None,
    )


def condition_summary(row: Row[Any], lang: Lang) -> ConditionSummary:
    """Return a row of `condition` by its names."""
    return ConditionSummary(
        id=row.id,
        name=Text2(row.name_fa, row.name_en).in_(lang),
        name_fa=row.name_fa,
        name_en=row.name_en,
        origin=row.origin,
    )


def remedy_view(facts: RecommendationFacts, lang: Lang) -> RecommendationView:
    """Return a remedy in the reader's language."""
    return RecommendationView(
        id=facts.id,
        herb_id=facts.herb_id,
        herb_name=facts.herb_name.in_(lang),
        condition_id=facts.condition_id,
        condition_name=facts.condition_name.in_(lang),
        preparation=facts.preparation.in_(lang) or None,
        dose=facts.dose.in_(lang) or None,
        frequency=facts.frequency.in_(lang) or None,
        duration_days=facts.duration_days,
        daily_g=facts.daily_g,
        route=facts.route,
        part=facts.part,
        min_age=facts.min_age,
        withdrawn=facts.withdrawn,
        reviewed=facts.reviewed,
        origin=facts.origin,
    )
