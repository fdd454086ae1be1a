"""Names written without spaces, by how they begin. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

PIECE: Final = 4
"""How many letters are looked up at once: few enough that sets of them are small."""

_JOINT: Final = PIECE // 2
_END: Final = "\0" * (PIECE - 1)


class PrefixIndex:
    """Answers whether names begin with some letters."""

    def __init__(self, names: Iterable[str]) -> None:
        by_head: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            by_head[name[:PIECE]].append(name)
        self._by_head = dict(by_head)
        self._heads = frozenset(head[:size] for head in by_head for size in range(PIECE + 1))
        self.pieces = _pieces(name for alike in by_head.values() for name in alike)
        """The letters that stand together in names, up to `PIECE`: most words have others."""

    def begins(self, letters: str) -> bool:
        """Return whether any name begins with these letters."""
        if len(letters) <= PIECE:
            return letters in self._heads
        names = self._by_head.get(letters[:PIECE], ())
        at = bisect_left(names, letters)
        return at < len(names) and names[at].startswith(letters)

    def longer(self, begun: str, words: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        """Return how names begin that go on with one of some words, each with what is beside it.

        Few names have the letters where two words meet, so that most are not looked up.
        """
        joint, pieces = begun[-_JOINT:], self.pieces
        return [
            (joined, beside)
            for word, beside in words
            if joint + word[:_JOINT] in pieces and self.begins(joined := begun + word)
        ]


def _pieces(names: Iterable[str]) -> set[str]:
    text = "".join([f"{name}{_END}" for name in names])
    longest = {text[at : at + PIECE] for at in range(len(text))}
    return longest | {piece[:size] for piece in longest for size in range(1, PIECE)}
