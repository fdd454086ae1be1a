"""What a clause says of the patient's family, not of the patient. Pure."""

from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.context.context import Trigger
from tajriba.nlp.context.family_words import FAMILY, HIS, RELATIVES, TOWARDS
from tajriba.nlp.context.negation_triggers import AND
from tajriba.nlp.context.reach import Clause
from tajriba.nlp.morphology.verbs import verb_of

_SELF: Final = word_set("i im ive myself من خودم منم")
_TOO: Final = word_set("منم too same")
_MY_ENDING: Final = word_set("م")


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
            found.append(Trigger("other", at, at + 1, _sentence_of(clause, part, at)))
    return found


def _sentence_of(clause: Clause, part: range, relative: int) -> range:
    """Return the words that tell of a relative: not those before, or behind, that tell of the
    writer, «من …», «… میخورم»; none where it tells of both, «من و مادرم»."""
    start, stop = part.start, part.stop
    if clause.text(relative - 1) in AND and clause.text(relative - 2) in _SELF:
        return range(0)
    if _is_of_both(clause, relative):
        return range(0)
    for at in range(part.start, relative):
        if at not in clause.covered and (clause.text(at) in _SELF or _is_mine(clause.text(at))):
            start = at + 1 if _is_mine(clause.text(at)) else relative
    ended = part.stop
    for at in range(relative + 1, part.stop):
        word = clause.text(at)
        if word in _SELF and at not in clause.covered:
            return range(start, at)
        if _is_mine(word):
            return range(start, min(ended, stop))
        if verb_of(word) is not None:
            ended = min(ended, at + 1)
    return range(start, stop)


def _is_of_both(clause: Clause, relative: int) -> bool:
    """Return whether what is said of a relative is so of the writer: «… منم میخورم», "so do I"."""
    words = [token.text for token in clause.tokens]
    own = next((at for at in range(relative, len(words)) if words[at] in _TOO), len(words))
    return own < len(words) and clause.covered.isdisjoint(range(own, len(words)))


def _is_mine(word: str) -> bool:
    return word[-1] in _MY_ENDING and verb_of(word) is not None
