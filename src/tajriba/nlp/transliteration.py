"""Persian names written in Latin letters: "gol gavzaban" is «گل گاوزبان». Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

_LATIN: Final = {
    "ا": "(?:aa|a|o|u|e|i)", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "ch",
    "ح": "h", "خ": "(?:kh|x)", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "ژ": "(?:zh|j)", "س": "s",
    "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "(?:a|e|o|)", "غ": "(?:gh|q)",
    "ف": "f", "ق": "(?:gh|q)", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
    "و": "(?:v|w|oo|ou|ow|o|u)", "ه": "(?:h|eh|e|ah)", "ی": "(?:ee|ey|ei|iy|y|i|ie)",
}  # fmt: skip
LETTERS: Final = frozenset(_LATIN)
"""The Persian letters that can be told by Latin ones."""

_SHORT: Final = "[aeo]?"
_BONES: Final = {
    letter: min(filter(str.isalpha, re.findall("[a-z]+", sounds)), key=len)
    for letter, sounds in _LATIN.items()
} | {"ا": "", "و": "", "ی": "", "ه": "", "ح": "", "ع": "", "غ": "q", "ق": "q", "خ": "x", "ژ": "j"}
_DIGRAPHS: Final = (("kh", "x"), ("gh", "q"), ("sh", "$"), ("ch", "%"), ("zh", "j"))
_UNHEARD: Final = re.compile("[aeiouywvh]+")
_TWICE: Final = re.compile(r"(.)\1+")
_SHORTEST: Final = 3
MIN_LETTERS: Final = 5


@lru_cache(maxsize=16_384)
def skeleton(latin: str) -> str:
    """Return the consonants of Latin letters, one sign each, as those of Persian ones are."""
    for two, one in _DIGRAPHS:
        latin = latin.replace(two, one)
    return _TWICE.sub(r"\1", _UNHEARD.sub("", latin))


def skeleton_of(persian: str) -> str:
    """Return the consonants of a Persian word, as `skeleton` gives those of Latin letters."""
    signs = {"ش": "$", "چ": "%"}
    bones = "".join(signs.get(letter, _BONES.get(letter, "")) for letter in persian)
    return _TWICE.sub(r"\1", bones)


class Transliterations:
    """Persian names, found by what people write for them in Latin letters."""

    def __init__(
        self, keys: Iterable[str], fewest_bones: int = _SHORTEST, min_letters: int = MIN_LETTERS
    ) -> None:
        """`keys` are folded Persian names without spaces, those that are likelier first; those
        of fewer consonants than `fewest_bones` are left out."""
        self._min_letters = min_letters
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key in keys:
            bones = skeleton_of(key) if LETTERS.issuperset(key) else ""
            if len(bones) >= fewest_bones:
                found[bones].append(key)
        self._by_bones: Mapping[str, list[str]] = found

    def find(self, latin: str) -> str | None:
        """Return the Persian name that folded Latin letters without spaces spell, else None."""
        if len(latin) < self._min_letters:
            return None
        for key in self._by_bones.get(skeleton(latin), ()):
            if pattern(key).fullmatch(latin):
                return key
        return None


@lru_cache(maxsize=4096)
def pattern(key: str) -> re.Pattern[str]:
    """Return what Latin letters may spell a Persian word."""
    return re.compile(
        _SHORT
        + _SHORT.join(
            f"(?:{_LATIN[one]}){{1,2}}" if one not in "اویهع" else _LATIN[one] for one in key
        )
        + "[e]?"
    )
