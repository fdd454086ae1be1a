"""Recognising known things in what people write. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tajriba.kit.text import search_key

_MIN_INSIDE: Final = 3
_MIN_INSIDE_LATIN: Final = 5
_TAKEN: Final = "\0"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Codes by the search keys of their names, the longest key first.

    `inside` finds whether any name that may stand inside a text does, `whole` are the short ones.
    """

    codes: Mapping[str, str]
    inside: re.Pattern[str]
    whole: frozenset[str]


def lexicon(names: Iterable[tuple[str, str]]) -> Lexicon:
    """Return the lexicon of (name, code) pairs."""
    codes = {search_key(name): code for name, code in names}
    keys = sorted(codes, key=lambda key: (-len(key), key))
    inside = "|".join(re.escape(key) for key in keys if not _only_whole(key))
    return Lexicon(
        {key: codes[key] for key in keys},
        re.compile(inside or r"(?!)"),
        frozenset(filter(_only_whole, keys)),
    )


def recognise(lexicon: Lexicon, text: str) -> tuple[str, ...]:
    """Return the codes of the names in `text`, the longest name first.

    A text that is a name means it alone. Else names are sought inside it; letters that belong
    to a longer name are not read again ("low blood pressure" is no "blood pressure"). Short
    names count only as whole words.
    """
    rest = search_key(text)
    if rest in lexicon.codes:
        return (lexicon.codes[rest],)
    words = lexicon.whole.intersection(map(search_key, text.split()))
    if not words and not lexicon.inside.search(rest):
        return ()
    found: dict[str, None] = {}
    for key, code in lexicon.codes.items():
        if key in words if _only_whole(key) else key in rest:
            found[code] = None
            rest = rest.replace(key, _TAKEN)
    return tuple(found)


def _only_whole(key: str) -> bool:
    return len(key) < (_MIN_INSIDE_LATIN if key.isascii() else _MIN_INSIDE)


def recognise_all(lexicon: Lexicon, texts: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the codes in any of the texts, and the texts in which nothing was recognised."""
    found = [(text, recognise(lexicon, text)) for text in texts]
    codes = frozenset(code for _, codes in found for code in codes)
    return codes, tuple(text for text, codes in found if not codes)
