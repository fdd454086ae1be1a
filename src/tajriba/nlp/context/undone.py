"""Signs of danger that did not happen, or were not to be seen. Pure."""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import fold
from tajriba.nlp.context.context import Trigger
from tajriba.nlp.context.reach import Clause
from tajriba.nlp.morphology.verbs import verb_of

_SEEN: Final = tuple(fold(word) for word in ("خون", "لکه", "ترشح", "چرک", "زردی"))
"""Signs that people look for: who does not see anything else may be losing their sight."""
_NOT_SEEN: Final = ("دیدن", True)


def undone(clause: Clause, places: Sequence[range]) -> list[Trigger]:
    """Return what says of one sign of danger, and of no other, that it did not happen: «نشدم», or
    was not to be seen: «خون تو ادرارم ندیدم»."""
    found = []
    for place in places:
        if place.stop not in clause.covered:
            verb = verb_of(clause.text(place.stop))
            if verb in (("کردن", True), ("شدن", True), ("دادن", True)):
                found.append(Trigger("negated", place.stop, place.stop + 1, place))
        if any(clause.text(at).startswith(_SEEN) for at in place):
            verbs = ((at, verb_of(clause.text(at))) for at in range(place.stop, len(clause.tokens)))
            at, verb = next((one for one in verbs if one[1]), (place.stop, None))
            if verb == _NOT_SEEN:
                found.append(Trigger("negated", at, at + 1, place))
    return found
