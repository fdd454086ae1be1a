"""Which sign is said of which part of the body: in a clause, and over a complaint's items. Pure.

People write one thing as several: «گردنم», «سفت شده», «تب دارم». A part of which its own item says
nothing has all that other items say of no part.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from tajriba.nlp.stopwords import UNNAMED
from tajriba.nlp.tokenization import Token
from tajriba.triage.signs import Place
from tajriba.triage.vocabulary import Vocabulary

_AND: Final = frozenset({"و", "and", "or", "یا"})
_AND_WEIGHS: Final = 3


class Loose(NamedTuple):
    """What items say that need others: parts without anything said of them, signs that are said of
    no part, and mere degrees (how bad, since when)."""

    parts: frozenset[frozenset[str]] = frozenset()
    signs: frozenset[str] = frozenset()
    degrees: frozenset[str] = frozenset()

    def __or__(self, other: "Loose") -> "Loose":
        """Return what both say."""
        return Loose(
            self.parts | other.parts, self.signs | other.signs, self.degrees | other.degrees
        )


NOTHING_LOOSE: Final = Loose()


def loose_in(vocabulary: Vocabulary, said: Sequence[frozenset[str]]) -> Loose:
    """Return what needs other items of what a clause says that was understood to its last word."""
    codes = frozenset[str]().union(*said)
    if codes <= vocabulary.parts:
        return Loose(parts=frozenset(said))
    if codes <= vocabulary.degrees:
        return Loose(degrees=codes)
    if codes.isdisjoint(vocabulary.parts | vocabulary.whole):
        return Loose(signs=codes)
    return NOTHING_LOOSE


def put_together(said: Iterable[frozenset[str]], loose: Loose) -> dict[frozenset[str], None]:
    """Return what is said of each thing, with what other items say of it."""
    together = dict.fromkeys(said)
    rest = loose.signs | loose.degrees
    if loose.parts and rest:
        together |= dict.fromkeys(part | rest for part in sorted(loose.parts, key=sorted))
    if loose.degrees:
        together |= dict.fromkeys([one | loose.degrees for one in together])
    return together


def bound(
    parts: frozenset[str], tokens: Sequence[Token], places: Sequence[Place]
) -> list[frozenset[str]]:
    """Return the signs of a clause by what they are said of: the nearest part, or parts that an
    "and" makes one."""
    named = [place for place in places if not parts.isdisjoint(place.codes)]
    if not named:
        return [frozenset(_codes(places))] if places else []
    groups = _groups(tokens, named)
    rest = [place for place in places if parts.isdisjoint(place.codes)]
    found = [_codes(group) for group in groups]
    far = _far(tokens)
    for place in rest:
        distances = [_distance(far, group, place) for group in groups]
        least = min(distances)
        for said, distance in zip(found, distances, strict=True):
            if distance == least:
                said.extend(place.codes)
    return [frozenset(said) for said in found]


def _groups(tokens: Sequence[Token], named: Sequence[Place]) -> list[list[Place]]:
    groups: list[list[Place]] = []
    for place in named:
        last = groups[-1][-1] if groups else None
        between = tokens[last.end : place.start] if last else ()
        if last and all(token.text in _AND or token.text in UNNAMED for token in between):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _far(tokens: Sequence[Token]) -> list[int]:
    """Return for each place how many words lie before it, an "and" for several: it begins another
    thing."""
    weights = (1 + _AND_WEIGHS * (token.text in _AND) for token in tokens)
    return list(accumulate(weights, initial=0))


def _distance(far: Sequence[int], group: Sequence[Place], place: Place) -> int:
    """Return how much lies between a sign and the nearest of a group."""
    start, end = far[place.start], far[place.end]
    least = far[-1]
    for one in group:
        between = max(far[one.start] - end, start - far[one.end], 0)
        least = min(least, between)
    return least


def _codes(places: Iterable[Place]) -> list[str]:
    return [code for place in places for code in place.codes]
