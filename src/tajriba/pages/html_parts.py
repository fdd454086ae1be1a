"""HTML parts that several pages share."""

from collections.abc import Sequence

from tajriba.evidence.views.remedy_list import remedy_outlines
from tajriba.evidence.views.schemas import RemedyOutline
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang, translate
from tajriba.pages.html_escaping import Html, joined, listed, tag

_REMEDIES = 100


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


def remedies(
    tx: ReadTx, lang: Lang, *, herb_id: int | None = None, condition_id: int | None = None
) -> Html:
    """Return links to remedies, the highest lower end of the interval first."""
    found = remedy_outlines(tx, herb_id, condition_id, 0, _REMEDIES, lang)
    if not found:
        return joined()
    lines = [_remedy(one, lang) for one in found]
    return tag("section", tag("h2", translate(lang, "page.remedies")), listed(lines))


def _remedy(one: RemedyOutline, lang: Lang) -> Html:
    title = translate(lang, "page.remedy", herb=one.herb_name, condition=one.condition_name)
    address, shown = link(f"/recommendations/{one.id}", title, lang), one.published
    if shown is None:
        return address
    said = figures_in_words(shown.effectiveness_score, shown.interval, shown.sample_size, lang)
    return joined(address, " ", tag("small", said or ""))


def of_five(value: float | None, lang: Lang) -> str | None:
    """Return a mean on a scale of 1 to 5."""
    return None if value is None else translate(lang, "page.of_five", value=round(value, 1), most=5)
