"""Names of signs as rows of words, and the longest of them that begins at a word. Pure."""

from collections.abc import Sequence
from typing import Final

NO_SIGN: Final = ""
"""The code of names that hold a sign and mean none."""

_MOST_BETWEEN: Final = 3


class SignTrie:
    """The codes of the name that ends here, and where names go on, by their next word."""

    __slots__ = ("_below", "_codes")

    def __init__(self) -> None:
        self._below: dict[str, SignTrie] = {}
        self._codes: tuple[str, ...] = ()

    def __contains__(self, word: str) -> bool:
        """Return whether any name begins with a word."""
        return word in self._below

    def insert(self, words: Sequence[str], code: str) -> None:
        """Add a name of a sign."""
        node = self
        for word in words:
            node = node._below.setdefault(word, SignTrie())
        node._codes = tuple(dict.fromkeys((*node._codes, code)))

    def longest(
        self, steps: Sequence[Sequence[tuple[str, int]]], between: Sequence[bool], start: int
    ) -> tuple[int, tuple[str, ...]] | None:
        """Return behind which word the longest name ends that begins at one, and its codes.

        `steps` are the words that may stand at each place, with how many they were written as;
        `between` says which may stand within names that lack them.
        """
        longest = start
        codes: tuple[str, ...] = ()
        open_ = [(self, start, 0)]
        while open_:
            node, at, skipped = open_.pop()
            if node._codes:
                end = at - skipped
                if end > longest:
                    longest, codes = end, node._codes
                elif end == longest:
                    codes = _both(codes, node._codes)
            below = node._below
            if not below or at == len(steps):
                continue
            for word, size in steps[at]:
                if word in below:
                    open_.append((below[word], at + size, 0))
            if between[at] and at > start and skipped < _MOST_BETWEEN:
                open_.append((node, at + 1, skipped + 1))
        return (longest, codes) if codes else None


def _both(codes: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return what two names of the same words mean: nothing is added to a harmless one."""
    if NO_SIGN in codes or NO_SIGN in others:
        return codes
    return tuple(sorted({*codes, *others}))
