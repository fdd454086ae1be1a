"""What a clause says of the patient's family, not of the patient. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.context.context import Trigger
from tajriba.nlp.context.family_words import FAMILY, HIS, RELATIVES, TOWARDS
from tajriba.nlp.context.negation_triggers import AND
from tajriba.nlp.context.reach import Clause
from tajriba.nlp.morphology.verbs import verb_of

_SELF: Final = word_set("i im ive myself من خودم منم")
_TOO: Final = word_set("منم too same both hers مال")
_DO_I: Final = frozenset({("do", "i"), ("am", "i"), ("have", "i"), ("i", "do")})
_LIKE: Final = word_set("like as مثل مثله مثه مانند همانند همچون شبیه")
_OUR: Final = word_set("my the our both")
_PRESCRIBER: Final = word_set("doctor doctors physician gp دکتر پزشک طبیب")
_ME: Final = word_set("me us من ما")
_TO_ME: Final = word_set("بهم برام واسم")
_THEIRS: Final = word_set("mothers fathers moms sisters brothers mums dads grandmothers")
_NONE: Final = word_set("not no dont never neither none nor نه")
_HEREDITY: Final = word_set("""
    family fh fhx famhx خانواده خانوادگی فامیل فامیلی ارثی سابقه history
""")
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
            if _is_of_both(clause, at) or _is_passed_on(clause, part, at):
                found.append(Trigger("shared", at, at + 1, part))
            else:
                found.append(Trigger("other", at, at + 1, _sentence_of(clause, part, at)))
    return found


def _sentence_of(clause: Clause, part: range, relative: int) -> range:
    """Return the words that tell of a relative: not those before, or behind, that tell of the
    writer, «من …», «… میخورم»."""
    start, stop = part.start, part.stop
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
    """Return whether what is said of a relative is so of the writer: «مثل مادرم …», "me and my
    mother", «… منم میخورم», "so do I"."""
    texts = clause.texts
    at = relative - 1
    while clause.text(at) in _OUR:
        at -= 1
    us = _SELF | _ME
    joined = (at, at - 1), (relative + 1, relative + 2)
    if any(clause.text(one) in AND and clause.text(me) in us for one, me in joined):
        return clause.text(relative + 3) not in us  # "my mother and I, I …" tells of me apart
    if clause.text(at) in _LIKE or says_too(texts[relative:]):
        return True
    own = next((at for at in range(relative, len(texts)) if texts[at] in _TOO), len(texts))
    return own < len(texts) and clause.covered.isdisjoint(range(own, len(texts)))


def says_too(words: Sequence[str]) -> bool:
    """Return whether words say that something is so of the writer as well: "so do I", «منم»."""
    doing = not _DO_I.isdisjoint(pairwise(words)) or words[:2] == ["me", "too"]
    return (doing or words[:1] == ["منم"]) and not any(
        word in _NONE or (verb_of(word) or ("", False))[1] for word in words
    )


def _is_passed_on(clause: Clause, part: range, relative: int) -> bool:
    """Return whether the writer takes or has what is of a relative: «وارفارین مادرم رو میخورم»,
    "my mother gave me her warfarin", "I take my mother's", «دکتر مادرم … داده»."""
    said = [clause.text(at) for at in part if at not in clause.covered]
    if not _HEREDITY.isdisjoint(said):
        return False
    first = next((word for word in said if verb_of(word) is not None), "")
    if first and _is_mine(first):
        return _SELF.isdisjoint(said)
    if clause.kind != "medicine":
        return False
    if clause.text(relative) in _THEIRS:
        return True
    near = {clause.text(relative - 1), clause.text(relative + 1)}
    return bool(near & _PRESCRIBER) or not (_ME | _TO_ME).isdisjoint(said)


def _is_mine(word: str) -> bool:
    return word[-1] in _MY_ENDING and verb_of(word) is not None
