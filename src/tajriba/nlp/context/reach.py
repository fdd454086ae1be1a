"""Which things of a clause a denial reaches: the nearest, and those that are joined with it. Pure.

A denial that may be said of the thing before it as well as of the one behind it is sure of
neither. What is excepted ("nothing but …", «جز …») or affirmed ("… yes") is not denied at all.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from tajriba.kit.text import word_set
from tajriba.nlp.context.negation_triggers import AND, BEFORE, BETWEEN, LISTING, STOPPED
from tajriba.nlp.morphology.verbs import NEGATED, verb_of
from tajriba.nlp.tokenization import Token

_JOINING: Final = AND | word_set("or nor یا")
_LISTED: Final = LISTING | _JOINING | word_set("را رو به to")
YES: Final = word_set("yes yeah yep yup بله بلی آره اره آری")
_NOES: Final = word_set("no nope نه خیر نخیر")
_ANSWERS: Final = word_set("nope خیر نخیر")
_ON: Final = "on"
ANEW: Final = word_set("only just i im ive he she فقط تنها من") | YES
"""Words with which something else is told than what was denied."""
_EXCEPT: Final = word_set("except excepting besides جز بجز الا مگر غیر بغیر سوای")
_OTHER_THAN: Final = frozenset({("other", "than"), ("apart", "from"), ("aside", "from")})
_SAYS_THERE: Final = YES | _EXCEPT | {"than", "from"}
_DENIALS: Final = NEGATED | {word for phrases in (BEFORE, STOPPED) for word in phrases}
_OBJECT: Final = word_set("را رو هم")
_HAVING: Final = word_set("have has had take takes taking took on with am")
_ENTIRELY: Final = word_set("کامل کاملا completely entirely fully")
_OBJECTS: Final = word_set("my the me his her this")
"""Behind "stopped" these begin what was stopped by the thing before it."""
_ABOUT: Final = word_set("with for from because after since while when if about by")
"""What is denied before these is something else than what follows: "no treatment for gout"."""
_SUFFERED: Final = word_set("diagnosed suffer suffers suffered suffering treated negative free")
_REGARD: Final = word_set("با برای واسه بخاطر")
_NOUNS: Final = word_set("""
    medicine medicines medication medications medical meds drug drugs tablet tablets pill pills
    condition conditions illness problem problems disease diseases effects symptoms allergies
    supplement supplements treatment therapy
