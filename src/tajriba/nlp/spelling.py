"""Misspelt words, within a bound that depends on their length. Pure.

Words are compared as they sound («ط» as «ت», "ph" as "f"), by the distance of optimal string
alignment. Candidates come from an index of consonants, so that the time for a word does not grow
with the vocabulary. A word that is known is never taken for another, and a word that is as near to
two of them is taken for neither, unless both mean the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_SOUNDS: Final = str.maketrans("طصثذضظحقع", "تسسزززهغا")
_LATIN_SOUNDS: Final = (
    ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("sch", "sh"), ("ch", "k"), ("rh", "r"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("y", "i"), ("x", "ks"), ("z", "s"),
    ("ae", "e"), ("oe", "e"),
)  # fmt: skip
_TWICE: Final = re.compile(r"(.)\1+")
_VOWELS: Final = re.compile("[aeiouhw\u0627\u0648\u06cc\u0647]+")
_SHORTEST: Final = 4
_SHORTEST_LATIN: Final = 5
_LONG: Final = 8
_MANY_BONES: Final = 4
_VOWELS_WRONG: Final = 2
"""How many vowels may be wrong where all consonants are right: «ورفرین» for «وارفارین»."""


@lru_cache(maxsize=16_384)
def sound(word: str) -> str:
    """Return the letters of a folded word as they sound: alike letters one, doubled ones single."""
    if word.isascii():
        for written, heard in _LATIN_SOUNDS:
            word = word.replace(written, heard)
        word = word.removesuffix("e") if len(word) > _SHORTEST_LATIN else word
    else:
        word = word.translate(_SOUNDS)
    return _TWICE.sub(r"\1", word)


def bound(word: str) -> int:
    """Return how many letters of a word may be wrong: none in short ones, two in long ones."""
    shortest = _SHORTEST_LATIN if word.isascii() else _SHORTEST
    if len(word) <= shortest:
        return 0
    return 1 if len(word) < _LONG else 2


class Speller:
    """Corrects words to those of a vocabulary; `known` are words that need no correction."""

    def __init__(self, words: Iterable[str], known: Iterable[str] = ()) -> None:
        self._words = frozenset(word for word in words if len(word) >= _SHORTEST)
        self._known = self._words.union(known)
        self._near: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for word in sorted(self._words):
            heard = sound(word)
            for key in _keys(_VOWELS.sub("", heard)):
                self._near[key].append((word, heard))
        self._kept: dict[str, tuple[str, ...]] = {}

    def correct(self, word: str) -> tuple[str, ...]:
        """Return the words of the vocabulary that a folded word is nearest to, in their order."""
        if word in self._kept:
            return self._kept[word]
        if len(self._kept) > 16_384:
            self._kept.clear()
        found = self._kept[word] = self._correct(word)
        return found

    def _correct(self, word: str) -> tuple[str, ...]:
        if word in self._known or len(word) < _SHORTEST or any(map(str.isdigit, word)):
            return ()
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - slow to import

        heard = sound(word)
        bones = _VOWELS.sub("", heard)
        best: dict[int, set[str]] = defaultdict(set)
        for key in _keys(bones):
            for right, other in self._near.get(key, ()):
                most = min(bound(word), bound(right))
                if len(bones) >= _MANY_BONES and _VOWELS.sub("", other) == bones:
                    most = max(most, _VOWELS_WRONG)
                if most > 1 and right[0] != word[0]:
                    continue
                far = OSA.distance(heard, other, score_cutoff=most)
                if far <= most:
                    best[far].add(right)
        return tuple(sorted(best[min(best)])) if best else ()


def _keys(bones: str) -> set[str]:
    """Return the consonants of a word, and what is left when one of them is missing."""
    return {bones} | {bones[:at] + bones[at + 1 :] for at in range(len(bones))}
