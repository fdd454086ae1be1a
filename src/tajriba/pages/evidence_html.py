"""Published evidence as HTML."""

from collections.abc import Sequence

from tajriba.evidence.views.schemas import CellView, Evidence, Figures, HistoryPoint
from tajriba.evidence.views.side_effect_schemas import EffectCount
from tajriba.kit.i18n import Lang, digits, number, translate
from tajriba.pages.html_escaping import Html, joined, listed, tag
from tajriba.pages.html_parts import between, figures_in_words, of_five, pairs, percent
from tajriba.pages.jalali_calendar import day_in_words

_POINTS = 12
_SAID = ("success", "interval", "window", "no_trial", "compare", "promise")


def evidence_section(evidence: Evidence, lang: Lang, *more: Html) -> Html:
    """Return the published figures; where they are withheld, why."""
    title = tag("h2", translate(lang, "page.reported"))
    shown = evidence.effectiveness
    if shown is None or shown.effectiveness_score is None:
        return tag("section", title, tag("p", translate(lang, "page.withheld")), *more)
    said = translate(lang, "page.success", percent=percent(shown.effectiveness_score))
    score = tag("p", said, class_="facts-score")
    over_time = _over_time(evidence.history, lang)
    return tag("section", title, score, _figures(shown, lang), *more, over_time)


def _figures(shown: Figures, lang: Lang) -> Html:
    return pairs(
        [
            ("interval", between(shown.interval, lang)),
            ("reports", number(lang, shown.sample_size)),
            ("patients", number(lang, shown.patients)),
            ("improvement", of_five(shown.average_improvement, lang)),
            ("rating", of_five(shown.average_rating, lang)),
            ("trend", translate(lang, f"page.trends.{shown.trend}")),
            ("updated", day_in_words(shown.last_updated, lang) if shown.last_updated else None),
        ],
        lang,
    )


def about_figures(shown: Figures | None, lang: Lang) -> str | None:
    """Return figures in one sentence; None where there are none."""
    if shown is None:
        return None
    return figures_in_words(shown.effectiveness_score, shown.interval, shown.sample_size, lang)


def _over_time(points: Sequence[HistoryPoint], lang: Lang) -> Html:
    if len(points) < 2:
        return joined()
    rows = [
        [day_in_words(one.day, lang), *_row(one.score, one.interval, one.sample_size, lang)]
        for one in points[-_POINTS:]
    ]
    return joined(tag("h3", translate(lang, "page.over_time")), _table("day", rows, lang))


def by_mizaj(cells: Sequence[CellView], lang: Lang) -> Html:
    """Return what is published among patients of one mizaj each."""
    if not cells:
        return joined()
    rows = [
        [
            translate(lang, f"mizaj.name.{one.mizaj}"),
            *_row(one.effectiveness_score, one.interval, one.sample_size, lang),
        ]
        for one in cells
    ]
    return joined(
        tag("h3", translate(lang, "page.by_mizaj")),
        tag("p", translate(lang, "page.by_mizaj_note")),
        _table("mizaj", rows, lang),
    )


def _row(
    score: float | None, interval: tuple[float, float] | None, total: int, lang: Lang
) -> list[str]:
    share = "–" if score is None else digits(lang, f"{percent(score)}%")
    return [share, between(interval, lang) or "–", number(lang, total)]


def _table(first: str, rows: Sequence[Sequence[str]], lang: Lang) -> Html:
    heads = (translate(lang, f"page.{key}") for key in (first, "share", "interval", "reports"))
    head = tag("tr", *(tag("th", one, scope="col") for one in heads))
    body = [
        tag("tr", tag("th", name, scope="row"), *(tag("td", cell) for cell in cells))
        for name, *cells in rows
    ]
    return tag("table", tag("thead", head), tag("tbody", *body))


def side_effects(effects: Sequence[EffectCount], lang: Lang) -> Html:
    """Return the side effects that were reported, with their counts."""
    title = tag("h3", translate(lang, "page.side_effects"))
    if not effects:
        return joined(title, tag("p", translate(lang, "page.no_effects")))
    return joined(title, listed([_effect(one, lang) for one in effects]))


def _effect(one: EffectCount, lang: Lang) -> Html:
    return joined(translate(lang, "page.effect", name=one.name, count=one.count))


def meaning(lang: Lang) -> Html:
    """Return what such numbers can and can't say."""
    said = [joined(translate(lang, f"page.says_{one}")) for one in _SAID]
    return tag("section", tag("h2", translate(lang, "page.meaning")), listed(said))
