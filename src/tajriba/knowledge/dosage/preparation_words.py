"""Reading the route and the plant parts from the text of a preparation. Pure."""

from collections.abc import Iterable
from typing import Final

from tajriba.kit.text import search_key
from tajriba.knowledge.dosage.dose_words import keys_of
from tajriba.knowledge.dosage.household_measures import with_measures
from tajriba.knowledge.dosage.numerals import tokens_of
from tajriba.knowledge.entries import Part, Route
from tajriba.knowledge.preparation_entries import PreparationForm

_LATIN_ENDINGS: Final = ("", "s")
_PERSIAN_ENDINGS: Final = ("", "ی", "ها", "های", "هایی", "ش")
_ORDER: Final[tuple[Route, ...]] = ("swallowed", "gargled", "inhaled", "skin")
_OTHER_ROUTES: Final = keys_of(
    "inject injected injection intravenous intramuscular enema douche pessary vaginal vaginally"
    " eyedrop eyedrops eardrop eardrops تزریق تزریقی آمپول تنقیه اماله فرزجه واژینال سعوط"
)
_DROPS: Final = keys_of("drop drops قطره بچکانید بچکاند چکاندن")
_INTO: Final = keys_of("eye eyes nose nostril nostrils ear ears nasal چشم بینی گوش")
_PARTS: Final[dict[Part, frozenset[str]]] = {
    "leaf": keys_of("leaf leaves برگ برگها برگهای"),
    "seed": keys_of("seed seeds تخم بذر دانه دانههای"),
    "bark": keys_of("bark"),
    "root": keys_of("root roots ریشه بیخ"),
    "flower": keys_of("petal petals flower flowers گلبرگ گلبرگها شکوفه"),
    "distillate": keys_of("rosewater distillate hydrosol گلاب عرق"),
    "oil": keys_of("oil روغن"),
    "gum": keys_of("gum صمغ"),
}
_PHRASES: Final[dict[str, Part]] = {
    "root bark": "bark",
    "پوست ریشه": "bark",
    "پوست بیخ": "bark",
    "پوست درخت": "bark",
    "پوست ساقه": "bark",
    "rose water": "distillate",
    "aromatic water": "distillate",
}


class RouteWords:
    """The words that tell of a route, made ready to find them: a name as it stands, of Persian
    and English also its usual endings."""

    def __init__(self, forms: Iterable[PreparationForm]) -> None:
        self._routes: dict[tuple[str, ...], tuple[Route, ...]] = {}
        for form in forms:
            for name in (form.name_fa, form.name_en, *form.spellings):
                *first, last = _words_of(name)
                for ending in _LATIN_ENDINGS if last.isascii() else _PERSIAN_ENDINGS:
                    self._routes.setdefault((*first, last + ending), form.routes)
        self.words = frozenset(word for name in self._routes for word in name)
        self._longest = max(map(len, self._routes), default=0)

    def found_in(self, text: str) -> list[tuple[Route, ...]]:
        """Return the routes of each word that a text names, of words in one another the longest."""
        words, found, at = _words_of(text), list[tuple[Route, ...]](), 0
        while at < len(words):
            for length in range(self._longest, 0, -1):
                routes = self._routes.get(tuple(words[at : at + length]))
                if routes is not None:
                    found.append(routes)
                    at += length - 1
                    break
            at += 1
        return found

    def route_of(self, text: str) -> Route:
        """Return the route of a preparation; swallowed where its words do not say.

        What is gargled, smelled or laid on the skin says so; that it is swallowed too wins over
        all.
        """
        told = {routes[0] for routes in self.found_in(text) if len(routes) == 1}
        return next((route for route in _ORDER if route in told), "swallowed")

    def contradicts(self, route: Route, text: str) -> bool:
        """Return whether words of a text do not fit a route."""
        return any(
            route not in routes and not (route == "swallowed" and "skin" not in routes)
            for routes in self.found_in(text)
        )

    def tells(self, route: Route, preparation: str) -> bool:
        """Return whether a word of a preparation is usual for a route."""
        return any(routes[0] == route for routes in self.found_in(preparation))

    def fits(self, route: Route, preparation: str) -> bool:
        """Return whether the words of a preparation fit its route: a decoction is swallowed unless
        further words say that it is laid on the skin."""
        silent = not self.found_in(preparation)
        told = silent or route == "swallowed" or self.tells(route, preparation)
        return told and not self.contradicts(route, preparation)


def _words_of(text: str) -> list[str]:
    """Return the words of a text; "a teaspoon" («قاشق چای‌خوری») is no tea."""
    return with_measures(tokens_of(text))


def by_other_route(text: str) -> bool:
    """Return whether a preparation is injected, an enema, a pessary, or drops for eyes or nose."""
    words = set(tokens_of(text))
    return bool(_OTHER_ROUTES & words) or bool(_DROPS & words and _INTO & words)


def parts_in(text: str) -> frozenset[Part]:
    """Return the parts of a plant that the words of a preparation name."""
    words = tokens_of(text)
    found: set[Part] = set()
    for wording, part in _PHRASES.items():
        phrase = tuple(map(search_key, wording.split()))
        for at in range(len(words) - len(phrase) + 1):
            if tuple(words[at : at + len(phrase)]) == phrase:
                words[at : at + len(phrase)] = [""] * len(phrase)
                found.add(part)
    return frozenset(found | {part for part, names in _PARTS.items() if names & set(words)})
