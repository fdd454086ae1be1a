"""A denial that makes a thing worse: "never had such a headache" tells of the worst one. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tajriba.kit.text import fold, word_set
from tajriba.nlp.morphology.verbs import NEGATED, verb_of

_NEVER: Final = word_set("never ever هرگز هیچوقت هیچگاه عمرم عمرش زندگیم")
_TILL_NOW: Final = frozenset(
    (fold(till), fold(now))
    for till, now in (("تا", "حالا"), ("تا", "الان"), ("تا", "کنون"), ("به", "حال"), ("هیچ", "وقت"))
)
_SUCH: Final = word_set("such همچین چنین اینجور اینجوری اینطور اینطوری انقدر اینقدر")
_LIKE_THIS: Final = frozenset(
    pair
    for first, seconds in (
        ("like", "this that it"),
        ("this", "bad severe strong intense awful terrible painful"),
        ("so", "bad severe strong intense awful terrible painful"),
        ("that", "bad severe strong intense"),
        ("این", "شدت بدی شدیدی جور جوری طور طوری مدل مدلی قدر"),
    )
    for pair in ((one, other) for one in word_set(first) for other in word_set(seconds))
)
_EASE: Final = word_set(
    "کم کمتر خوب خوبی آروم اروم راحت سبک better less good calm relief well mild"
)


def at_such(words: Sequence[str]) -> int | None:
    """Return the word that says that something was never so bad before: the "such" of "never had
    such a headache", of «تا حالا همچین سردردی نداشتم»; None where none does."""
    never = not _NEVER.isdisjoint(words) or not _TILL_NOW.isdisjoint(pairwise(words))
    if not never or not _EASE.isdisjoint(words):
        return None
    if "never" not in words and "not" not in words and not any(map(_is_denied, words)):
        return None
    for at, word in enumerate(words):
        if word in _SUCH or tuple(words[at : at + 2]) in _LIKE_THIS:
            return at
    return None


def _is_denied(word: str) -> bool:
    found = verb_of(word)
    return word in NEGATED or (found is not None and found[1])
