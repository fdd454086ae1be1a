"""Signs of danger that did not happen, or were not to be seen. Pure."""

from collections.abc import Sequence
from itertools import count
from typing import Final

from tajriba.kit.text import fold, word_set
from tajriba.nlp.context.context import Trigger
from tajriba.nlp.context.reach import Clause
from tajriba.nlp.morphology.verbs import is_past_tense, verb_of

_SEEN: Final = tuple(fold(word) for word in ("خون", "لکه", "ترشح", "چرک", "زردی"))
"""Signs that people look for: who does not see anything else may be losing their sight."""
_NEITHER: Final = fold("نه")
_THOUGHT: Final = fold("فکر")
_TILL_NOW: Final = word_set("هم اصلا هرگز تا به حال حالا الان کنون تاحالا هیچوقت")
"""Words between a sign and what says that it never happened: «غش هم تا حالا نکردم»."""
_NOT_DONE: Final = (("کردن", True), ("شدن", True), ("دادن", True))
_NOT_HAD: Final = ("داشتن", True)
_NOT_SEEN: Final = ("دیدن", True)


def undone(clause: Clause, places: Sequence[range]) -> list[Trigger]:
    """Return what says of one sign of danger, and of no other, that it did not happen: «نشدم», or
    was not to be seen: «خون تو ادرارم ندیدم»."""
    found = []
    for place in places:
        after = next(at for at in count(place.stop) if clause.text(at) not in _TILL_NOW)
        if after not in clause.covered:
            verb = verb_of(clause.text(after))
            if verb in _NOT_DONE or (after > place.stop and verb == _NOT_HAD):
                found.append(Trigger("negated", after, after + 1, place))
        if _is_neither(clause, place):
            found.append(Trigger("negated", place.start - 1, place.start, place))
        at = next(at for at in count(place.stop) if at not in clause.covered)
        if clause.text(at) == _THOUGHT and verb_of(clause.text(at + 1)) == ("کردن", True):
            found.append(Trigger("negated", at, at + 2, place))
        if any(clause.text(at).startswith(_SEEN) for at in place):
            verbs = ((at, verb_of(clause.text(at))) for at in range(place.stop, len(clause.tokens)))
            at, verb = next((one for one in verbs if one[1]), (place.stop, None))
            if verb == _NOT_SEEN:
                found.append(Trigger("negated", at, at + 1, place))
    return found


def _is_neither(clause: Clause, place: range) -> bool:
    """Return whether a thing is one of those that did not happen: «نه غش کردم نه تشنج داشتم»."""
    if clause.text(place.start - 1) != _NEITHER or clause.texts.count(_NEITHER) == 1:
        return False
    return any(is_past_tense(clause.text(at)) for at in (place.stop - 1, place.stop))
