"""The similarity of two conditions' names: the words that they share, weighted by rarity."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from tajriba.kit.text import search_key

_WORDS: Final = re.compile(r"\w+")
_LEAST: Final = 3
LEAST_SIMILARITY: Final = 0.1
"""Conditions that share less are not similar."""
MAX_SIMILAR_CONDITIONS: Final = 32
"""So many similar conditions of one count at most: those with the most reports times share."""


def words_of(name: str) -> frozenset[str]:
    """Return the words by which names are alike: in lower case, without a plural's s; very short
    ones are left out, but where a name has no others."""
    found = _WORDS.findall(name.casefold())
    return _singular([word for word in found if len(word) >= _LEAST] or found)


def every_word(name: str) -> frozenset[str]:
    """Return the words by which names are told apart: very short ones, too."""
    return _singular(_WORDS.findall(name.casefold()))


def _singular(words: Iterable[str]) -> frozenset[str]:
    return frozenset(search_key(word[:-1] if _is_plural(word) else word) for word in words)


def _is_plural(word: str) -> bool:
    return len(word) > _LEAST and word.endswith("s") and not word.endswith(("ss", "is", "us"))


def rarities(names: Iterable[str]) -> dict[str, float]:
    """Return for each word log((1 + names) / names with it): a rare word says more of a name, and
    one that all names have says nearly nothing."""
    every = [every_word(name) for name in names]
    having = Counter(word for words in every for word in words)
    return {word: math.log((1 + len(every)) / count) for word, count in having.items()}


def word_similarity(one: str, other: str, rarity: Mapping[str, float]) -> float:
    """Return the share of the words of two names that both have, 0..1, weighted by rarity.

    Very short words, such as numbers, tell names apart, but make none alike. A word that `rarity`
    lacks weighs one (the weighted Jaccard index).
    """
    alike = words_of(one) & words_of(other)
    shared = math.fsum(rarity.get(word, 1.0) for word in sorted(alike))
    apart = sorted(every_word(one) ^ every_word(other))
    whole = shared + math.fsum(rarity.get(word, 1.0) for word in apart)
    return shared / whole if whole else 0.0
