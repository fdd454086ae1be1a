"""Names of a vocabulary, found in a run of words. Pure.

A name is found however its words are joined, in any inflection, misspelt within bounds. For each
place the longest name counts; of names that overlap without one holding the other all count. The
time grows with the line, not with the vocabulary (by the logarithm of it, for where names begin).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, Literal, NamedTuple

from tajriba.nlp.matching.scattered import Names, longest_scattered
from tajriba.nlp.matching.spelling import Speller, distance, heard
from tajriba.nlp.morphology.stemming import forms, may_be_skipped, stem, variants
from tajriba.nlp.morphology.verbs import NEGATED, lemma
from tajriba.nlp.stopwords import FUNCTION, MEASURES, UNNAMED
from tajriba.nlp.tokenization import Token, words_of
from tajriba.nlp.transliteration.finglish import Finglish
from tajriba.nlp.transliteration.transliteration import MIN_LETTERS, Transliterations

Certainty = Literal["exact", "inflected", "misspelt"]
_RANKS: Final[tuple[Certainty, ...]] = ("exact", "inflected", "misspelt")
_MAX_WORDS: Final = 14
_HEAD: Final = 3
_LAST: Final = "\U0010ffff"
_END: Final = "\0" * (_HEAD - 1)
_MAX_SPELT: Final = 5
_KEPT: Final = 16_384
_MIN_INFLECTED: Final = 4
_PREPOSITIONS: Final = frozenset({"به", "از", "در", "با"})
_BEGUN: Final = "شروع"
_SURE_ENDINGS: Final = ("ها", "های", "هایی", "هام", "هایم", "s")


class Name(NamedTuple):
    """What people may write for things: the name as it stands in the vocabulary, and their codes.

    A name without codes is understood and stands for none of them.
    """

    text: str
    codes: tuple[str, ...]


class Match(NamedTuple):
    """A name found in words `start` to `end` (exclusive)."""

    start: int
    end: int
    key: str
    certainty: Certainty


class _Meanings(NamedTuple):
    """What a word may stand for, each with its rank of certainty; apart those that begin a name,
    and the names that the word alone is."""

    anywhere: tuple[tuple[str, int], ...]
    first: dict[str, int]
    names: list[tuple[int, str]]


_NOTHING: Final = _Meanings((("", 1),), {}, [])


class Gazetteer:
    """The names of one kind of thing. `known` are words of other kinds: they are spelt right."""

    def __init__(
        self, names: Iterable[Name], known: Iterable[str] = (), *, told: bool = False
    ) -> None:
        """`told` says that its names are what people tell of themselves, in sentences."""
        self._told = told
        self.codes: dict[str, tuple[str, ...]] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        phrases: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            words = tuple(words_of(name.text))
            key = "".join(words)
            if not key:
                continue
            self.codes[key] = tuple(dict.fromkeys((*self.codes.get(key, ()), *name.codes)))
            self._words.setdefault(key, words)
            for other in variants(words):
                phrases[other].append(key)
        self._full = {key: key for key in self.codes} | {
            other: keys[0]
            for other, keys in phrases.items()
            if other not in self.codes and len({self.codes[key] for key in keys}) == 1
        }
        self._sorted = [*sorted(self._full), _LAST]
        self._heads = _pieces(self._sorted)
        self._known = frozenset(known)
        self._kept: dict[str, _Meanings] = {}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a name."""
        return frozenset(word for words in self._words.values() for word in words)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self.words - UNNAMED, self._known | UNNAMED)

    @cached_property
    def _transliterations(self) -> Transliterations:
        return Transliterations(self.codes)

    @cached_property
    def finglish(self) -> Finglish:
        """What reads the words of its names in Latin letters."""
        return Finglish(self._words.values())

    def make_ready(self) -> None:
        """Index what is looked up for words that no name has."""
        distance(heard(""), heard(""))
        self._speller.correct("")
        self._transliterations.find("")

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Return the names in words that no separator parts, in the order of their places."""
        kept = self._kept
        meanings = [kept.get(token.text) or self._meanings(token) for token in tokens]
        for at in _beginnings(tokens):
            meanings[at : at + 3] = [_NOTHING] * 3
        found: list[Match] = []
        end = 0
        for start, meaning in enumerate(meanings):
            match = self._longest(tokens, meanings, start) if meaning.first else None
            if match and match.end > end:
                found.append(match)
                end = match.end
        if found or not self._told:
            return found or self._whole(tokens)
        return self._scattered(tokens, meanings)

    def _scattered(self, tokens: Sequence[Token], meanings: Sequence[_Meanings]) -> list[Match]:
        names = Names(
            self._begins, lambda key: self._words.get(self._full.get(key, "")), self.words
        )
        found = longest_scattered(
            [token.text for token in tokens],
            [one.first for one in meanings],
            [[option for option, _ in one.anywhere] for one in meanings],
            names,
        )
        return [Match(found[0], found[1], self._full[found[2]], "misspelt")] if found else []

    def _meanings(self, token: Token) -> _Meanings:
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        options = self._options_of(token)
        first = self._go_on({"": 0}, [one for one in reversed(options) if one[0]])
        found = self._kept[token.text] = _Meanings(options, first, self._names_in(first))
        return found

    def _options_of(self, token: Token) -> tuple[tuple[str, int], ...]:
        """Return what a word may stand for, surest first."""
        word = token.text
        if token.number:
            return ((word, 0),)
        others = dict.fromkeys((*forms(word), stem(word)))
        others.pop(word, None)
        heads = self._heads
        options = [(form, 1) for form in others if form[:_HEAD] in heads]
        if word[:_HEAD] in heads:
            options.insert(0, (word, 0))
        if may_be_skipped(word):
            options.append(("", 1))
        elif word not in UNNAMED and word not in self.words and self.words.isdisjoint(others):
            options += [(right, 2) for right in self._meant(word)]
        return tuple(options)

    def _meant(self, word: str) -> tuple[str, ...]:
        """Return the word that another is a misspelling of, none where it could be two things."""
        right = self._speller.correct(word)
        alike = len({self.codes.get(one, one) for one in right}) == 1
        return right[:1] if alike else ()

    def _longest(
        self, tokens: Sequence[Token], meanings: Sequence[_Meanings], start: int
    ) -> Match | None:
        best: Match | None = None
        _, begun, names = meanings[start]
        for end in range(start + 1, min(len(tokens), start + _MAX_WORDS) + 1):
            if end > start + 1:
                begun = self._go_on(begun, meanings[end - 1].anywhere)
                names = self._names_in(begun)
            if not begun:
                break
            for rank, name in names:
                if (best is None or best.key != name) and self._fits(
                    tokens, range(start, end), name, rank
                ):
                    best = Match(start, end, name, _RANKS[rank])
                    break
        return best

    def _names_in(self, begun: dict[str, int]) -> list[tuple[int, str]]:
        """Return those that are whole names, surest first."""
        full = self._full
        names = [(rank, full[key]) for key, rank in begun.items() if key in full]
        return sorted(names, key=_by_rank) if len(names) > 1 else names

    def _go_on(self, begun: dict[str, int], options: Sequence[tuple[str, int]]) -> dict[str, int]:
        """Return what begins a name of what is begun with one of the options after it."""
        keys = self._sorted
        longer: dict[str, int] = {}
        for key, rank in begun.items():
            for option, more in options:
                joined = key + option
                if keys[bisect_left(keys, joined)].startswith(joined):
                    worst = rank if rank > more else more
                    if longer.get(joined, 3) > worst:
                        longer[joined] = worst
        return longer

    def _begins(self, letters: str) -> bool:
        return self._sorted[bisect_left(self._sorted, letters)].startswith(letters)

    def _fits(self, clause: Sequence[Token], place: range, name: str, rank: int) -> bool:
        """Return whether words may be read as a name, though they make it up letter by letter."""
        words, tokens = self._words[name], clause[place.start : place.stop]
        if NEGATED.isdisjoint(words) and not NEGATED.isdisjoint([token.text for token in tokens]):
            return False
        if len(tokens) == 1:
            word = tokens[0].text
            if rank == 1 and len(name) < _MIN_INFLECTED:
                return any(word == name + ending for ending in _SURE_ENDINGS)
            return word not in UNNAMED
        if len(words) == 2 and words[0] in _PREPOSITIONS and not tokens[1].joined:
            return _is_all(clause, place)
        if len(tokens) == len(words) and not rank:
            return True
        said = {*words, *map(lemma, words)}
        return not any(
            _stands_alone(tokens, at) and said.isdisjoint((one.text, lemma(one.text) or one.text))
            for at, one in enumerate(tokens)
        )

    def _whole(self, tokens: Sequence[Token]) -> list[Match]:
        """Return the name that the words are as a whole, where it looks like a mere function word:
        «به» alone is quince, «حساسیت به …» is not."""
        for at, token in enumerate(tokens):
            if token.text in self.codes and _is_all(tokens, range(at, at + 1)):
                return [Match(at, at + 1, token.text, "exact")]
        return []

    def transliterated(self, tokens: Sequence[Token]) -> list[Match]:
        """Return the Persian names that words in Latin letters spell."""
        found: list[Match] = []
        at = 0
        while at < len(tokens):
            match = self._spelt_at(tokens, at) if self._may_spell(tokens[at].text) else None
            if match:
                found.append(match)
            at = match.end if match else at + 1
        return found

    def _may_spell(self, word: str) -> bool:
        latin = word.isascii() and word.isalpha()
        return latin and word not in self._known and word not in UNNAMED

    def _spelt_at(self, tokens: Sequence[Token], start: int) -> Match | None:
        spelt: list[str] = []
        for token in tokens[start : start + _MAX_SPELT]:
            word = token.text
            if not self._may_spell(word):
                break
            spelt.append(word)
        for end in range(start + len(spelt), start, -1):
            latin = "".join(spelt[: end - start])
            if len(latin) < MIN_LETTERS:
                break
            key = self._transliterations.find(latin)
            if key:
                return Match(start, end, key, "misspelt")
        return None


def _pieces(keys: Iterable[str]) -> set[str]:
    """Return the letters that stand together in keys, up to three."""
    text = "".join([f"{key}{_END}" for key in keys])
    pieces = {text[at : at + _HEAD] for at in range(len(text))}
    return pieces | {piece[:size] for piece in pieces for size in range(1, _HEAD)}


def _by_rank(one: tuple[int, str]) -> int:
    return one[0]


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word is a function word that no half-space ties to a neighbour."""
    tied = any(one.joined for one in tokens[at : at + 2])
    begins = at > 1 and tokens[at - 2].text == _BEGUN
    word = tokens[at].text
    return not tied and not begins and word in FUNCTION and not may_be_skipped(word)


def _beginnings(tokens: Sequence[Token]) -> list[int]:
    """Return where it says that something began: «شروع کرد به»."""
    return [
        at
        for at in range(1, len(tokens) - 2)
        if tokens[at].text == _BEGUN
        and lemma(tokens[at + 1].text) == "کردن"
        and tokens[at + 2].text == "به"
    ]


def _is_all(tokens: Sequence[Token], place: range) -> bool:
    """Return whether a clause says nothing but what stands at a place, and how much of it."""
    return all(at in place or one.number or one.text in MEASURES for at, one in enumerate(tokens))
