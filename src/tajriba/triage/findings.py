"""What belongs together in a complaint: which sign is said of which part of the body. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from tajriba.nlp.stopwords import UNNAMED
from tajriba.nlp.tokenization import Token
from tajriba.triage.clauses import clauses_of, not_denied, of_the_patient
from tajriba.triage.measurements import measured
from tajriba.triage.past import not_over
from tajriba.triage.presence import Told, present
from tajriba.triage.signs import Place
from tajriba.triage.vocabulary import Vocabulary

_AND: Final = frozenset({"و", "and", "or", "یا"})
_AND_WEIGHS: Final = 3
_ASKED: Final = frozenset({"?", "؟"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What a complaint tells: all its signs, which of them belong together, and what is unread.

    `together` holds a set for every part of the body that is named, with all that is said of it;
    and for each clause that names none, what it says.
    """

    signs: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()
    unread: tuple[str, ...] = ()


def read(vocabulary: Vocabulary, text: str) -> Findings:
    """Return what one text tells."""
    together: dict[frozenset[str], None] = {}
    unread: list[str] = []
    clauses = clauses_of(vocabulary.finder, text)
    for tokens, places in clauses:
        unread += _unread(text, tokens, places)
    words = frozenset(token.text for tokens, _ in clauses for token in tokens)
    for tokens, places in not_over(not_denied(text, of_the_patient(clauses))):
        asked = text[tokens[-1].end :].lstrip()[:1] in _ASKED
        found = present(vocabulary, Told(tokens, places, words, asked))
        found += measured(vocabulary.measurements, tokens, found)
        together |= dict.fromkeys(_bound(vocabulary.parts, tokens, found))
    return Findings(frozenset[str]().union(*together), tuple(together), tuple(unread))


def joined(found: Iterable[Findings]) -> Findings:
    """Return what the texts of one complaint tell; their order does not matter."""
    texts = list(found)
    if len(texts) == 1:
        return texts[0]
    together = dict.fromkeys(said for one in texts for said in one.together)
    unread = tuple(words for one in texts for words in one.unread)
    return Findings(frozenset[str]().union(*together), tuple(together), unread)


def _bound(
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


def _unread(text: str, tokens: Sequence[Token], places: Sequence[Place]) -> list[str]:
    """Return the runs of words that name something and were not understood."""
    covered = {at for place in places for at in range(place.start, place.end)}
    found: list[str] = []
    for at, token in enumerate(tokens):
        if at in covered or token.number or token.text in UNNAMED:
            continue
        before = tokens[at - 1] if at else None
        if found and before and at - 1 not in covered and before.text not in UNNAMED:
            found[-1] = f"{found[-1]} {text[token.start : token.end]}"
        else:
            found.append(text[token.start : token.end])
    return found
