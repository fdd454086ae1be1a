"""What belongs together in a complaint: which sign is said of which part of the body. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from tajriba.kit.text import fold
from tajriba.nlp.context.negation import contexts
from tajriba.nlp.context.negation_triggers import LISTING
from tajriba.nlp.morphology.verbs import verb_of
from tajriba.nlp.stopwords import UNNAMED
from tajriba.nlp.tokenization import Token
from tajriba.triage.clauses import clauses_of, not_denied, of_the_patient
from tajriba.triage.measurements import Measurement, measured
from tajriba.triage.not_present import (
    asks_for_signs,
    asks_of_a_remedy,
    is_of_an_animal,
    is_of_childhood,
    was_operated,
)
from tajriba.triage.past import is_long_ago, is_past, may_be_past
from tajriba.triage.signs import Place, SignFinder

_AND: Final = frozenset({"و", "and", "or", "یا"})
_AND_WEIGHS: Final = 3
_WORRIED: Final = frozenset(fold("worried worry anxious نگران نگرانم").split())
_MAY_COME: Final = frozenset(
    fold("""
    fear afraid scared if risk might could ترس میترسم اگر خطر احتمال
    کنم بکنم نکنم بشم نشم بشوم بگیرم نگیرم
    """).split()
)
"""Words with which a worry is of what may come, «نگرانم سکته کنم»; else it is of what is there."""

_NEVER: Final = frozenset({"never", "هرگز", "هیچوقت"})
_JUST_NOW: Final = frozenset(
    fold("""
    suddenly sudden now just having today tonight yesterday morning hour hours minutes
    امروز امشب دیروز دیشب پریروز پریشب صبح ظهر عصر ساعت دقیقه الان همین
    یهو یهویی یکهو ناگهان ناگهانی یکدفعه یدفعه دفعه
    """).split()
)
_IS_DOING: Final = frozenset(fold("داره دارد دارن").split())
_IS_OVER: Final = frozenset(
    fold("died passed fine ok okay better recovered فوت مرد مرحوم خوب خوبه خوبم بهتر بهتره").split()
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a complaint tells: all its signs, which of them belong together, and what is unread.

    `together` holds a set for every part of the body that is named, with all that is said of it;
    and for each clause that names none, what it says.
    """

    signs: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The signs by which complaints are read.

    `parts` are signs that others are said of, `whole` those that are said of no part, `complaints`
    the keys of names that say all by themselves. `serious` count even where they are only feared,
    `passing` though they are over, `noticed` whomever they are told of.
    """

    finder: SignFinder
    parts: frozenset[str]
    whole: frozenset[str]
    complaints: frozenset[str]
    serious: frozenset[str]
    passing: frozenset[str]
    noticed: frozenset[str]
    measurements: tuple[Measurement, ...]


def read(vocabulary: Vocabulary, text: str) -> Findings:
    """Return what one text tells."""
    together: dict[frozenset[str], None] = {}
    unread: list[str] = []
    clauses = clauses_of(vocabulary.finder, text)
    for tokens, places in clauses:
        unread += _unread(text, tokens, places)
    for tokens, places in not_denied(text, of_the_patient(clauses)):
        counted = _counted(vocabulary, tokens, places)
        counted += measured(vocabulary.measurements, tokens, counted)
        together |= dict.fromkeys(_bound(vocabulary.parts, tokens, counted))
    return Findings(frozenset[str]().union(*together), tuple(together), tuple(unread))


def joined(found: Iterable[Findings]) -> Findings:
    """Return what the texts of one complaint tell; their order does not matter."""
    texts = list(found)
    if len(texts) == 1:
        return texts[0]
    together = dict.fromkeys(said for one in texts for said in one.together)
    unread = tuple(words for one in texts for words in one.unread)
    return Findings(frozenset[str]().union(*together), tuple(together), unread)


def _counted(
    vocabulary: Vocabulary, tokens: Sequence[Token], places: Sequence[Place]
) -> list[Place]:
    """Return the signs that the patient has: not denied, not another's, not over."""
    if not places:
        return []
    words = {token.text for token in tokens}
    feared = words.isdisjoint(_WORRIED) or not words.isdisjoint(_MAY_COME)
    acute = _is_happening(tokens) or any("years_old" in place.codes for place in places)
    absent = is_of_an_animal(tokens) or is_of_childhood(tokens)
    old = may_be_past(tokens)
    ranges = [range(one.start, one.end) for one in places]
    said, _ = contexts(tokens, ranges, "red_flag", _others(vocabulary, tokens, places))
    found = []
    for place, about in zip(places, said, strict=True):
        before = tokens[place.start - 1].text if place.start else ""
        others = about.experiencer == "other" and not acute
        if about.negated or before in _NEVER:
            continue
        if others and vocabulary.noticed.isdisjoint(place.codes):
            continue
        passed = about.temporality == "past" and (
            (vocabulary.passing | vocabulary.parts).isdisjoint(place.codes) or is_long_ago(tokens)
        )
        if passed or (old and is_past(tokens, place.start)):
            continue
        if vocabulary.serious.isdisjoint(place.codes) and (
            absent
            or asks_of_a_remedy(tokens, place.start)
            or asks_for_signs(tokens, place.start)
            or was_operated(tokens, place.end)
        ):
            continue
        unreal = about.temporality == "hypothetical" and feared
        if unreal and vocabulary.serious.isdisjoint(place.codes):
            continue
        found.append(place)
    return found


def _is_happening(tokens: Sequence[Token]) -> bool:
    """Return whether a clause tells of what happens just now: help is due to a relative, too."""
    words = {token.text for token in tokens}
    if not words.isdisjoint(_IS_OVER):
        return False
    return not words.isdisjoint(_JUST_NOW) or any(
        token.text.startswith("نمی")
        or (token.text in _IS_DOING and any(_is_progressive(one.text) for one in tokens[at + 1 :]))
        for at, token in enumerate(tokens)
    )


def _is_progressive(word: str) -> bool:
    return word.startswith("می") and verb_of(word) is not None


def _others(
    vocabulary: Vocabulary, tokens: Sequence[Token], places: Sequence[Place]
) -> frozenset[int]:
    """Return the words with which another thing begins, though no "and" parts it from the one
    before: a complaint of its own, what follows one, and a part or sign that is named again."""
    found = set()
    thing: list[Place] = []
    for place in places:
        between = tokens[thing[-1].end : place.start] if thing else ()
        listed = bool(between) and all(token.text in LISTING for token in between)
        if thing and not listed and _is_another(vocabulary, tokens, thing, place):
            found.add(place.start)
            thing = []
        thing.append(place)
    return frozenset(found)


def _is_another(
    vocabulary: Vocabulary, tokens: Sequence[Token], thing: Sequence[Place], place: Place
) -> bool:
    said = set(_codes(thing))
    has_part = not vocabulary.parts.isdisjoint(said)
    told = any(_is_complaint(vocabulary, tokens, one) for one in thing)
    if told or (has_part and _is_complaint(vocabulary, tokens, place)):
        return True
    is_part = not vocabulary.parts.isdisjoint(place.codes)
    return not said.isdisjoint(place.codes) or (has_part and is_part)


def _is_complaint(vocabulary: Vocabulary, tokens: Sequence[Token], place: Place) -> bool:
    name = "".join(token.text for token in tokens[place.start : place.end])
    return vocabulary.whole.issuperset(place.codes) or name in vocabulary.complaints


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
