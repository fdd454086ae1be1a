"""From a line of text to the things that it names, and what of it was not understood. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from tajriba.nlp.context.answers import with_answers_apart
from tajriba.nlp.context.context import Context, Experiencer, Temporality
from tajriba.nlp.context.denial import DENIALS, is_denied
from tajriba.nlp.context.denied_lists import with_lists_joined
from tajriba.nlp.context.ended_lists import Part, denied_by_end
from tajriba.nlp.context.experiencer import (
    has_none_oneself,
    is_for_relative,
    is_of_partner_or_child,
)
from tajriba.nlp.context.family import says_too
from tajriba.nlp.context.limits import says_again
from tajriba.nlp.context.negation import contexts
from tajriba.nlp.context.reach import YES, others_of
from tajriba.nlp.context.tolerance import borne_until
from tajriba.nlp.context.unspecific import is_one_of_group, things_unnamed
from tajriba.nlp.everyday_words import everyday_words
from tajriba.nlp.lone_signs import lone_signs
from tajriba.nlp.matching.degrees import is_of_degree
from tajriba.nlp.matching.gazetteer import Certainty, Gazetteer, Match, Name
from tajriba.nlp.matching.longest import longest_of
from tajriba.nlp.morphology.verbs import verb_of
from tajriba.nlp.stopwords import UNNAMED
from tajriba.nlp.tokenization import Token, tokenize, words_of
from tajriba.nlp.transliteration.finglish import is_finglish, may_be_finglish

_NAMELESS: Final = UNNAMED | DENIALS | YES
_LIFTED_BY_TIME: Final = {
    "medicine": frozenset({"past"}),
    "red_flag": frozenset({"past", "hypothetical"}),
    "reaction": frozenset({"past", "hypothetical"}),
}
"""When a thing of a kind does not count though it is named: a medicine that was stopped, a sign of
danger of long ago or only feared. A condition or an allergy counts at any time."""
_TOLD: Final = frozenset({"reaction"})
_LISTED: Final = frozenset({"allergen", "medicine", "health_state"})
"""Kinds of which people say that there are more than they name."""
_clause: Final = attrgetter("clause")


class Span(NamedTuple):
    """A place in a text and what stands there."""

    text: str
    start: int
    end: int


class Concept(NamedTuple):
    """A thing that a text names, at its place, with what is said of it."""

    kind: str
    codes: tuple[str, ...]
    text: str
    start: int
    end: int
    certainty: Certainty
    negated: bool = False
    experiencer: Experiencer = "patient"
    temporality: Temporality = "current"

    @property
    def counts(self) -> bool:
        """Whether the patient has it: not denied, not somebody else's, not over."""
        if self.negated or self.experiencer == "other":
            return False
        if self.temporality == "current":
            return True
        return self.temporality not in _LIFTED_BY_TIME.get(self.kind, frozenset())


