"""The pages that list herbs, conditions and the most effective remedies, and the first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode

from tajriba.evidence.views.published_views import ranked_view, side_effects_view, status_view
from tajriba.evidence.views.schemas import Ranked
from tajriba.evidence.views.side_effect_schemas import EffectCount
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang, translate
from tajriba.knowledge.schemas import ConditionSummary, HerbSummary
from tajriba.knowledge.search import Found, Slice, search_conditions, search_herbs
from tajriba.pages.evidence_html import meaning, side_effects
from tajriba.pages.html_escaping import Html, joined, listed, tag
from tajriba.pages.html_parts import figures_in_words, link
from tajriba.pages.subject_pages import Facts, urgent

_LIMIT: Final = 100
_TOP: Final = 20
_LEAST: Final = 5
Section = Literal["herbs", "conditions"]


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is asked for: what it holds, and behind which place."""

    text: str
    after: int


def herb_list(tx: ReadTx, part: Part, lang: Lang) -> Facts:
    """Return herbs by their names."""
    return _list("herbs", part, search_herbs(tx, part.text, _slice(part), lang), lang)


def condition_list(tx: ReadTx, part: Part, lang: Lang) -> Facts:
    """Return conditions by their names."""
    return _list("conditions", part, search_conditions(tx, part.text, _slice(part), lang), lang)


def _slice(part: Part) -> Slice:
    return Slice(part.after, _LIMIT)


def _list(
    section: Section,
    part: Part,
    found: Found[HerbSummary] | Found[ConditionSummary],
    lang: Lang,
) -> Facts:
    title = translate(lang, f"page.{section}")
    lines = [_entry(section, one, lang) for one in found.items]
    more = _more(section, part, found.last, lang)
    body = joined(tag("h1", title), listed(lines, class_="facts-list"), more)
    return Facts(title, translate(lang, "page.description"), body)


def _entry(section: Section, one: HerbSummary | ConditionSummary, lang: Lang) -> Html:
    other = one.name_fa if lang == "en" else one.name_en
    beside = [" ", tag("small", other)] if other and other != one.name else []
    return joined(link(f"/{section}/{one.id}", one.name, lang), *beside)


def _more(section: Section, part: Part, last: int | None, lang: Lang) -> Html:
    if last is None:
        return joined()
    asked = {"after": str(last)} | ({"q": part.text} if part.text else {}) | {"lang": lang}
    address = f"/{section}?{urlencode(asked)}"
    return tag("p", tag("a", translate(lang, "page.more"), href=address, rel="next"))


def evidence_list(tx: ReadTx, lang: Lang) -> Facts:
    """Return what is published: how much, the most effective remedies, frequent side effects."""
    status = status_view(tx, None)
    extent = translate(
        lang,
        "page.extent",
        remedies=status.published_recommendations,
        herbs=status.published_herbs,
        conditions=status.published_conditions,
    )
    title = translate(lang, "page.evidence")
    body = joined(
        tag("h1", title),
        urgent(lang),
        tag("p", extent),
        _best(ranked_view(tx, "best", _TOP, _LEAST, lang), lang),
        _effects(tx, lang),
        meaning(lang),
    )
    return Facts(title, translate(lang, "page.description"), body)


def _best(found: Sequence[Ranked], lang: Lang) -> Html:
    if not found:
        return tag("p", translate(lang, "page.nothing_published"))
    return joined(
        tag("h2", translate(lang, "page.most_effective")),
        tag("p", translate(lang, "page.most_effective_note")),
        tag("ol", *(tag("li", _ranked(one, lang)) for one in found)),
    )


def _ranked(one: Ranked, lang: Lang) -> Html:
    title = translate(lang, "page.remedy", herb=one.herb_name, condition=one.condition_name)
    said = figures_in_words(one.effectiveness_score, one.interval, one.sample_size, lang)
    address = link(f"/recommendations/{one.recommendation_id}", title, lang)
    return joined(address, " ", tag("small", said or ""))


def _effects(tx: ReadTx, lang: Lang) -> Html:
    found = side_effects_view(tx, _TOP, _LEAST, lang)
    return side_effects([EffectCount(name=one.name, count=one.count) for one in found], lang)


def first_page(lang: Lang) -> Facts:
    """Return what this is, and where the evidence stands."""
    sections = ("evidence", "herbs", "conditions")
    links = [link(f"/{one}", translate(lang, f"page.{one}"), lang) for one in sections]
    body = joined(
        tag("h1", translate(lang, "page.name")),
        tag("p", translate(lang, "page.tagline")),
        tag("p", translate(lang, "page.no_script")),
        listed(links),
    )
    about = translate(lang, "page.description")
    return Facts(translate(lang, "page.tagline"), about, body, without_script=True)


def lost(lang: Lang, message: str) -> Facts:
    """Return what stands where there is nothing, or where it can't be shown."""
    home = link("/", translate(lang, "page.home"), lang)
    body = joined(tag("h1", message), tag("p", home))
    return Facts(message, translate(lang, "page.description"), body, without_script=True)
