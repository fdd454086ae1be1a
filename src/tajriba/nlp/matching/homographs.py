"""Words that are a name as a noun and grammar else: «به» is quince and "to". Pure."""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.morphology.verbs import lemma, verb_of

QUINCE: Final = "به"
BEGUN: Final = "شروع"
_JOINING: Final = word_set("به از با و یا")
_GOING_ON: Final = word_set("و یا را")
_ALLERGY: Final = word_set("حساسیت آلرژی حساس حساسم")
_HAVING: Final = frozenset({"داشتن", "بودن"})


def is_noun(words: Sequence[str], at: int) -> bool:
    """Return whether «به» is quince at a place of a clause, as in «به زنجبیل و به به حساسم».

    A preposition has its noun behind it: it ends no clause, stands before no "and", and before
    «حساسیت دارم» only if another noun or preposition stands before it.
    """
    rest = words[at + 1 :]
    joined = at > 0 and words[at - 1] in _JOINING
    if not rest:
        return joined
    if rest[0] in _GOING_ON:
        return True
    allergy = rest[0] in _ALLERGY
    verb = verb_of(rest[allergy]) if len(rest) > allergy else None
    having = rest[0] == "حساسم" or (verb is not None and verb[0] in _HAVING)
    return joined and having


def begun_at(words: Sequence[str]) -> list[int]:
    """Return where it says that something began: «شروع کرد به»."""
    return [
        at
        for at in range(1, len(words) - 2)
        if words[at] == BEGUN and lemma(words[at + 1]) == "کردن" and words[at + 2] == QUINCE
    ]
