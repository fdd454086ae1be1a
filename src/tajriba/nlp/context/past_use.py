"""Medicines that were taken long ago and no longer: «قبلا … میخوردم», "previously on". Pure."""

from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.context.context import Trigger
from tajriba.nlp.context.limits import PLAIN, is_over, is_plain, places_beside
from tajriba.nlp.context.negation_triggers import LONG_AGO, places_of
from tajriba.nlp.context.reach import Clause, ahead, before
from tajriba.nlp.morphology.verbs import NEGATED, is_past_tense

_ONCE: Final = word_set("previously formerly was were had took used")
_PLAIN: Final = (PLAIN | word_set("قبلا سابقا در گذشته past")) - word_set("""
    now currently presently nowadays still is are am take takes taking prescribed since از
    الان حالا اکنون فعلا حاضر تا
""")


def past_use(clause: Clause, part: range) -> list[Trigger]:
    """Return what says that medicines were taken long ago, and nothing of the present."""
    found = []
    for start, end in places_of(LONG_AGO, [clause.text(at) for at in part]):
        said = range(part.start + start, part.start + end)
        reach = ahead(clause, range(said.stop, part.stop))
        if clause.covered.isdisjoint(reach):
            reach = before(clause, range(part.start, said.start))
        if clause.covered.isdisjoint(reach) or not clause.covered.isdisjoint(said):
            continue
        words = [*said, *places_beside(clause, said, reach)]
        taken = [at for at in words if _was_done(clause.text(at))]
        told = any(clause.text(at) in _ONCE for at in words) or taken
        plain = is_plain(clause, [at for at in words if at not in taken], _PLAIN)
        if told and plain and is_over(clause, said, reach):
            found += [Trigger("past", at, at + 1, reach) for at in {*said, *taken}]
    return found


def _was_done(word: str) -> bool:
    return is_past_tense(word) and word not in NEGATED
