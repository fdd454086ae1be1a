"""The client's page with facts in it, which a browser shows before, or without, JavaScript."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tajriba.kit.i18n import LANGS, Lang, translate
from tajriba.pages.html_escaping import Html, joined, tag, void
from tajriba.pages.subject_pages import Facts

_HTML: Final = re.compile(r"<html[^>]*>")
_TITLE: Final = re.compile(r"<title>.*?</title>", re.DOTALL)
_HEAD: Final = "<!--head-->"
_HEAD_END: Final = "</head>"
_FACTS: Final = "<!--facts-->"
_LOCALE: Final[dict[Lang, str]] = {"fa": "fa_IR", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: `https://host`, its path, and whether everybody may find it."""

    origin: str
    path: str
    public: bool

    @property
    def url(self) -> str:
        """The page's one address."""
        return self.origin + self.path


def filled(shell: str, facts: Facts, place: Place, lang: Lang, scripts: Sequence[str] = ()) -> str:
    """Return the client's page with a head and facts of its own.

    The browser asks for `scripts` along with those of the page, not only when these have run.
    """
    direction = "rtl" if lang == "fa" else "ltr"
    page = _HTML.sub(f'<html lang="{lang}" dir="{direction}">', shell, count=1)
    title = tag("title", translate(lang, "page.title", subject=facts.title))
    page = _TITLE.sub(lambda _: title, page, count=1)
    page = page.replace(_HEAD, _head(facts, place, lang), 1)
    page = page.replace(_HEAD_END, _asked_soon(scripts) + _HEAD_END, 1)
    return page.replace(_FACTS, _body(facts, place, lang), 1)


def _head(facts: Facts, place: Place, lang: Lang) -> Html:
    if not place.public:
        return void("meta", name="robots", content="noindex")
    others = [
        void("link", rel="alternate", hreflang=one, href=f"{place.url}?lang={one}") for one in LANGS
    ]
    said = {
        "og:title": facts.title,
        "og:description": facts.about,
        "og:type": "website",
        "og:url": place.url,
        "og:site_name": translate(lang, "page.name"),
        "og:locale": _LOCALE[lang],
    }
    return joined(
        void("meta", name="description", content=facts.about),
        void("link", rel="canonical", href=place.url),
        *others,
        *(void("meta", property=key, content=value) for key, value in said.items()),
    )


def _asked_soon(scripts: Sequence[str]) -> Html:
    links = (
        void("link", rel="modulepreload", crossorigin="anonymous", href=one) for one in scripts
    )
    return joined(*links)


def _body(facts: Facts, place: Place, lang: Lang) -> Html:
    body = tag("main", facts.body, class_="facts", lang=lang)
    return joined(tag("noscript", body), _late(place, lang)) if facts.without_script else body


def _late(place: Place, lang: Lang) -> Html:
    """Return what is said where the client does not come: the page would stay empty."""
    again = tag("a", translate(lang, "page.late_again"), href=place.path)
    return tag("p", translate(lang, "page.late"), " ", again, class_="late", lang=lang)


def unbuilt(lang: Lang) -> str:
    """Return the page that stands where the client was not built."""
    other: Lang = "en" if lang == "fa" else "fa"
    said = [_unbuilt(one) for one in (lang, other)]
    title = tag("title", translate(lang, "page.name"))
    head = tag("head", void("meta", charset="utf-8"), title)
    return f"<!doctype html>{tag('html', head, tag('body', *said), lang=lang)}"


def _unbuilt(lang: Lang) -> Html:
    direction = "rtl" if lang == "fa" else "ltr"
    return tag(
        "section",
        tag("h1", translate(lang, "page.not_built")),
        tag("p", translate(lang, "page.not_built_how")),
        lang=lang,
        dir=direction,
    )
