"""Persian speech in Latin letters, word by word: "saram gij mire" is «سرم گیج میره». Pure.

Such a line is known by its verbs. Each of its words is then read as the Persian word that its
letters may spell, the one that most names have, then a form of a verb.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from tajriba.kit.text import fold
from tajriba.nlp.context.family_words import FAMILY
from tajriba.nlp.context.negation_triggers import TRIGGER_WORDS
from tajriba.nlp.everyday_words import everyday_words
from tajriba.nlp.morphology.verbs import verb_forms
from tajriba.nlp.stopwords import UNNAMED
from tajriba.nlp.tokenization import Token
from tajriba.nlp.transliteration.finglish_words import COMMON_WORDS
from tajriba.nlp.transliteration.transliteration import LETTERS, skeleton, skeleton_of, spells

_TOLD: Final = frozenset({
    "daram", "darad", "darand", "nadaram", "nadare", "nadarad", "dasht", "dashtam", "nadasht",
    "nadashtam", "hastam", "hast", "nistam", "nist", "boodam", "shode", "shod", "shodam", "shodan",
    "nashod", "karde", "kardam", "kard", "kardan", "gerefte", "gereft", "gereftam", "gereftan",
    "khord", "khordam", "khorde", "raft", "raftam", "rafte", "oftad", "oftadam", "oftade", "zad",
    "zadam", "avord", "avordam", "oomad", "umad", "bacham", "pesaram", "dokhtaram", "madaram",
    "pedaram", "shoharam", "khodam", "kheili", "kheyli", "khili", "vaghti", "badesh", "baram",
    "nakardam", "nakard", "nakarde", "nashodam", "nakhordam", "nakhord", "rikhte", "oomade",
    "umade", "bood", "bud", "konam", "kone", "konim", "bokhoram", "bokhore", "khoobam", "faghat",
    "emrooz", "emshab", "dirooz", "dishab", "barash", "hasasiat", "hasasiyat", "bimari", "ghors",
    "khoobe", "khube", "normale",
})  # fmt: skip
"""Words that stand in no English line."""

_ENDING: Final = frozenset({"dare", "ast", "bood"})
"""Words with which no English line ends."""

_SAID_IN_ENGLISH: Final = frozenset({
    "a", "and", "at", "but", "can", "for", "from", "had", "has", "have", "i", "is", "it", "my",
    "not", "of", "on", "or", "so", "that", "the", "this", "was", "when", "with",
})  # fmt: skip
"""Words that stand in no Persian line."""

_ENGLISH: Final = frozenset(("migraine", "migraines"))
_ENDINGS: Final = (
    ("hamo", "هام"), ("ham", "هام"), ("hash", "هاش"), ("haye", "های"), ("aye", "های"), ("ha", "ها"),
    ("amo", "م"), ("am", "م"), ("em", "م"), ("m", "م"), ("ash", "ش"), ("esh", "ش"), ("sh", "ش"),
    ("et", "ت"), ("at", "ت"), ("emoon", "مون"), ("amoon", "مون"), ("ye", ""), ("ie", "ی"),
    ("o", ""), ("e", ""), ("i", "ی"), ("an", ""),
)  # fmt: skip
"""Endings in Latin letters, and what of them matters in Persian ones."""

_BAD, _FROM, _AFTER = map(fold, ("بد", "از", "بعد"))
"""Before «از», "bad" is «بعد»."""
_EZAFE: Final = "e"
_SHORT_VOWELS: Final = "aeo"
_BEFORE_VOWELS: Final = "اعهی"
_MIN_STEM: Final = 2
_MIN_JOINED: Final = 3
_SHORTEST: Final = 3
_MANY_BONES: Final = 4
_GRAMMAR_WEIGHT: Final = 6


@lru_cache(maxsize=16_384)
def _is_told(word: str) -> bool:
    """Return whether a Latin word is Persian beyond doubt: a verb with «می», or one of a few."""
    if word in _TOLD:
        return True
    if not word.startswith(("mi", "nemi")) or word in _ENGLISH or word in everyday_words():
        return False
    return bool(_matching(_verbs(), word))


def is_finglish(tokens: Sequence[Token]) -> bool:
    """Return whether a line is Persian in Latin letters."""
    last = next((token.text for token in reversed(tokens) if not token.number), "")
    if last in _ENDING:
        return True
    return any(token.text.isascii() and _is_told(token.text) for token in tokens)


def may_be_finglish(tokens: Sequence[Token]) -> bool:
    """Return whether a line in Latin letters may be Persian though no verb of it says so."""
    words = [token.text for token in tokens if not token.number]
    return all(map(str.isascii, words)) and _SAID_IN_ENGLISH.isdisjoint(words)


class Finglish:
    """Reads Persian words in Latin letters, those of a vocabulary's names first."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        """`names` are the folded words of each."""
        counted = Counter(word for name in names if not any(map(_is_told, name)) for word in name)
        self._latin = {word for word in counted if word.isascii()}
        persian = {word: often for word, often in counted.items() if not word.isascii()}
        for word in UNNAMED | TRIGGER_WORDS | FAMILY:
            if not word.isascii():
                persian[word] = persian.get(word, 0) + _GRAMMAR_WEIGHT
        self._index = _by_skeleton(sorted(persian, key=lambda one: (-persian[one], -len(one), one)))
        self._verbs = _verbs()
        self._kept: dict[str, str] = {}

    def persian(self, tokens: Sequence[Token], *, sure: bool = True) -> list[Token]:
        """Return the words of a line, each that spells a Persian one as that, without «ـِ»; where
        it is not sure that the line is Persian, everyday English words stay."""
        found = [
            token._replace(text=self._word(token.text))
            if sure or token.text in COMMON_WORDS or token.text not in everyday_words()
            else token
            for token in tokens
            if token.text != _EZAFE
        ]
        for at, after in enumerate(found[1:]):
            if found[at].text == _BAD and after.text == _FROM:
                found[at] = found[at]._replace(text=_AFTER)
        return found

    def _word(self, latin: str) -> str:
        if not (latin.isascii() and latin.isalpha()):
            return latin
        if latin not in self._kept:
            self._kept[latin] = self._spelt(latin) or latin
        return self._kept[latin]

    def _spelt(self, latin: str) -> str | None:
        if latin in COMMON_WORDS or self._is_english(latin):
            return COMMON_WORDS.get(latin)
        found = self._whole(latin) or self._inflected(latin) or self._joined(latin)
        return found or self._misspelt(latin)

    def _is_english(self, word: str) -> bool:
        """Return whether the names have a word as it stands, and it is English or too short."""
        return word in self._latin and (len(word) <= _SHORTEST or word in everyday_words())

    def _whole(self, latin: str) -> str | None:
        return _matching(self._index, latin) or _matching(self._verbs, latin)

    def _inflected(self, latin: str) -> str | None:
        for ending, persian in _ENDINGS:
            stem = latin.removesuffix(ending)
            if stem == latin or len(stem) < _MIN_STEM:
                continue
            found = _matching(self._index, stem) or _matching(self._index, stem + "e")
            if found:
                return found + persian
        return None

    def _misspelt(self, latin: str) -> str | None:
        """Return the word of the same consonants, where there are enough of them: "feshram"."""
        bones = skeleton(latin)
        enough = len(bones) >= _MANY_BONES and latin not in everyday_words()
        return next(iter(self._index.get(bones, ())), None) if enough else None

    def _joined(self, latin: str) -> str | None:
        """Return two words that are written as one: "kamkari"."""
        if latin.startswith("bi") and len(latin) > _SHORTEST:
            without = _matching(self._index, latin[2:])
            if without:
                return "بی" + without
        for at in range(_MIN_JOINED, len(latin) - _MIN_JOINED + 1):
            first = _matching(self._index, latin[:at])
            second = _matching(self._index, latin[at:]) if first else None
            if first and second:
                return first + second
        return None


def _by_skeleton(words: Iterable[str]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if LETTERS.issuperset(word):
            found[skeleton_of(word)].append(word)
    return found


def _matching(index: dict[str, list[str]], latin: str) -> str | None:
    alike = index.get(skeleton(latin), ())
    if latin[0] in _SHORT_VOWELS:
        alike = [one for one in alike if one[0] in _BEFORE_VOWELS]
    return next((one for one in alike if spells(latin, _said(one))), None)


def _said(word: str) -> str:
    """Return a word without the «و» that nobody says: «خواب»."""
    return word.replace("خوا", "خا")


@cache
def _verbs() -> dict[str, list[str]]:
    return _by_skeleton(
        sorted(verb_forms(), key=lambda one: (not one.endswith("ه"), len(one), one))
    )
