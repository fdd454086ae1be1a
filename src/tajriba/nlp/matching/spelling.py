"""Misspelt words, within a bound that depends on their length. Pure.

Words are compared as they sound («ط» as «ت», "ph" as "f"), by the distance of optimal string
alignment. Candidates come from an index of consonants, so that the time for a word does not grow
with the vocabulary. A word that is known is never taken for another, and a word that is as near to
two of them is taken for neither, unless both mean the same.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

_SOUNDS: Final = str.maketrans(
    "طصثذضظحقعابپتجچخدرزژسشغفکگلمنوهی",
    "تسسزززهغاابپتجچخدرزژسشغفکگلمنوهی",
)
"""Letters by others that sound alike; naming the rest too makes translating quick."""

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


def sound(word: str) -> str:
    """Return the letters of a folded word as they sound: alike letters one, doubled ones single."""
    if word.isascii():
        for written, heard in _LATIN_SOUNDS:
            word = word.replace(written, heard)
        word = word.removesuffix("e") if len(word) > _SHORTEST_LATIN else word
    else:
        word = word.translate(_SOUNDS)
    return _TWICE.sub(r"\1", word) if _TWICE.search(word) else word


def bound(word: str) -> int:
    """Return how many letters of a word may be wrong: none in short ones, two in long ones."""
    shortest = _SHORTEST_LATIN if word.isascii() else _SHORTEST
    if len(word) <= shortest:
        return 0
    return 1 if len(word) < _LONG else 2


class Heard(NamedTuple):
    """A folded word, its letters and its consonants as they sound, and how many may be wrong."""

    word: str
    sound: str
    bones: str
    bound: int


@lru_cache(maxsize=16_384)
def heard(word: str) -> Heard:
    """Return a folded word with all by which it is compared."""
    sounds = sound(word)
    return Heard(word, sounds, _VOWELS.sub("", sounds), bound(word))


class Speller:
    """Corrects words to those of a vocabulary; `known` are words that need no correction."""

    def __init__(self, words: Iterable[str], known: Iterable[str] = ()) -> None:
        self._words = frozenset(word for word in words if len(word) >= _SHORTEST)
        self._known = frozenset(known)
        self._heard = [heard(word) for word in sorted(self._words)]
        self._same: defaultdict[str, list[int]] = defaultdict(list)
        self._near: defaultdict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self._heard):
            self._same[one.bones].append(at)
            for key in _keys(one.bones) if one.bound else ():
                self._near[key].append(at)

    def correct(self, word: str) -> tuple[str, ...]:
        """Return the words of the vocabulary that a folded word is nearest to, in their order."""
        if len(word) < _SHORTEST or word in self._words or word in self._known:
            return ()
        if not word.isalpha() and any(map(str.isdigit, word)):
            return ()
        typed = heard(word)
        nearest = _VOWELS_WRONG
        best: list[str] = []
        size = len(typed.sound)
        for at in self._candidates(typed):
            right = self._heard[at]
            if not -nearest <= len(right.sound) - size <= nearest:
                continue
            far = distance(typed, right)
            if far is None or far > nearest:
                continue
            if far < nearest:
                nearest, best = far, []
            best.append(right.word)
        return tuple(sorted(best))

    def _candidates(self, typed: Heard) -> set[int]:
        """Return the places of the words that may be near. Where no letter may be wrong, on either
        side, only those with all consonants alike can be."""
        found = self._same.get(typed.bones, [])
        if not typed.bound:
            return set(found)
        near = self._near
        return {*found, *[at for key in _keys(typed.bones) if key in near for at in near[key]]}


def distance(typed: Heard, right: Heard) -> int | None:
    """Return by how many letters a word is another one misspelt, None if it is not."""
    most = typed.bound if typed.bound < right.bound else right.bound
    if len(typed.bones) >= _MANY_BONES and right.bones == typed.bones:
        most = _VOWELS_WRONG
    if not most:
        return 0 if typed.sound == right.sound else None
    if not -most <= len(typed.sound) - len(right.sound) <= most:
        return None
    if right.word[0] != typed.word[0]:
        most = 1
    far = _alignment()(typed.sound, right.sound, score_cutoff=most)
    return far if far <= most else None


@cache
def _alignment() -> Callable[..., int]:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - slow to import

    return OSA.distance


def _keys(bones: str) -> set[str]:
    """Return the consonants of a word, and what is left when one of them is missing."""
    return {bones, *[bones[:at] + bones[at + 1 :] for at in range(len(bones))]}
