"""Parts that several pages have."""

from collections.abc import Sequence

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import Published, published
from tajriba.kit.db import ReadTx
from tajriba.kit.i18n import Lang, translate
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.pages.markup import Html, joined, listed, tag


def link(path: str, text: str, lang: Lang) -> Html:
    """Return a link to a page in the same language; Persian needs no word of it."""
    return tag("a", text, href=path if lang == "fa" else f"{path}?lang={lang}")


def names_of(names: Sequence[str], lang: Lang) -> str:
    """Return names as a list in one line."""
    return translate(lang, "list.separator").join(names)


def pairs(rows: Sequence[tuple[str, str | None]], lang: Lang) -> Html:
    """Return a list of what is known under the words of `page`; what is not known is left out."""
    known = [
        tag("div", tag("dt", translate(lang, f"page.{key}")), tag("dd", value))
        for key, value in rows
        if value
    ]
    return tag("dl", *known) if known else joined()


def percent(share: float) -> int:
    """Return a share of 1 as whole percent."""
    return round(share * 100)


def between(interval: tuple[float, float] | None, lang: Lang) -> str | None:
    """Return an interval in words."""
    if interval is None:
        return None
    low, high = map(percent, interval)
    return translate(lang, "page.between", low=low, high=high)


def figures_in_words(
    score: float | None, interval: tuple[float, float] | None, total: int, lang: Lang
) -> str | None:
    """Return figures in one sentence; None where there are none."""
    if score is None or interval is None:
        return None
    low, high = map(percent, interval)
    key = "page.figures_about"
    return translate(lang, key, percent=percent(score), total=total, low=low, high=high)


def remedies(tx: ReadTx, facts: Sequence[RecommendationFacts], lang: Lang) -> Html:
    """Return links to remedies, the highest lower end of the interval first."""
    if not facts:
        return joined()
    shown = published(tx, [Key(Level.RECOMMENDATION, one.id) for one in facts])
    by_id = {key.ref: one for key, one in shown.items()}

    def place(one: RecommendationFacts) -> tuple[float, int]:
        interval = by_id[one.id].window.interval if one.id in by_id else None
        return (-interval[0] if interval else 1.0, one.id)

    lines = [_remedy(one, by_id.get(one.id), lang) for one in sorted(facts, key=place)]
    return tag("section", tag("h2", translate(lang, "page.remedies")), listed(lines))


def _remedy(one: RecommendationFacts, found: Published | None, lang: Lang) -> Html:
    herb, condition = one.herb_name.in_(lang), one.condition_name.in_(lang)
    title = translate(lang, "page.remedy", herb=herb, condition=condition)
    return joined(link(f"/recommendations/{one.id}", title, lang), *_figures(found, lang))


def _figures(found: Published | None, lang: Lang) -> list[str]:
    window = found.window if found else None
    if window is None:
        return []
    whole = window.whole
    said = figures_in_words(whole.score, window.interval, whole.total, lang)
    return [" ", tag("small", said)] if said else []


def of_five(value: float | None, lang: Lang) -> str | None:
    """Return a mean on a scale of 1 to 5."""
    return None if value is None else translate(lang, "page.of_five", value=round(value, 1), most=5)
