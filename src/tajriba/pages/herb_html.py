"""The description of a herb as HTML."""

from tajriba.kit.i18n import Lang, digits, translate
from tajriba.knowledge.schemas import ContraindicationView, HerbView, OpinionView, TermView
from tajriba.pages.html_escaping import Html, joined, listed, tag
from tajriba.pages.html_parts import link, names_of, pairs


def about_herb(herb: HerbView, lang: Lang) -> Html:
    """Return names, nature, uses, dose and dangers; that nothing is known where that is so."""
    if not herb.described:
        return joined(pairs(_names(herb, lang), lang), tag("p", translate(lang, _UNKNOWN)))
    return joined(pairs(_names(herb, lang) + _nature(herb, lang), lang), cautions(herb, lang))


_UNKNOWN = "page.not_described"


def _names(herb: HerbView, lang: Lang) -> list[tuple[str, str | None]]:
    return [
        ("persian", herb.name_fa),
        ("english", herb.name_en),
        ("latin", herb.name_latin),
        ("wfo", herb.wfo),
        ("spellings", names_of(herb.spellings, lang)),
    ]


def _nature(herb: HerbView, lang: Lang) -> list[tuple[str, str | None]]:
    return [
        ("nature", _opinions(herb, lang)),
        ("parts", _terms(herb.parts, lang)),
        ("indications", _terms(herb.indications, lang)),
        ("dose", herb.dose.text if herb.dose else None),
        ("posology", _posology(herb, lang)),
        ("harms", herb.harms),
        ("correctives", herb.correctives),
        ("substitutes", _substitutes(herb, lang)),
    ]


def _posology(herb: HerbView, lang: Lang) -> str:
    lines = [f"{one.part.name}: {one.text}" if one.part else one.text for one in herb.posology]
    return translate(lang, "list.clauses").join(lines)


def _terms(found: list[TermView], lang: Lang) -> str:
    return names_of([one.name for one in found], lang)


def _substitutes(herb: HerbView, lang: Lang) -> Html:
    parts = [
        link(f"/herbs/{one.id}", one.name, lang) if one.id else joined(one.name)
        for one in herb.substitutes
    ]
    comma = joined(translate(lang, "list.separator"))
    return Html(comma.join(parts))


def _opinions(herb: HerbView, lang: Lang) -> str:
    """Return the temperament as each authority has it, the preferred one first."""
    cited = {one.code: one.citation for one in herb.sources}
    ordered = sorted(herb.opinions, key=lambda one: not one.preferred)
    said = [(nature(one, lang), cited.get(one.source, one.source)) for one in ordered]
    if len(said) == 1:
        return said[0][0]
    each = [translate(lang, "page.nature_by", nature=kind, source=who) for kind, who in said]
    return names_of(each, lang)


def nature(opinion: OpinionView, lang: Lang) -> str:
    """Return degrees in words, such as hot in the second degree."""
    warmth = _degree(opinion.warmth, ("warm", "cold", "even_warmth"), lang)
    moisture = _degree(opinion.moisture, ("wet", "dry", "even_moisture"), lang)
    return names_of([one for one in (warmth, moisture) if one], lang)


def _degree(degree: int | None, words: tuple[str, str, str], lang: Lang) -> str | None:
    above, below, even = words
    if degree is None:
        return None
    if degree == 0:
        return translate(lang, f"page.degree.{even}")
    place = translate(lang, f"page.ordinal.{abs(degree)}")
    return translate(lang, f"page.degree.{above if degree > 0 else below}", degree=place)


def cautions(herb: HerbView, lang: Lang) -> Html:
    """Return who must not take a herb, or should take care."""
    if not herb.contraindications:
        return joined()
    first = sorted(herb.contraindications, key=lambda one: one.level != "absolute")
    title = tag("h2", translate(lang, "page.cautions"))
    lines = [joined(_caution(one, lang)) for one in first]
    return tag("section", title, listed(lines), class_="facts-cautions")


def _caution(one: ContraindicationView, lang: Lang) -> str:
    what = one.what.name if one.what else digits(lang, str(one.min_age or ""))
    who = translate(lang, f"page.who.{one.kind}", what=what)
    level = translate(lang, f"page.level.{one.level}")
    return f"{who}: {level}"


def sources(herb: HerbView, lang: Lang) -> Html:
    """Return what all this is taken from, and how far it was checked."""
    if not herb.sources:
        return joined()
    lines = [tag("li", one.citation) for one in herb.sources]
    checked = tag("p", herb.confidence_meaning or "")
    return tag("section", tag("h2", translate(lang, "page.sources")), checked, tag("ul", *lines))
