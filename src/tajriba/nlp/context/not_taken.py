"""Medicines that were not taken, or were stopped, as a sentence behind "but" says. Pure."""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.context.negation_triggers import CONTRAST
from tajriba.nlp.morphology.verbs import verb_of

NOT_TAKEN: Final = frozenset({"never", "didnt", "havent", "not", "stopped", "quit"})
"""Of these one says that a medicine is not taken; two of them deny each other."""

_TAKING: Final = NOT_TAKEN | {
    "i", "did", "have", "took", "take", "taken", "taking", "it", "them", "started", "yet", "at",
    "all",
}  # fmt: skip
_BEFORE: Final = word_set("اصلا هیچوقت هنوز دیگه دیگر هرگز هیچ اونو ازش")
"""Words that may stand before a verb that says so."""

_VERBS: Final = (("خوردن", True), ("گرفتن", True), ("خریدن", True), ("زدن", True))


def is_not_taken(said: Sequence[str]) -> bool:
    """Return whether what is said behind a medicine, from "but" on, is only that it was not taken,
    or was stopped: "but I never took it", «ولی اصلا نخوردم»."""
    rest = said[1:]
    if said[0] not in CONTRAST or not rest:
        return False
    if _TAKING.issuperset(rest):
        return len(NOT_TAKEN.intersection(rest)) == 1
    verbs = [verb_of(word) for word in rest if word not in _BEFORE]
    return bool(verbs) and all(verb in _VERBS for verb in verbs)
