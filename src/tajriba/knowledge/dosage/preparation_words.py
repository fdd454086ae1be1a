"""Reading the route and the plant parts from the text of a preparation. Pure."""

from typing import Final

from tajriba.kit.text import search_key
from tajriba.knowledge.dosage.numerals import tokens_of
from tajriba.knowledge.entries import Part, Route


def _set(words: str) -> frozenset[str]:
    return frozenset(map(search_key, words.split()))


_ROUTES: Final[tuple[tuple[Route, frozenset[str]], ...]] = (
    (
        "swallowed",
        _set(
            "swallow swallowed eat eaten drink drunk drinking orally oral sip chew chewed"
            " بخورد بخورید بخورند بنوشد بنوشید بنوشند خوردن خورده نوشیدن نوشیده بلع بلعیدن"
            " خوراکی جویده بجود"
        ),
    ),
    (
        "gargled",
        _set("gargle gargled gargling mouthwash spat spit غرغره قرقره دهانشویه مضمضه"),
    ),
    (
        "inhaled",
        _set("inhale inhaled inhalation smell smelled sniff steam بوییدن ببوید استنشاق بویش"),
    ),
    (
        "skin",
        _set(
            "skin rub rubbed massage poultice compress plaster ointment scalp hair bath footbath"
            " externally topical topically suppository suppositories"
            " شیاف پوستی مالیدن بمالد بمالید مالیده ضماد مرهم پماد کمپرس"
            " روغنمالی ماساژ پاشویه مو حنابندان موضعی طلا"
        ),
    ),
)
_OTHER_ROUTES: Final = _set(
    "inject injected injection intravenous intramuscular enema douche pessary vaginal vaginally"
    " eyedrop eyedrops eardrop eardrops تزریق تزریقی آمپول تنقیه اماله فرزجه واژینال سعوط"
)
_DROPS: Final = _set("drop drops قطره بچکانید بچکاند چکاندن")
_INTO: Final = _set("eye eyes nose nostril nostrils ear ears nasal چشم بینی گوش")
_PARTS: Final[dict[Part, frozenset[str]]] = {
    "leaf": _set("leaf leaves برگ برگها برگهای"),
    "seed": _set("seed seeds تخم بذر دانه دانههای"),
    "bark": _set("bark"),
    "root": _set("root roots ریشه بیخ"),
    "flower": _set("petal petals flower flowers گلبرگ گلبرگها شکوفه"),
    "distillate": _set("rosewater distillate hydrosol گلاب عرق"),
    "oil": _set("oil روغن"),
    "gum": _set("gum صمغ"),
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


def routes_in(text: str) -> list[Route]:
    """Return the routes that the words of a preparation name, in the order in which we ask."""
    words = set(tokens_of(text))
    return [route for route, names in _ROUTES if names & words]


def route_of(text: str) -> Route:
    """Return the route of a preparation; swallowed where its words do not say.

    What is gargled, smelled or laid on the skin says so; that it is swallowed too wins over all.
    """
    return next(iter(routes_in(text)), "swallowed")


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
