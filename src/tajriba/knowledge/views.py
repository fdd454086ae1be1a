"""How knowledge is shown, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Table, select

from tajriba.kit.db import ReadTx
from tajriba.kit.errors import NotFound
from tajriba.kit.i18n import Lang
from tajriba.knowledge import entries
from tajriba.knowledge.models import condition, herb
from tajriba.knowledge.schemas import (
    ConditionSummary,
    ConditionView,
    ContraindicationView,
    HerbDoseView,
    HerbSummary,
    HerbView,
    OpinionView,
    RecommendationFacts,
    RecommendationView,
    SourceView,
    TermView,
    Text2,
)
from tajriba.knowledge.service import parse_condition, parse_herb, recommendation_facts
from tajriba.knowledge.terms import complaints, ruled_out, sources


def herb_view(tx: ReadTx, herb_id: int, lang: Lang) -> HerbView:
    """Return a herb with all that is known of it; raises `NotFound`."""
    row = _row(tx, herb, herb_id)
    summary = herb_summary(row, lang).model_dump()
    return HerbView(**summary, **_description(parse_herb(row.entry) if row.entry else None, lang))


def condition_view(tx: ReadTx, condition_id: int, lang: Lang) -> ConditionView:
    """Return a condition with its symptoms; raises `NotFound`."""
    row = _row(tx, condition, condition_id)
    codes = parse_condition(row.entry).symptoms if row.entry else ()
    summary = condition_summary(row, lang).model_dump()
    return ConditionView(**summary, symptoms=_terms(codes, complaints(), lang))


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
        reviewed=facts.reviewed,
        origin=facts.origin,
    )


def _description(entry: entries.Herb | None, lang: Lang) -> dict[str, Any]:
    if entry is None:
        lists: dict[str, Any] = {name: [] for name in _LISTS}
        return lists | {"harms": None, "correctives": None, "dose": None, "confidence": None}
    return {
        "opinions": [_opinion(one) for one in entry.opinions],
        "indications": _terms(entry.indications, complaints(), lang),
        "harms": _words(entry.harms, lang),
        "correctives": _words(entry.correctives, lang),
        "dose": _dose(entry.dose, lang),
        "contraindications": [_contraindication(one, lang) for one in entry.contraindications],
        "confidence": entry.confidence,
        "sources": [_source(code) for code in entry.sources],
    }


_LISTS = ("opinions", "indications", "contraindications", "sources")


def _words(text: entries.Text, lang: Lang) -> str:
    return text.en if lang == "en" else text.fa


def _opinion(opinion: entries.Opinion) -> OpinionView:
    return OpinionView(
        warmth=opinion.warmth,
        moisture=opinion.moisture,
        source=opinion.source,
        preferred=opinion.preferred,
    )


def _dose(dose: entries.HerbDose, lang: Lang) -> HerbDoseView:
    text = dose.text_en if lang == "en" else dose.text_fa
    return HerbDoseView(text=text, max_daily_g=dose.max_daily_g, source=dose.source)


def _contraindication(one: entries.Contraindication, lang: Lang) -> ContraindicationView:
    what = [] if one.what is None else _terms([one.what], ruled_out()[one.kind], lang)
    return ContraindicationView(
        kind=one.kind,
        what=what[0] if what else None,
        min_age=one.min_age,
        level=one.level,
        source=one.source,
    )


def _terms(codes: Sequence[str], known: dict[str, entries.Term], lang: Lang) -> list[TermView]:
    return [TermView(code=code, name=_term_name(code, known, lang)) for code in codes]


def _term_name(code: str, known: dict[str, entries.Term], lang: Lang) -> str:
    term = known.get(code)
    if term is None:  # a stored entry may be older than the shipped vocabulary
        return code
    return term.name_en if lang == "en" else term.name_fa


def _source(code: str) -> SourceView:
    known = sources().get(code)
    return SourceView(code=code, citation=known.citation if known else code)
