"""Names of several words between which others stand: «خواب از چشم بچه‌م پریده». Pure.

They are looked for in what people tell of themselves, where a clause holds no name as a whole.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from tajriba.nlp.morphology.stemming import forms
from tajriba.nlp.morphology.verbs import NEGATED, lemma

_LONGEST: Final = 14
_MAX_BETWEEN: Final = 3
_PAIR: Final = 2
_CUTTING: Final = frozenset({
    "ولی", "اما", "چون", "که", "برای", "خوب", "بهتر", "but", "because", "for", "better", "no",
    "not", "nothing", "never",
})  # fmt: skip
"""Words with which another sentence begins, or that turn what stands beside them."""
_LIGHT: Final = frozenset({
    "شدن", "کردن", "گرفتن", "داشتن", "بودن", "نشدن", "نکردن", "نگرفتن", "نداشتن", "نبودن",
})  # fmt: skip
"""Verbs that say little alone: a noun and one of them, apart, are no name."""


class Names(NamedTuple):
    """Names by their letters: whether any begins so, the words of each, and all words of all."""

    begins: Callable[[str], bool]
    words_of: Callable[[str], tuple[str, ...] | None]
    known: frozenset[str]


def longest_scattered(
    said: Sequence[str], firsts: Sequence[Iterable[str]], options: Sequence[Iterable[str]],
    names: Names,
) -> tuple[int, int, str] | None:  # fmt: skip
    """Return the longest name whose words stand in their order among others: its place and letters.

    `firsts` are the beginnings of names that each word may be, `options` all that it may stand for.
    """
    best: tuple[int, int, str] | None = None
    for start, first in enumerate(firsts):
        begun: Mapping[str, int] = dict.fromkeys(first, 0)
        for end in range(start + 1, min(len(said), start + _LONGEST)):
            begun, grown = _go_on(begun, options[end], names.begins)
            for letters in grown:
                longer = best is None or len(letters) > len(best[2])
                if longer and _is_name(said[start : end + 1], letters, names):
                    best = (start, end + 1, letters)
            if not begun:
                break
    return best


def _go_on(
    begun: Mapping[str, int], options: Iterable[str], begins: Callable[[str], bool]
) -> tuple[dict[str, int], list[str]]:
    """Return what is begun after another word, with how many were left out, and what grew by it."""
    longer = {letters: more + 1 for letters, more in begun.items() if more < _MAX_BETWEEN}
    grown = []
    for letters, more in begun.items():
        for option in options:
            joined = letters + option
            if option and begins(joined):
                longer[joined] = more
                grown.append(joined)
    return longer, grown


def _is_name(said: Sequence[str], letters: str, names: Names) -> bool:
    words = names.words_of(letters)
    if words is None or len(words) < _PAIR or not _CUTTING.isdisjoint(said):
        return False
    if NEGATED.isdisjoint(words) and not NEGATED.isdisjoint(said):
        return False
    return len(words) > _PAIR or not (lemma(words[1]) in _LIGHT or _holds_known(said, names.known))


def _holds_known(said: Sequence[str], known: frozenset[str]) -> bool:
    return any(not known.isdisjoint((word, *forms(word))) for word in said[1:-1])
