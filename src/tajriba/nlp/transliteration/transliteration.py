"""Persian names written in Latin letters: "gol gavzaban" is «گل گاوزبان». Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

_LATIN: Final = {
    "ا": "aa a o u e i", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "ch",
    "ح": "h", "خ": "kh x", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "ژ": "zh j", "س": "s",
    "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "a e o", "غ": "gh q",
    "ف": "f", "ق": "gh q", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
    "و": "v w oo ou ow o u", "ه": "h eh e ah", "ی": "ee ey ei iy y i ie",
}  # fmt: skip
LETTERS: Final = frozenset(_LATIN)
"""The Persian letters that can be told by Latin ones."""

_SOUNDS: Final = {letter: tuple(sounds.split()) for letter, sounds in _LATIN.items()} | {
    "ع": ("a", "e", "o", "")
}
_SINGLE: Final = frozenset("اویهع")
"""Letters that are not written twice where they are heard long."""

_SHORT: Final = ("a", "e", "o")
_BONES: Final = str.maketrans(
    {letter: min(sounds.split(), key=len) for letter, sounds in _LATIN.items()}
    | {"ا": "", "و": "", "ی": "", "ه": "", "ح": "", "ع": "", "غ": "q", "ق": "q", "خ": "x"}
    | {"ژ": "j", "ش": "$", "چ": "%"}
)
_DIGRAPHS: Final = (("kh", "x"), ("gh", "q"), ("sh", "$"), ("ch", "%"), ("zh", "j"))
_UNHEARD: Final = re.compile("[aeiouywvh]+")
_TWICE: Final = re.compile(r"(.)\1+")
_SHORTEST: Final = 2
MIN_LETTERS: Final = 4


@lru_cache(maxsize=16_384)
def skeleton(latin: str) -> str:
    """Return the consonants of Latin letters, one sign each, as those of Persian ones are."""
    for two, one in _DIGRAPHS:
        latin = latin.replace(two, one)
    return _TWICE.sub(r"\1", _UNHEARD.sub("", latin))


def skeleton_of(persian: str) -> str:
    """Return the consonants of a word of `LETTERS`, as `skeleton` gives those of Latin ones."""
    return _TWICE.sub(r"\1", persian.translate(_BONES))


class Transliterations:
    """Persian names, found by what people write for them in Latin letters."""

    def __init__(self, keys: Iterable[str]) -> None:
        """`keys` are folded Persian names without spaces, those that are likelier first; those
        of a single consonant are left out."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for key in keys:
            bones = skeleton_of(key) if LETTERS.issuperset(key) else ""
            if len(bones) >= _SHORTEST:
                found[bones].append(key)
        self._by_bones: Mapping[str, list[str]] = found

    def find(self, latin: str) -> str | None:
        """Return the Persian name that folded Latin letters without spaces spell, else None."""
        if len(latin) < MIN_LETTERS:
            return None
        for key in self._by_bones.get(skeleton(latin), ()):
            if spells(latin, key):
                return key
        return None


def spells(latin: str, persian: str) -> bool:
    """Return whether Latin letters spell a Persian word of `LETTERS`: each letter by one of its
    sounds, once or twice, a short vowel before it or none; at the end "e" or nothing."""
    ends = {0}
    for letter in persian:
        if not ends:
            return False
        starts = ends | {at + 1 for at in ends if latin.startswith(_SHORT, at)}
        ends = _after(latin, starts, letter)
        if letter not in _SINGLE:
            ends |= _after(latin, ends, letter)
    return len(latin) in ends or (latin.endswith("e") and len(latin) - 1 in ends)


def _after(latin: str, starts: set[int], letter: str) -> set[int]:
    """Return the places behind a letter that begins at one of some places."""
    return {at + len(one) for at in starts for one in _SOUNDS[letter] if latin.startswith(one, at)}
