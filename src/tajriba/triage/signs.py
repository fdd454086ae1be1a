"""Signs that a text names: body parts, how it feels, since when, how much. Pure.

A sign is found in any inflection, misspelt within bounds, its words in any order, with words of
grammar and time between them, and however they are joined. Words of a sign that lies within a
longer one are not read twice.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import permutations
from typing import Final, NamedTuple

from tajriba.kit.text import fold, word_set
from tajriba.nlp.everyday_words import everyday_words
from tajriba.nlp.matching.spelling import Speller
from tajriba.nlp.morphology.stemming import forms, is_apart, stem
from tajriba.nlp.morphology.verbs import lemma, verb_of
from tajriba.nlp.stopwords import GRAMMAR, UNNAMED
from tajriba.nlp.tokenization import Token, words_of
from tajriba.nlp.transliteration.finglish import Finglish
from tajriba.nlp.transliteration.transliteration import Transliterations
from tajriba.triage.respelling import parted, slipped
from tajriba.triage.sign_trie import NO_SIGN, SignTrie

_SUDDENLY: Final = word_set("یهو یکهو یهویی یکدفعه ناگهان")
_BETWEEN: Final = (
    GRAMMAR
    | _SUDDENLY
    | word_set("خیلی واقعا هم اینه انگار مثل")
    | frozenset("feels like seems really so very could would just still".split())  # noqa: SIM905
    | frozenset(fold("اصلا دیگه الان همین همش هی دیشب صبح دیروز").split())
) - frozenset(
    fold("نه no not و and or یا بدون هیچ with با ولی اما but all whole too همه تمام کل").split()
)
"""Words that may stand between the words of a sign."""

_DEGREES: Final = word_set("خیلی very so")
"""Words that a name needs where it has them: «قندم بالاست» is not «قندم خیلی بالاست»."""

_MOST_IN_ANY_ORDER: Final = 3
_HEAD: Final = 3
_MIN_STEM: Final = 2
_OWN: Final = fold("م ش").split()
"""«دستم», «دستش»: how people write whose a part of the body is in Latin letters, too."""
_MAX_KEPT: Final = 16_384
_AND: Final = "و"

_NOT: Final = "isnt arent wasnt doesnt dont didnt hasnt havent wont wouldnt".split()  # noqa: SIM905
_CANNOT: Final = ("cant", "couldnt", "unable")
_SHORT_FORMS: Final = {
    **dict.fromkeys(_NOT, ("not",)),
    **dict.fromkeys(_CANNOT, ("cannot",)),
    "شد": ("شدن",),
    "زد": ("زدن",),
}
"""Words by others under which they are looked up, too."""

_ABSENT: Final = frozenset(["بدون", "هیچ", "نه", "no", "not", "without"])

_ORDERING: Final = word_set("و از به با تا که مثل and or to of with for than like")
"""Words of grammar that say which word is of which."""

_SAYING_NOTHING: Final = frozenset(stem(word) for word in UNNAMED)


class Place(NamedTuple):
    """A sign, or several of the same name, at words `start` to `end` (exclusive) of a clause."""

    start: int
    end: int
    codes: tuple[str, ...]


class SignFinder:
    """Finds signs by their names."""

    def __init__(
        self, names: Iterable[tuple[str, Iterable[str]]], known: Iterable[str] = ()
    ) -> None:
        """`names` are codes of signs with their names; those of `NO_SIGN` mean none.

        `known` are folded words of other things, which are no misspelt signs: cirrhosis.
        """
        self._trie = SignTrie()
        self._reordered = SignTrie()
        self._edges: set[str] = set()
        self._written: set[str] = set()
        self._names: set[str] = set()
        self._kept: dict[str, tuple[str, ...]] = {}
        self._pairs: dict[tuple[str, str], tuple[tuple[str, int], ...]] = {}
        self.pieces = lru_cache(maxsize=_MAX_KEPT)(self._pieces)
        self._known = frozenset(known)
        for code, spellings in names:
            for name in spellings:
                self._add(code, words_of(name))

    def _add(self, code: str, words: Sequence[str]) -> None:
        self._written.update(words)
        if len(words) == 1:
            self._names.update(words)
            self._insert(code, [_edge_alone(words[0])])
            return
        self._insert(code, [stem(word) for word in words])
        inner = [word for word in words[1:-1] if word in _DEGREES or not _may_stand_between(word)]
        if len(named := [words[0], *inner, words[-1]]) < len(words):
            self._insert(code, [stem(word) for word in named])
        if not any(word.isascii() for word in words):
            for at in range(1, len(words)):
                joined = (*words[: at - 1], words[at - 1] + words[at], *words[at + 1 :])
                self._insert(code, [stem(word) for word in joined])
            self._insert(code, [stem("".join(words))])
        if code != NO_SIGN and len(named) <= _MOST_IN_ANY_ORDER and not _is_order_meant(words):
            for order in permutations(named):
                if list(order) != named:
                    self._insert(code, [stem(word) for word in order], self._reordered)

    def _insert(self, code: str, edges: Sequence[str], into: SignTrie | None = None) -> None:
        self._edges.update(edges)
        (into or self._trie).insert(edges, code)

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(_head(edge) for edge in self._edges)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._written - UNNAMED, UNNAMED | everyday_words() | self._known)

    @cached_property
    def _transliterations(self) -> Transliterations:
        """Longer words come first: "priod" is «پریود», not «پرید»."""
        named = self._written - UNNAMED
        named |= {word + own for word in named for own in _OWN}
        return Transliterations(sorted(named, key=lambda word: (-len(word), word)))

    @cached_property
    def finglish(self) -> Finglish:
        """Reads Persian in Latin letters by the words of the signs."""
        return Finglish((word,) for word in self._written - UNNAMED if not word.isascii())

    def make_ready(self) -> None:
        """Index what is looked up for words that no name has, also in Latin letters."""
        self._may_lead("")
        self._speller.correct("")
        self._transliterations.find("")
        self.finglish.persian(())

    def find(self, tokens: Sequence[Token]) -> list[Place]:
        """Return the signs in the words of one clause, in their order; longer ones hold shorter.

        Names whose words stand in another order hold none, and lie in no harmless name.
        """
        steps = self._all_steps(tokens)
        between = [_may_stand_between(token.text) for token in tokens]
        found = self._in(self._trie, steps, between)
        said = {code for place in found for code in place.codes}
        harmless = [place for place in found if NO_SIGN in place.codes]
        found += [
            place
            for place in self._in(self._reordered, steps, between)
            if said.isdisjoint(place.codes)
            and not any(one.start < place.end and place.start < one.end for one in harmless)
        ]
        signs = [place for place in found if NO_SIGN not in place.codes]
        return sorted([*signs, *self._suddenly(tokens, signs)])

    def _suddenly(self, tokens: Sequence[Token], found: Sequence[Place]) -> list[Place]:
        """Return the words within names that say how fast it came: «گوشم یهو کر شد»."""
        inner = sorted({at for one in found for at in range(one.start + 1, one.end - 1)})
        return [
            Place(at, at + 1, one.codes)
            for at in inner
            if tokens[at].text in _SUDDENLY
            for one in self._in(self._trie, [self._steps(tokens[at], _AND)], [False])
        ]

    def _in(
        self, trie: SignTrie, steps: Sequence[Sequence[tuple[str, int]]], between: Sequence[bool]
    ) -> list[Place]:
        found: list[Place] = []
        end = 0
        for start, first in enumerate(steps):
            for edge, _ in first:
                if edge in trie:
                    break
            else:
                continue
            longest = trie.longest(steps, between, start)
            if longest and longest[0] > end:
                found.append(Place(start, *longest))
                end = longest[0]
        return found

    def _all_steps(self, tokens: Sequence[Token]) -> list[Sequence[tuple[str, int]]]:
        """Return for each word under which edges it may be found, also as one with the next."""
        after = [*[token.text for token in tokens[1:]], _AND]
        return [self._steps(token, word) for token, word in zip(tokens, after, strict=True)]

    def _steps(self, token: Token, after: str) -> Sequence[tuple[str, int]]:
        if token.number:
            return ((token.text, 1),) if token.text in self._edges else ()
        kept = self._pairs.get((token.text, after))
        if kept is None:
            if len(self._pairs) >= _MAX_KEPT:
                self._pairs.clear()
            kept = self._pairs[token.text, after] = self._steps_of(token.text, after)
        return kept

    def _steps_of(self, word: str, after: str) -> tuple[tuple[str, int], ...]:
        steps = [(edge, 1) for edge in self._read(word)]
        if after != _AND and not word.isascii() and self._may_lead(joined := word + after):
            steps += [(edge, 2) for edge in self._edges_of(joined)]
        return tuple(steps)

    def _read(self, word: str) -> tuple[str, ...]:
        """Return under which edges of the trie a word may be found, the likeliest ones alone."""
        kept = self._kept.get(word)
        if kept is None:
            if len(self._kept) >= _MAX_KEPT:
                self._kept.clear()
            kept = self._edges_of(word)
            if not kept and word not in UNNAMED and word not in self._known:
                right = self._speller.correct(word)[:1]
                kept = tuple(one for one in map(stem, right) if one in self._edges)
                kept = kept or tuple(e for one in self._spelt(word) for e in self._edges_of(one))
            self._kept[word] = kept
        return kept

    def _spelt(self, word: str) -> list[str]:
        """Return the word that Latin letters spell: a Persian one, "tashanoj", or a slip."""
        latin = word.isascii() and word.isalpha() and word not in everyday_words()
        found = latin and (self._transliterations.find(word) or slipped(word, self._written))
        return [found] if found else []

    def _pieces(self, word: str) -> tuple[str, ...]:
        """Return the words of signs that a Latin word is made of, else the word: "chestpain"."""
        known = word in self._known or word in everyday_words() or not word.isascii()
        return (not known and parted(word, self._written)) or (word,)

    def _may_lead(self, word: str) -> bool:
        """Return whether a word may lead to an edge: but for verbs, only its end is not the same.

        Most words that are made of two neighbours fail here.
        """
        return (
            _head(word) in self._heads or word[:_MIN_STEM] in self._heads or lemma(word) is not None
        )

    def _edges_of(self, word: str) -> tuple[str, ...]:
        edges = self._edges
        exact = {word, stem(word), *_SHORT_FORMS.get(word, ())} & edges
        if word in self._names:
            return tuple(sorted(exact))
        if word in _ABSENT:
            return (word,) if word in edges else ()
        if word in UNNAMED:
            return tuple(sorted(exact))
        if (verb := lemma(word)) in edges:
            return tuple(sorted({*exact, str(verb)}))
        others = forms(word)
        found = exact.union(edges.intersection(others), edges.intersection(map(stem, others)))
        return tuple(sorted(edge for edge in found if not _is_of_a_shorter(word, edge, found)))


def _head(word: str) -> str:
    """Return how a word begins, «و» as «ا», since speech says the one for the other."""
    return word[:_HEAD].replace("و", "ا")


def _is_of_a_shorter(word: str, edge: str, found: Collection[str]) -> bool:
    """Return whether a word has an edge only with a «ه» that it lacks, and also one without it:
    «دستم» is «دست», not «دسته»."""
    return edge.endswith("ه") and not word.startswith(edge) and edge[:-1] in found


def _edge_alone(word: str) -> str:
    """Return the edge of a name of one word: never one that a word which says nothing leads to.

    «شدید» (severe) is also a form of the verb of «شد» (became); «نمیشه» (it can't be done) is
    another thing than «نشدم» (I did not become).
    """
    stemmed = stem(word)
    return word if stemmed in _SAYING_NOTHING or verb_of(word) == ("شدن", True) else stemmed


def _is_order_meant(words: Sequence[str]) -> bool:
    """Return whether another order may mean another thing: "not …", "blood in …", «به …»."""
    return any(
        word in _ABSENT or word in _ORDERING or verb_of(word) == ("داشتن", True) for word in words
    )


def _may_stand_between(word: str) -> bool:
    return word in _BETWEEN or is_apart(word)
