"""The forms under which a word may stand in the vocabulary: endings, plurals, speech. Pure.

A form counts only where the vocabulary has it, so that endings may be stripped freely: «ورم» is
never cut to «ور», since nothing has that name.
"""

import re
from functools import lru_cache
from typing import Final

from tajriba.kit.text import fold
from tajriba.nlp.everyday_words import everyday_words
from tajriba.nlp.morphology.verbs import lemma
from tajriba.nlp.stopwords import FILLERS

_MIN_STEM: Final = 2
_MIN_NOUN: Final = 3
_MIN_PHRASE: Final = 3
_MIN_LATIN_STEM: Final = 4
_MIN_SINGULAR: Final = 3
_NAME_PLURALS: Final = ("های", "ها", "یها")
_PLURALS: Final = frozenset(("های", "هایی", "ها", "یها", "یهای", "جات", "ات"))
_NOUN_ENDINGS: Final = _PLURALS | {
    "ایم", "ایت", "ایش", "یمان", "یتان", "یشان", "مان", "تان", "شان", "مون", "تون", "شون",
    "یم", "یت", "یش", "ام", "ات", "اش", "م", "ت", "ش",
}  # fmt: skip
_ALL_ENDINGS: Final = _NOUN_ENDINGS | {
    "یی", "ای", "ی", "ه", "و", "ا", "رو", "را", "ست", "ترین", "تر", "م", "یم", "ید", "ند", "ن",
}  # fmt: skip
_TAILS: Final = _ALL_ENDINGS.union(
    plural + noun + last
    for plural in (*_PLURALS, "")
    for noun in _NOUN_ENDINGS
    for last in _ALL_ENDINGS
)
"""All that may follow a stem: an ending, before it one of nouns, before that one of plurals."""

_LONGEST_TAIL: Final = max(map(len, _TAILS))
_TAILS_END: Final = frozenset(tail[-1] for tail in _TAILS)
_OWN: Final = frozenset(("م", "ت", "ش"))
_OUR: Final = frozenset(("مون", "تون", "شون"))
_APART: Final = frozenset(fold(" ".join((
    "ها های هایی هایم هایت هایش هام هات هاش هامون ی یی ای ام ات اش م ت ش مان تان شان مون تون شون",
    "ایم اند یم را رو واش تر ترین ان است هست ه من خودم خود او ما شما my the a an of your his her",
))).split())  # fmt: skip
"""Endings that are written apart, and words that say whose: a name may have them inside."""

_SPOKEN: Final = re.compile("و(?=[نم])")
_SPOKEN_WORDS: Final = {"دهن": "دهان", "شیکم": "شکم", "دونه": "دانه", "خونه": "خانه"}
_SPOKEN_BEGINNINGS: Final = tuple(word for word in _SPOKEN_WORDS if "و" not in word)
_LATIN_ENDINGS: Final = {
    "s": (("ies", "y"), ("sses", "ss"), ("es", ""), ("es", "e"), ("s", "")),
    "g": (("ing", ""), ("ing", "e")),
    "d": (("ied", "y"), ("ed", ""), ("ed", "e")),
}
"""Endings by their last letter, each with what may stand in its place."""

_DOUBLED: Final = re.compile(r"([bdglmnprt])\1$")
_BRITISH: Final = (
    ("ae", "e"), ("oe", "e"), ("sulph", "sulf"), ("our", "or"), ("isation", "ization"),
    ("ise", "ize"),
)  # fmt: skip
_MIN_BRITISH: Final = 5
_IRREGULAR: Final = {
    "bled": "bleed", "broke": "break", "broken": "break", "threw": "throw", "thrown": "throw",
    "lost": "lose", "fell": "fall", "swollen": "swell", "bitten": "bite", "bit": "bite",
    "stung": "sting", "took": "take", "taken": "take", "ate": "eat", "eaten": "eat",
    "drank": "drink", "felt": "feel", "went": "go", "children": "child", "feet": "foot",
    "teeth": "tooth",
    "women": "woman", "men": "man", "wives": "wife", "lives": "life",
    "died": "die", "dying": "die",
}  # fmt: skip


def is_apart(word: str) -> bool:
    """Return whether a word is an ending written apart or says whose something is."""
    return word in _APART


