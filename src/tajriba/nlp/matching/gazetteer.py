"""Names of a vocabulary, found in a run of words. Pure.

A name is found however its words are joined, in any inflection, misspelt within bounds. For each
place the longest name counts; of names that overlap without one holding the other all count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Final, Literal, NamedTuple

from tajriba.nlp.everyday_words import everyday_words
from tajriba.nlp.matching.homographs import BEGUN, QUINCE, begun_at, is_noun
from tajriba.nlp.matching.prefix_index import PIECE, PrefixIndex
from tajriba.nlp.matching.scattered import Names, longest_scattered
from tajriba.nlp.matching.spelling import Speller, distance, heard
from tajriba.nlp.matching.spelt_in_latin import may_spell, names_spelt
from tajriba.nlp.morphology.stemming import forms_and_stem, may_be_skipped, variants
from tajriba.nlp.morphology.verbs import NEGATED, lemma
from tajriba.nlp.stopwords import FUNCTION, MEASURES, UNNAMED
from tajriba.nlp.tokenization import Token, words_of
from tajriba.nlp.transliteration.finglish import Finglish
from tajriba.nlp.transliteration.transliteration import Transliterations

Certainty = Literal["exact", "inflected", "misspelt"]
_RANKS: Final[tuple[Certainty, ...]] = ("exact", "inflected", "misspelt")
_MAX_WORDS: Final = 14
_KEPT: Final = 16_384
_MIN_INFLECTED: Final = 4
_PREPOSITIONS: Final = frozenset({"به", "از", "در", "با"})
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


class _State(NamedTuple):
    """How names begin that some words may stand for, each beginning with its rank of certainty;
    those that are whole names; and what follows with another word, as far as it was asked for."""

    begun: dict[str, int]
    names: list[tuple[int, str]]
    after: dict[str, "_State"]


class _Meanings(NamedTuple):
    """What a word may stand for, each with its rank of certainty, those of it that begin a name,
    and the name that the word alone is."""

    anywhere: tuple[tuple[str, int], ...]
    first: _State
    alone: tuple[str, Certainty] | None


_DEAD: Final = _State({}, [], {})
_SKIPPED: Final = _Meanings((("", 1),), _DEAD, None)
_UNKNOWN: Final = _Meanings((), _DEAD, None)


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
        self._index = PrefixIndex(self._full)
        self._known = frozenset(known)
        self._kept: dict[str, _Meanings] = {}
        self._much = 0

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
    def finglish(self) -> Finglish:  # reads the words of its names in Latin letters
        return Finglish(self._words.values())

    def make_ready(self) -> None:
        """Index what is looked up for words that no name has."""
        self._speller.correct("")
        distance(heard(""), heard(""))
        self._transliterations.find("")
        self.finglish.persian(())

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Return the names in words that no separator parts, in the order of their places."""
        kept = self._kept
        words = [token.text for token in tokens]
        meanings = [kept.get(token.text) or self._meanings(token) for token in tokens]
        for at in begun_at(words):
            words[at : at + 3], meanings[at : at + 3] = [""] * 3, [_SKIPPED] * 3
        found: list[Match] = []
        end = 0
        for start, meaning in enumerate(meanings):
            if meaning.first is _DEAD:
                continue
            match = self._longest(tokens, words, meanings, start)
            if match and match.end > end:
                found.append(match)
                end = match.end
        if found or not self._told:
            return found or self._whole(tokens)
        return self._scattered(tokens, meanings)

    def _scattered(self, tokens: Sequence[Token], meanings: Sequence[_Meanings]) -> list[Match]:
        names = Names(
            self._index.begins, lambda key: self._words.get(self._full.get(key, "")), self.words
        )
        found = longest_scattered(
            [token.text for token in tokens],
            [one.first.begun for one in meanings],
            [[option for option, _ in one.anywhere] for one in meanings],
            names,
        )
        return [Match(found[0], found[1], self._full[found[2]], "misspelt")] if found else []

    def _meanings(self, token: Token) -> _Meanings:
        options = self._options_of(token)
        found = _UNKNOWN
        if options:
            first = self._state(self._beginnings(options))
            found = _Meanings(options, first, self._alone(token.text, first.names))
        self._make_room()
        self._kept[token.text] = found
        return found

    def _make_room(self) -> None:
        """Forget all words and what follows with them where too much is kept."""
        self._much += 1
        if self._much > _KEPT:
            self._kept.clear()
            self._much = 1

    def _state(self, begun: dict[str, int]) -> _State:
        return _State(begun, self._names_in(begun), {}) if begun else _DEAD

    def _step(self, state: _State, word: str, options: Sequence[tuple[str, int]]) -> _State:
        self._make_room()
        after = state.after[word] = self._state(self._go_on(state.begun, options))
        return after

    def _beginnings(self, options: Sequence[tuple[str, int]]) -> dict[str, int]:
        """Return the options that a name begins with."""
        first: dict[str, int] = {}
        for option, rank in reversed(options):
            if option and first.get(option, 3) > rank and self._index.begins(option):
                first[option] = rank
        return first

    def _alone(self, word: str, names: Iterable[tuple[int, str]]) -> tuple[str, Certainty] | None:
        """Return which of some names a word may be read as where nothing of it stands beside."""
        for rank, name in names:
            if word in NEGATED and NEGATED.isdisjoint(self._words[name]):
                continue
            short = rank == 1 and len(name) < _MIN_INFLECTED
            if word.removeprefix(name) in _SURE_ENDINGS if short else word not in UNNAMED:
                return name, _RANKS[rank]
        return None

    def _options_of(self, token: Token) -> tuple[tuple[str, int], ...]:
        """Return what a word may stand for, surest first."""
        word = token.text
        if token.number:
            return ((word, 0),)
        others = forms_and_stem(word)
        pieces = self._index.pieces
        options = [(form, 1) for form in others if form[:PIECE] in pieces]
        if word[:PIECE] in pieces:
            options.insert(0, (word, 0))
        if may_be_skipped(word):
            options.append(("", 1))
        elif word not in UNNAMED and word not in self.words and self.words.isdisjoint(others):
            options += [(right, 2) for right in self._meant(word)]
        return tuple(options)

    def _meant(self, word: str) -> tuple[str, ...]:
        """Return what another word spells in Latin letters, or is a misspelling of if of one."""
        spelt = self._transliterations.find(word) if may_spell(word, everyday_words()) else None
        right = (spelt,) if spelt else self._speller.correct(word)
        alike = len({self.codes.get(one, one) for one in right}) == 1
        return right[:1] if alike else ()

    def _longest(
        self, tokens: Sequence[Token], words: Sequence[str], meanings: Sequence[_Meanings],
        start: int,
    ) -> Match | None:  # fmt: skip
        _, state, alone = meanings[start]
        if alone is None and words[start] == QUINCE and self.codes.get(QUINCE):
            alone = (QUINCE, "exact") if is_noun(words, start) else None
        best = Match(start, start + 1, *alone) if alone else None
        for end in range(start + 2, min(len(tokens), start + _MAX_WORDS) + 1):
            word, options = words[end - 1], meanings[end - 1].anywhere
            if not options:
                break
            state = state.after.get(word) or self._step(state, word, options)
            if state is _DEAD:
                break
            for rank, name in state.names:
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
        return sorted(names, key=itemgetter(0)) if len(names) > 1 else names

    def _go_on(self, begun: dict[str, int], options: Sequence[tuple[str, int]]) -> dict[str, int]:
        """Return what begins a name of what is begun with one of the options after it."""
        longer: dict[str, int] = {}
        for key, rank in begun.items():
            for joined, more in self._index.longer(key, options):
                worst = rank if rank > more else more
                if longer.get(joined, 3) > worst:
                    longer[joined] = worst
        return longer

    def _fits(self, clause: Sequence[Token], place: range, name: str, rank: int) -> bool:
        """Return whether several words may be read as a name, which they are letter by letter."""
        words, tokens = self._words[name], clause[place.start : place.stop]
        if any(token.text in NEGATED for token in tokens) and NEGATED.isdisjoint(words):
            return False
        if len(words) == 1 and words[0] in UNNAMED:
            return _is_all(clause, place[:1])
        if len(words) == 2 and words[0] in _PREPOSITIONS and not tokens[1].joined:
            return _is_all(clause, place)
        if len(tokens) == len(words) and not rank:
            return True
        alone = [one.text for at, one in enumerate(tokens) if _stands_alone(tokens, at)]
        if not alone:
            return True
        said = {*words, *map(lemma, words)}
        return not any(said.isdisjoint((word, lemma(word) or word)) for word in alone)

    def _whole(self, tokens: Sequence[Token]) -> list[Match]:
        """Return the name that the words are as a whole, where it looks like a mere function word:
        «به» alone is quince, «حساسیت به …» is not."""
        for at, token in enumerate(tokens):
            if token.text in self.codes and _is_all(tokens, range(at, at + 1)):
                return [Match(at, at + 1, token.text, "exact")]
        return []

    def transliterated(self, tokens: Sequence[Token]) -> list[Match]:
        """Return the Persian names that words in Latin letters spell."""
        found = names_spelt(tokens, self._transliterations, everyday_words())
        return [Match(*place_and_key, "misspelt") for place_and_key in found]


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word is a function word that no half-space ties to a neighbour."""
    word = tokens[at].text
    if word not in FUNCTION or may_be_skipped(word):
        return False
    tied = any(one.joined for one in tokens[at : at + 2])
    begins = at > 1 and tokens[at - 2].text == BEGUN
    return not tied and not begins


def _is_all(tokens: Sequence[Token], place: range) -> bool:
    """Return whether a clause says nothing but what stands at a place, and how much of it."""
    return all(at in place or one.number or one.text in MEASURES for at, one in enumerate(tokens))