""")
"""With these a denial is complete, unless it says of what: "no symptoms of gout"."""
_OF: Final = _JOINING | _NOUNS | word_set("of to")


class Clause(NamedTuple):
    """The words of a clause, which of them name things, and with which of these another thing
    begins than the one before, without a word that joins them."""

    tokens: Sequence[Token]
    texts: Sequence[str]
    covered: frozenset[int]
    others: frozenset[int]
    kind: str

    def text(self, at: int) -> str:
        """Return the word at a place, "" where there is none."""
        return self.texts[at] if 0 <= at < len(self.texts) else ""


def others_of(text: str, tokens: Sequence[Token], places: Sequence[range]) -> frozenset[int]:
    """Return where things of a clause begin that no word joins with the one before to one list,
    "or" or «و», nor a comma within the clause."""
    found = set()
    for said, place in pairwise(places):
        words = {token.text for token in tokens[said.stop : place.start]}
        gap = text[tokens[said.stop - 1].end : tokens[place.start].start]
        joined = not _JOINING.isdisjoint(words) or "," in gap or "،" in gap
        if said.stop <= place.start and not (joined and _LISTED.issuperset(words)):
            found.add(place.start)
    return frozenset(found)


def ahead(clause: Clause, rest: range) -> range:
    """Return the words up to where another thing begins than the first of them."""
    first = next((at for at in rest if at in clause.covered), rest.stop)
    stop = next((at for at in rest if at > first and at in clause.others), rest.stop)
    return range(rest.start, stop)


def before(clause: Clause, part: range) -> range:
    """Return the words from where the last thing of them begins, with those joined to it."""
    last = next((at for at in reversed(part) if at in clause.covered), part.start)
    begins = (at for at in reversed(range(part.start, last + 1)) if at in clause.others)
    return range(next(begins, part.start), part.stop)


def is_said_of_next(clause: Clause, rest: range) -> bool:
    """Return whether a denial is said of the thing behind it, not of a word between them."""
    for at in rest:
        if at in clause.covered:
            return True
        word = clause.text(at)
        if word not in BETWEEN or word in AND or word in ANEW:
            return False
        if word in _ABOUT and clause.text(at - 1) not in _SUFFERED:
            return False
        if word in _NOUNS and clause.text(at + 1) not in _OF:
            return False
    return False


def is_said_of_last(clause: Clause, part: range) -> bool:
    """Return whether a denial is said of the thing before it, not of a word between them."""
    for at in reversed(part):
        if at in clause.covered:
            return clause.kind == "allergen" or not _is_about(clause, at)
        if clause.text(at) not in BETWEEN:
            return False
    return False


def _is_about(clause: Clause, last: int) -> bool:
    """Return whether something else is said with regard to a thing: «با دیابت مشکلی ندارم»."""
    start = last
    while start in clause.covered:
        start -= 1
    return clause.text(start) in _REGARD


def is_no(clause: Clause, denial: range) -> bool:
    """Return whether a denial is a bare "no", which may stand before its thing or behind it."""
    return len(denial) == 1 and clause.text(denial.start) in _NOES


def side_of(clause: Clause, denial: range, part: range) -> Literal["ahead", "before"] | None:
    """Return on which side of a denial, such as "no" or "stopped", stands the thing that it is
    said of: None where it may be either, or neither is a thing."""
    said = range(part.start, denial.start)
    rest = ahead(clause, range(denial.stop, part.stop))
    follows = is_said_of_next(clause, rest) and not _is_affirmed(clause, rest)
    if is_no(clause, denial):
        precedes = _is_right_behind(clause, said) and _ends(clause, denial)
        follows = follows and not _answers(clause, denial, rest)
        if follows and (clause.kind == "red_flag" or _opens_pairs(clause)):
            return "ahead"
    else:
        precedes = _may_be_last(clause, said)
        if precedes and verb_of(clause.text(denial.stop - 1)):
            return "before"
        precedes = precedes and clause.text(denial.stop) not in _OBJECTS
    if follows == precedes:
        return None
    return "ahead" if follows else "before"


def _may_be_last(clause: Clause, part: range) -> bool:
    """Return whether "stopped" may be said of the thing before it: «… میخوردم قطعش کردم»."""
    for at in reversed(part):
        if at in clause.covered:
            return clause.text(part.stop - 1) not in AND
        verb = verb_of(clause.text(at))
        taken = verb is not None and not verb[1]
        word = clause.text(at)
        if not (taken or clause.tokens[at].number or word in BETWEEN or word in _ENTIRELY):
            return False
    return False


def _is_affirmed(clause: Clause, rest: range) -> bool:
    last = next((at for at in reversed(rest) if at in clause.covered), rest.start)
    return clause.text(last + 1) in YES


def _ends(clause: Clause, denial: range) -> bool:
    """Return whether "no" ends what is said of a thing, so that «نه» is not nine of something."""
    after = clause.text(denial.stop)
    return not after or after in YES or denial.stop in clause.covered


def _opens_pairs(clause: Clause) -> bool:
    """Return whether each of several "no" stands before its thing: «نه آسم نه دیابت»."""
    places = [at for at, token in enumerate(clause.tokens) if token.text in _NOES]
    return len(places) > 1 and clause.covered.isdisjoint(range(places[0]))


def _answers(clause: Clause, denial: range, rest: range) -> bool:
    """Return whether a "no" answers something else, as in «نه وارفارین میخورم», "no, on …"."""
    if clause.text(denial.start) in _ANSWERS or clause.text(denial.stop) == _ON:
        return True
    if _opens_pairs(clause):
        return False
    verbs = (verb_of(clause.text(at)) for at in rest if at not in clause.covered)
    return any(verb is not None and not verb[1] for verb in verbs)


def _is_right_behind(clause: Clause, part: range) -> bool:
    """Return whether a part ends with a thing that nothing says to be there: «دیابت» in
    «دیابت نه», not in "I have diabetes, no …"."""
    at = part.stop - 1
    while at in part and clause.text(at) in _OBJECT:
        at -= 1
    if at not in part or at not in clause.covered:
        return False
    while at in part and at in clause.covered:
        at -= 1
    return at not in part or clause.text(at) not in _HAVING


def certain(clause: Clause, places: Sequence[range]) -> frozenset[int]:
    """Return where things begin that no denial reaches, since they are excepted or affirmed, or
    joined with what is."""
    found: set[int] = set()
    if _SAYS_THERE.isdisjoint(clause.texts):
        return frozenset()
    for group in _groups(clause, places):
        if _is_excepted(clause, group[0].start) or clause.text(group[-1].stop) in YES:
            found.update(place.start for place in group)
    return frozenset(found)


def _groups(clause: Clause, places: Sequence[range]) -> list[list[range]]:
    """Return the things of a clause, those that are joined together."""
    groups: list[list[range]] = []
    for place in places:
        if groups and place.start not in clause.others:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _is_excepted(clause: Clause, start: int) -> bool:
    for at in reversed(range(start)):
        word = clause.text(at)
        if word in _EXCEPT or (clause.text(at - 1), word) in _OTHER_THAN:
            return True
        if word in _DENIALS or word not in BETWEEN or at in clause.covered:
            return False
    return False