class Reading(NamedTuple):
    """All that a text names, in its order, and the places that were not understood."""

    concepts: tuple[Concept, ...] = ()
    unread: tuple[Span, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what counts, each once."""
        counted = (code for one in self.concepts if one.counts for code in one.codes)
        return tuple(dict.fromkeys(counted))

    def codes_of(self, kind: str) -> tuple[str, ...]:
        """The codes of what counts among the things of one kind, each once."""
        counted = (one for one in self.concepts if one.counts and one.kind == kind)
        return tuple(dict.fromkeys(code for one in counted for code in one.codes))


class Reader:
    """Reads lines by a vocabulary: kinds of things, each with its names, made ready when asked."""

    def __init__(self, vocabulary: Mapping[str, Iterable[Name]]) -> None:
        self._names = {kind: tuple(found) for kind, found in vocabulary.items()}
        self._gazetteers: dict[str, Gazetteer] = {}

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every word of every kind, and of everyday speech: none is a misspelling of another."""
        names = (name.text for found in self._names.values() for name in found)
        return everyday_words().union(*map(words_of, names))

    def _gazetteer(self, kind: str) -> Gazetteer:
        if kind not in self._gazetteers:
            self._gazetteers[kind] = Gazetteer(self._names[kind], self._known, told=kind in _TOLD)
        return self._gazetteers[kind]

    def make_ready(self) -> None:
        """Make everything ready that reading needs, which takes a second and any thread may do."""
        for kind in self._names:
            self._gazetteer(kind).make_ready()

    def read(self, text: str, kind: str, *others: str) -> Reading:
        """Return the things of a kind, and of others beside it, that a text names.

        Unread is what names nothing of any of these kinds. What is said of things is understood as
        in a line of the first kind. KeyError for an unknown kind.
        """
        kinds = {each: self._gazetteer(each) for each in (kind, *others)}
        tokens = tokenize(text)
        signs = [Span(text[at:end], at, end) for at, end in lone_signs(text, wordless=not tokens)]
        reading = _read_tokens(text, tokens, kinds)
        return _with_unread(reading, signs) if signs else reading


def _read_tokens(text: str, tokens: list[Token], kinds: Mapping[str, Gazetteer]) -> Reading:
    """Return the reading of a line's words, or of those that they spell in Latin letters."""
    if is_finglish(tokens):
        return _read_words(text, _persian(tokens, kinds.values()), kinds)
    reading = _read_words(text, tokens, kinds)
    if reading.unread and may_be_finglish(tokens):
        spelt = _persian(tokens, kinds.values(), sure=False)
        as_persian = _read_words(text, spelt, kinds)
        if _left(as_persian) < _left(reading):
            return as_persian
    return reading


def _with_unread(reading: Reading, more: Iterable[Span]) -> Reading:
    """Return a reading with further places that were not understood, in their order."""
    return reading._replace(unread=tuple(sorted((*reading.unread, *more), key=attrgetter("start"))))


def _persian(
    tokens: list[Token], gazetteers: Iterable[Gazetteer], *, sure: bool = True
) -> list[Token]:
    for gazetteer in gazetteers:
        tokens = gazetteer.finglish.persian(tokens, sure=sure)
    return tokens


def _left(reading: Reading) -> int:
    """Return how many letters of a line are unread."""
    return sum(one.end - one.start for one in reading.unread)


def _read_words(text: str, tokens: list[Token], kinds: Mapping[str, Gazetteer]) -> Reading:
    """Return the reading of a line's words; the first of the kinds is that of the line."""
    kind = next(iter(kinds))
    concepts: list[Concept] = []
    unread: list[Span] = []
    tokens = with_lists_joined(text, with_answers_apart(text, tokens), kind)
    apart = has_none_oneself(tokens)
    last: list[Concept] = []
    parts: list[Part] = []
    for _, clause in groupby(tokens, key=_clause):
        words = tuple(clause)
        found, left = _read_clause(text, words, kinds, apart=apart)
        said = [one.text for one in words]
        if kind == "medicine" and not found and says_again(set(said)):
            concepts[len(concepts) - len(last) :] = [_as_taken(one) for one in last]
        if not found and says_too(said):
            too = [one._replace(experiencer="patient") for one in last]
            concepts[len(concepts) - len(last) :] = too
        last = found or last
        parts.append(Part(words, found))
        concepts += found
        unread += left
    if denied := denied_by_end(text, parts, kind):
        concepts = [one._replace(negated=True) if one.start in denied else one for one in concepts]
    if tokens and not concepts and not unread and not is_denied(tokens):
        unread = [_span(text, tokens)]
    if kind in _LISTED and (concepts or unread):
        unread = _with_unnamed(text, tokens, kind, concepts, unread)
    if any(one.experiencer == "other" for one in concepts) and is_for_relative(
        tokens, kind, told_more=_tells_more(concepts, unread, kind)
    ):
        concepts = [one._replace(experiencer="patient") for one in concepts]
    if kind == "allergen" and concepts:
        borne = borne_until(tokens)
        concepts = [one._replace(negated=True) if one.end <= borne else one for one in concepts]
    return Reading(tuple(concepts), tuple(unread))


def _with_unnamed(
    text: str, tokens: Sequence[Token], kind: str, concepts: Sequence[Concept], unread: list[Span]
) -> list[Span]:
    """Return what is unread, and where a line speaks of things that it does not name."""
    named_at = concepts[0].start if concepts else 0
    for _, words in groupby(tokens, key=_clause):
        clause = tuple(words)
        for place in things_unnamed(text, clause, named_at, all_too=kind == "allergen"):
            span = _span(text, clause[place.start : place.stop])
            if not any(_overlap(one, span) for one in concepts):
                beside = [one for one in unread if _overlap(one, span)]
                start = min(one.start for one in (span, *beside))
                end = max(one.end for one in (span, *beside))
                unread = [one for one in unread if one not in beside]
                unread.append(Span(text[start:end], start, end))
    return sorted(unread, key=attrgetter("start"))


def _overlap(one: Span | Concept, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _tells_more(concepts: Sequence[Concept], unread: Sequence[Span], kind: str) -> bool:
    """Return whether a line tells more than that somebody has a thing, or takes one medicine."""
    if kind != "medicine":
        return bool(unread)
    words = (word for span in unread for word in words_of(span.text))
    return len(concepts) > 1 or any(verb_of(word) is None for word in words)


def _as_taken(concept: Concept) -> Concept:
    return concept._replace(negated=False, temporality="current")


def _read_clause(
    text: str, tokens: Sequence[Token], kinds: Mapping[str, Gazetteer], *, apart: bool
) -> tuple[list[Concept], list[Span]]:
    found = [
        (match, kind)
        for kind in kinds
        for match in _matches(tokens, kinds[kind])
        if kind != "allergen" or not is_one_of_group(text, tokens, range(match.start, match.end))
    ]
    if not found:
        return [], _left_over(text, tokens, (), frozenset())
    found = sorted(found) if len(kinds) == 1 else longest_of(found)
    places = [range(match.start, match.end) for match, _ in found]
    said, triggers = contexts(tokens, places, next(iter(kinds)), others_of(text, tokens, places))
    if apart:
        said = [
            about._replace(experiencer="other")
            if is_of_partner_or_child(tokens, place.start)
            else about
            for about, place in zip(said, places, strict=True)
        ]
    said = [
        about._replace(negated=False)
        if about.negated and is_of_degree(kinds[kind], tokens, match)
        else about
        for (match, kind), about in zip(found, said, strict=True)
    ]
    concepts = [
        _concept(text, tokens, match, about, kinds[kind].codes[match.key], kind)
        for (match, kind), about in zip(found, said, strict=True)
    ]
    return concepts, _left_over(text, tokens, places, triggers)


def _matches(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Match]:
    matches = gazetteer.find(tokens)
    latin = (token for token in tokens if token.text.isascii())
    if all(token.number for token in latin):
        return matches
    for run in _uncovered(tokens, [range(one.start, one.end) for one in matches]):
        found = gazetteer.transliterated([tokens[at] for at in run])
        matches += [
            one._replace(start=one.start + run.start, end=one.end + run.start) for one in found
        ]
    return matches


def _concept(
    text: str, tokens: Sequence[Token], match: Match, about: Context, codes: tuple[str, ...],
    kind: str,
) -> Concept:  # fmt: skip
    start, end = tokens[match.start].start, tokens[match.end - 1].end
    return Concept(kind, codes, text[start:end], start, end, match.certainty, *about)


def _uncovered(tokens: Sequence[Token], places: Sequence[range]) -> list[range]:
    """Return the runs of words that no name covers; the places are in order of where they begin."""
    runs: list[range] = []
    end = 0
    for place in places:
        if place.start > end:
            runs.append(range(end, place.start))
        end = max(end, place.stop)
    return runs if end == len(tokens) else [*runs, range(end, len(tokens))]


def _left_over(
    text: str, tokens: Sequence[Token], places: Sequence[range], triggers: frozenset[int]
) -> list[Span]:
    found = []
    for run in _uncovered(tokens, places):
        named = [
            at
            for at in run
            if at not in triggers and not tokens[at].number and tokens[at].text not in _NAMELESS
        ]
        if named:
            found.append(_span(text, tokens[named[0] : named[-1] + 1]))
    return found


def _span(text: str, tokens: Sequence[Token]) -> Span:
    start, end = tokens[0].start, tokens[-1].end
    return Span(text[start:end], start, end)