def may_be_skipped(word: str) -> bool:
    """Return whether a word may stand between the words of a name that does not have it."""
    return word in FILLERS or is_apart(word)


@lru_cache(maxsize=16_384)
def forms(word: str) -> tuple[str, ...]:
    """Return what a folded word may be a form of, the word itself left out, likeliest first."""
    found = _latin(word) if word.isascii() else _persian(word)
    if not found:
        return ()
    return tuple([one for one in dict.fromkeys(found) if one != word and len(one) >= _MIN_STEM])


def forms_and_stem(word: str) -> tuple[str, ...]:
    """Return what `forms` returns, and the stem, among which that of a Persian word is."""
    found = forms(word)
    if not word.isascii():
        return found
    one = _latin_stem(word)
    return found if one in found or one == word else (*found, one)


def _persian(word: str) -> list[str]:
    infinitive = lemma(word)
    found = [infinitive] if infinitive else []
    may_be_spoken = "و" in word or word.startswith(_SPOKEN_BEGINNINGS)
    if may_be_spoken:
        found.append(spoken(word))
    if word[-1:] in _TAILS_END:
        shortest = max(_MIN_STEM, len(word) - _LONGEST_TAIL)
        found += [word[:end] for end in range(shortest, len(word)) if word[end:] in _TAILS]
    if may_be_spoken:
        found += [stem for one in found if (stem := spoken(one)) != one]
    return found + _swallowed(word)


def _swallowed(word: str) -> list[str]:
    """Return nouns whose last «ه» speech swallows: «سینم» is «سینه‌ام», «شیرم» is no «شیره»."""
    if word[-1:] in _OWN:
        noun = word[:-1]
    elif word[-3:] in _OUR:
        noun = word[:-3]
    else:
        return []
    return [noun + "ه"] if len(noun) >= _MIN_NOUN and noun not in everyday_words() else []


def spoken(word: str) -> str:
    """Return the written form of spoken «ون» and «وم»: «بادوم» is «بادام»; of «دهن» «دهان»."""
    if word in _SPOKEN_WORDS:
        return _SPOKEN_WORDS[word]
    return _SPOKEN.sub("ا", word) if "و" in word else word


def _latin(word: str) -> list[str]:
    found = [_IRREGULAR[word]] if word in _IRREGULAR else []
    stems = [word]
    for ending, instead in _LATIN_ENDINGS.get(word[-1:], ()):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending)
            stems.append(stem + instead)
            if not instead and _DOUBLED.search(stem):
                stems.append(stem[:-1])
    return found + stems[1:] + [american(one) for one in stems]


def american(word: str) -> str:
    """Return an American spelling of a Latin word: "haemophilia" as "hemophilia"."""
    if len(word) < _MIN_BRITISH or not word.isascii():
        return word
    for british, instead in _BRITISH:
        if british in word:
            word = word.replace(british, instead)
    return word


def stem(word: str) -> str:
    """Return the one stem under which names that are phrases are compared, form by form."""
    return _latin_stem(word) if word.isascii() else lemma(word) or word


@lru_cache(maxsize=16_384)
def _latin_stem(word: str) -> str:
    if len(word) <= 4:
        return _IRREGULAR.get(word, word)
    one = next((stem for stem in forms(word) if len(stem) >= _MIN_LATIN_STEM), word)
    return one.removesuffix("e") if len(one) > 4 else one


def _singular(word: str) -> str:
    for ending in _NAME_PLURALS if not word.isascii() else ("s",):
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_SINGULAR:
            return word.removesuffix(ending)
    return word


def variants(words: tuple[str, ...]) -> set[str]:
    """Return under which other keys a name is found: its words' infinitives, American, stems."""
    found = {"".join(map(american, words)), "".join((*words[:-1], _singular(words[-1])))}
    if len(words) == 1 and not words[0].isascii():
        return found - {"", *words}  # «میگو» is a shrimp, no form of «گفتن»
    found.add("".join([lemma(word) or word for word in words]))
    if len(words) >= _MIN_PHRASE or any(map(lemma, words)) or words[0].isascii():
        found.add("".join(map(stem, words)))
        named = [stem(word) for word in words if not is_apart(word)]
        found.add("".join(named) if len(named) > 1 else "")  # «ای اس ای» is no «اس»
    return found - {"", "".join(words)}
