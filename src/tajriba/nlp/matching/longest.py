"""Which of the names of several kinds stand where one holds another: the longest. Pure."""

from collections.abc import Iterable
from itertools import groupby

from tajriba.nlp.matching.gazetteer import Match


def longest_of(found: Iterable[tuple[Match, str]]) -> list[tuple[Match, str]]:
    """Return in their order the names that no other holds: «بادام هندی» is no «بادام»."""
    longest: list[tuple[Match, str]] = []
    end = 0
    for _, alike in groupby(sorted(found, key=_longer_first), key=_longer_first):
        matches = sorted(alike)
        if matches[0][0].end > end:
            longest += matches
            end = matches[0][0].end
    return longest


def _longer_first(found: tuple[Match, str]) -> tuple[int, int]:
    return found[0].start, -found[0].end
