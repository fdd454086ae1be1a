"""The full description of a herb in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang, digits, translate
from tajriba.knowledge import entries
from tajriba.knowledge.schemas import (
    ContraindicationView,
    HerbDoseView,
    OpinionView,
    PosologyView,
    SourceView,
    SubstituteView,
    TermView,
    Text2,
)
from tajriba.knowledge.tables import herb
from tajriba.knowledge.vocabulary.terms import complaints, ruled_out, sources

_LISTS = (
    "spellings",
    "opinions",
    "indications",
    "parts",
    "posology",
    "substitutes",
    "contraindications",
    "sources",
)
_WORDS = ("wfo", "harms", "correctives", "dose", "confidence", "confidence_meaning")


def described(tx: ReadTx, entry: entries.Herb | None, lang: Lang) -> dict[str, Any]:
    """Return the fields of `HerbView` beside its names; empty ones for an imported herb."""
    if entry is None:
        return {name: [] for name in _LISTS} | dict.fromkeys(_WORDS)
    return {
        "wfo": entry.wfo,
        "spellings": list(entry.spellings),
        "opinions": [_opinion(one) for one in entry.opinions],
        "indications": terms(entry.indications, complaints(), lang),
        "parts": [_part(one, lang) for one in entry.parts],
        "substitutes": _substitutes(tx, entry.substitutes, lang),
        "harms": _words(entry.harms, lang),
        "correctives": _words(entry.correctives, lang),
        "dose": _dose(entry.dose, lang),
        "posology": [_posology(one, lang) for one in entry.posology],
        "contraindications": [_contraindication(one, lang) for one in entry.contraindications],
        "confidence": entry.confidence,
        "confidence_meaning": translate(lang, f"confidence.{entry.confidence}"),
        "sources": [_source(code, entry) for code in entry.cited],
    }


def terms(codes: Sequence[str], known: Mapping[str, entries.Term], lang: Lang) -> list[TermView]:
    """Return codes with the names that `known` gives them."""
    return [TermView(code=code, name=_term_name(code, known, lang)) for code in codes]


def _term_name(code: str, known: Mapping[str, entries.Term], lang: Lang) -> str:
    term = known.get(code)
    if term is None:  # a stored entry may be older than the vocabulary in force
        return code
    return term.name_en if lang == "en" else term.name_fa


def _words(text: entries.Text, lang: Lang) -> str:
    return text.en if lang == "en" else text.fa


def _opinion(opinion: entries.Opinion) -> OpinionView:
    return OpinionView(
        warmth=opinion.warmth,
        moisture=opinion.moisture,
        source=opinion.source,
        preferred=opinion.preferred,
    )


def _part(part: entries.Part, lang: Lang) -> TermView:
    return TermView(code=part, name=translate(lang, f"part.{part}"))


def _substitutes(tx: ReadTx, codes: Sequence[str], lang: Lang) -> list[SubstituteView]:
    rows = tx.all(
        select(herb.c.id, herb.c.code, herb.c.name_fa, herb.c.name_en).where(herb.c.code.in_(codes))
    )
    found = {row.code: row for row in rows}
    names = {code: Text2(row.name_fa, row.name_en).in_(lang) for code, row in found.items()}
    return [
        SubstituteView(
            code=code, name=names.get(code, code), id=found[code].id if code in found else None
        )
        for code in codes
    ]


def _dose(dose: entries.HerbDose, lang: Lang) -> HerbDoseView:
    return HerbDoseView(
        text=dose.text_en if lang == "en" else dose.text_fa,
        min_daily_g=dose.min_daily_g,
        max_daily_g=dose.max_daily_g,
        unit="g",
        source=dose.source,
    )


def _posology(one: entries.Posology, lang: Lang) -> PosologyView:
    part = None if one.part is None else _part(one.part, lang)
    routes = [_route(each, lang) for each in one.routes]
    return PosologyView(
        text=_in_words(one, [route.name for route in routes], lang),
        part=part,
        routes=routes,
        max_daily_g=one.max_daily_g,
        min_age=one.min_age,
        max_days=one.max_days,
        source=one.source,
    )


def _route(route: entries.Route, lang: Lang) -> TermView:
    return TermView(code=route, name=translate(lang, f"route.{route}"))


def _in_words(one: entries.Posology, routes: Sequence[str], lang: Lang) -> str:
    """Return how a part is used, each limit in a few words."""
    separator = translate(lang, "list.separator")

    def said(key: str, **numbers: float) -> str:
        shown = {name: digits(lang, f"{value:g}") for name, value in numbers.items()}
        return translate(lang, f"posology.{key}", **shown)

    limits = [separator.join(routes)]
    if one.max_daily_g is not None:
        limits.append(said("daily", grams=one.max_daily_g))
    limits += [said("child", age=each.from_age, grams=each.max_daily_g) for each in one.children]
    if one.min_age is not None:
        limits.append(said("min_age", age=one.min_age))
    if one.max_days is not None:
        limits.append(said("max_days", days=one.max_days))
    return separator.join(limits)


def _contraindication(one: entries.Contraindication, lang: Lang) -> ContraindicationView:
    what = [] if one.what is None else terms([one.what], ruled_out()[one.kind], lang)
    return ContraindicationView(
        kind=one.kind,
        what=what[0] if what else None,
        min_age=one.min_age,
        level=one.level,
        source=one.source,
    )


def _source(code: str, entry: entries.Herb) -> SourceView:
    """Return a source with the places where it speaks of the herb."""
    known = sources().get(code)
    places = [one.place for one in entry.opinions if one.source == code and one.place]
    return SourceView(code=code, citation="; ".join([known.citation if known else code, *places]))
