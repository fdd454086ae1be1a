"""How much two names of conditions have in common: the words that they share."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from tajriba.kit.text import search_key

_WORDS: Final = re.compile(r"\w+")
_LEAST: Final = 3
KIN_LEAST: Final = 0.1
"""Conditions that share less are no kin."""
KIN_MOST: Final = 32
"""So many kin of a condition count at most: those with the most reports times share."""


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name, in lower case, without a plural's s; very short ones are dropped.

    A name of very short words alone keeps them.
    """
    found = _WORDS.findall(name.casefold())
    long = [word for word in found if len(word) >= _LEAST] or found
    return frozenset(_singular(word) for word in long)


def _singular(word: str) -> str:
    plural = len(word) > _LEAST and word.endswith("s") and not word.endswith(("ss", "is", "us"))
    return search_key(word[:-1] if plural else word)


def rarities(names: Iterable[str]) -> dict[str, float]:
    """Return for each word log(1 + names / names with it): a rare word says more of a name."""
    every = [words_of(name) for name in names]
    having = Counter(word for words in every for word in words)
    return {word: math.log1p(len(every) / count) for word, count in having.items()}


def kinship(one: str, other: str, rarity: Mapping[str, float]) -> float:
    """Return the share of the words of two names that both have, 0..1, weighted by rarity.

    A word that `rarity` lacks weighs one (the weighted Jaccard index).
    """
    first, second = words_of(one), words_of(other)
    whole = math.fsum(rarity.get(word, 1.0) for word in sorted(first | second))
    shared = math.fsum(rarity.get(word, 1.0) for word in sorted(first & second))
    return shared / whole if whole else 0.0
