"""What a clause says of relatives, not of the patient. Pure."""

from tajriba.nlp.context.context import Trigger
from tajriba.nlp.context.family_words import FAMILY, HIS, RELATIVES, TOWARDS
from tajriba.nlp.context.reach import Clause


def family(clause: Clause, part: range) -> list[Trigger]:
    """Return the words of a part of a clause that say whose a thing is."""
    found = []
    for at in part:
        word = clause.text(at)
        if word not in FAMILY and word not in RELATIVES:
            continue
        if at in clause.covered or (at - 1 in part and clause.text(at - 1) in TOWARDS):
            continue
        beside = {clause.text(near) for near in (at - 1, at + 1) if near in part}
        if word in FAMILY or beside & HIS:
            found.append(Trigger("other", at, at + 1, part))
    return found
