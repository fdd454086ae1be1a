"""Reading spoons, cups, drops and millilitres in the text of a dose. Pure."""

from typing import Final, Literal, get_args

from tajriba.kit.text import search_key

Measure = Literal["teaspoon", "dessertspoon", "tablespoon", "cup", "drop", "ml"]
MEASURES: Final[frozenset[str]] = frozenset(get_args(Measure))

_WORDS: Final[dict[Measure, str]] = {
    "teaspoon": "teaspoon teaspoons teaspoonful teaspoonfuls tsp tsps چایخوری قچ",
    "dessertspoon": "dessertspoon dessertspoons dessertspoonful مرباخوری",
    "tablespoon": "tablespoon tablespoons tablespoonful tablespoonfuls tbsp tbsps tbs spoon spoons"
    " spoonful spoonfuls غذاخوری سوپخوری شربتخوری",
    "cup": "cup cups cupful glass glasses لیوان فنجان استکان پیاله کاسه",
    "drop": "drop drops قطره قطرهای",
    "ml": "ml mls cc millilitre millilitres milliliter milliliters سیسی میلیلیتر",
}
_NAMES: Final = {
    search_key(word): measure for measure, words in _WORDS.items() for word in words.split()
}
_SPOON: Final = search_key("قاشق")
_SPLIT: Final = {("غذا", "خوری"), ("چای", "خوری"), ("مربا", "خوری"), ("میلی", "لیتر")}
_SPLIT_ABBREVIATION: Final = {("سی", "سی")}


def with_measures(tokens: list[str]) -> list[str]:
    """Return tokens in which each measure is one token, its name; a bare spoon is the largest."""
    joined = _joined(tokens)
    found: list[str] = []
    for at, token in enumerate(joined):
        if token == _SPOON:
            following = joined[at + 1] if at + 1 < len(joined) else ""
            if following not in _NAMES:
                found.append("tablespoon")
        else:
            found.append(_NAMES.get(token, token))
    return found


def _joined(tokens: list[str]) -> list[str]:
    found: list[str] = []
    for token in tokens:
        pair = (found[-1], token) if found else ("", token)
        if pair in _SPLIT or pair in _SPLIT_ABBREVIATION:
            found[-1] += token
        else:
            found.append(token)
    return found
