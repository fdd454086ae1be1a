"""Lists of bare things that one denial ends: «دیابت، فشار خون و آسم ندارم», "A, B - no". Pure.

A comma begins another thing, so that the denial is read of the last item alone. It is of the whole
list where nothing but names and words of lists stand before it, and where it is sure that they are
one list: "A, B or C", three items, or an answer that is set off, as in "A, B: none of these".
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, Protocol

from tajriba.kit.text import word_set
from tajriba.nlp.context.answers import AFFIRMED, SET_OFF
from tajriba.nlp.context.limits import says_again
from tajriba.nlp.context.negation_triggers import ALLERGY
from tajriba.nlp.morphology.verbs import NEGATED, verb_of
from tajriba.nlp.tokenization import Token

_JOINING: Final = word_set("and or nor و یا")
_LISTED: Final = _JOINING | word_set("a the to of به")
_LEADING: Final = ALLERGY | word_set("من سابقه بیماری قرص داروی history hx")
"""Before the first item of a list these may stand, too."""
_NO: Final = word_set("""
    no not none nope never neither nil negative denied denies dont doesnt didnt havent hasnt
    نه خیر نخیر هیچ هیچکدام هیچکدوم هیچیک منفی ندارم ندارد نداره نداشتم نداشت نیست نبود نمیخورم
""")
_NONE_OF: Final = word_set("none neither any هیچ هیچکدام هیچکدوم هیچیک هیچکدومش هیچکدامشان")
_NAMING: Final = word_set("""
    these those them above هیچکدام هیچکدوم هیچیک هیچکدومش هیچکدامشان کدام کدوم کدومش یک
""")
_ENDING: Final = (
    _NO
    | _NONE_OF
    | _NAMING
    | word_set("""
    i have has had do does did of the at take taking taken use using
    من از اینها اینا را رو هم اصلا مصرف استفاده نمیکنم نمیگیرم
""")
)
_BEHIND: Final = _NO | word_set("را رو هم اصلا مصرف استفاده taking taken")
"""Behind the last item these, the negated verbs and the words of allergy may stand."""

_COMMAS: Final = frozenset({",", "،", "/"})
_RECORDED: Final = frozenset({"medicine", "health_state", "allergen", "reaction"})
"""Kinds that people list; a complaint is told: «درد سینه، تب و لرز ندارم» is chest pain."""
_SURELY_LIST: Final = 3


class Thing(Protocol):
    """What a clause names, at its place in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def counts(self) -> bool: ...


class Part(NamedTuple):
    """A clause of a line and what it names."""

    tokens: Sequence[Token]
    things: Sequence[Thing]


def denied_by_end(text: str, parts: Sequence[Part], kind: str) -> frozenset[int]:
    """Return the places of things that a denial in a later clause ends the list of."""
    if len(parts) <= 1:
        return frozenset()
    begins = ((at, _begin(text, parts, at, kind)) for at in range(1, len(parts)))
    lists = (parts[begin:at] for at, begin in begins)
    return frozenset(thing.start for one in lists for part in one for thing in part.things)


def answers_none(tokens: Sequence[Token]) -> Literal["no", "none of these"] | None:
    """Return whether a clause without a thing says no to what stands before it, or to all of it."""
    words = {token.text for token in tokens} - ALLERGY
    if not _ENDING.issuperset(words) or words.isdisjoint(_NO):
        return None
    all_of = not words.isdisjoint(_NONE_OF) and not words.isdisjoint(_NAMING)
    return "none of these" if all_of else "no"


def is_set_off(text: str, before: Token, after: Token, answer: str) -> bool:
    """Return whether signs between a list and its answer show that it answers the list."""
    gap = text[before.end : after.start].strip()
    return gap in SET_OFF or (answer == "none of these" and gap in _COMMAS)


def is_comma(text: str, before: Token, after: Token) -> bool:
    """Return whether a comma or slash stands between two clauses, and no end of a line."""
    gap = text[before.end : after.start]
    return gap.strip() in _COMMAS and "\n" not in gap


def is_joined(tokens: Sequence[Token]) -> bool:
    """Return whether "and" or "or" stands among the words of a list."""
    return any(token.text in _JOINING for token in tokens)


def _begin(text: str, parts: Sequence[Part], at: int, kind: str) -> int:
    """Return with which clause the list begins that a clause ends; its own place for no list."""
    tokens, things = parts[at]
    if things:
        if kind not in _RECORDED or not _ends_list(parts[at]) or _is_taken_again(parts[at + 1 :]):
            return at
        begin = _first_item(text, parts, at)
        return begin if _is_list(text, parts[begin : at + 1]) else at
    answer = answers_none(tokens)
    if answer is None or not is_set_off(text, parts[at - 1].tokens[-1], tokens[0], answer):
        return at
    if not _names_allergy(parts) if kind == "allergen" else not ALLERGY.isdisjoint(_words(tokens)):
        return at
    if _is_bare(parts[at - 1]) is None or any(_is_told(one) for one in parts[at + 1 :]):
        return at
    begin = _first_item(text, parts, at - 1)
    sure = kind in _RECORDED or _is_list(text, parts[begin:at])
    several = any(not one.things for one in (*parts[:at], *parts[at + 1 :]))
    return begin if answer == "none of these" or (sure and not several) else at - 1


def _words(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]


def _names_allergy(parts: Sequence[Part]) -> bool:
    """Return whether "no" denies an allergy, not the food: "milk: no" is an allergy to milk."""
    return any(token.text in ALLERGY for part in parts for token in part.tokens)


def _is_taken_again(parts: Sequence[Part]) -> bool:
    return any(not part.things and says_again(_words(part.tokens)) for part in parts)


def _is_told(part: Part) -> bool:
    """Return whether a clause tells more of what stands before it: "no, then restarted"."""
    answers = answers_none(part.tokens) or AFFIRMED.issuperset(_words(part.tokens))
    return not part.things and not answers


def _first_item(text: str, parts: Sequence[Part], last: int) -> int:
    begin = last
    if _is_bare(parts[begin]) == "leading":
        return begin
    while begin and is_comma(text, parts[begin - 1].tokens[-1], parts[begin].tokens[0]):
        bare = _is_bare(parts[begin - 1])
        if bare is None:
            break
        begin -= 1
        if bare == "leading":
            break
    return begin


def _is_bare(part: Part) -> Literal["item", "leading"] | None:
    """Return whether a clause is nothing but things, and whether it can only begin a list."""
    if not part.things or any(verb_of(token.text) for token in part.tokens):
        return None
    beside = set(_words(_beside(part, part.tokens)))
    if _LISTED.issuperset(beside):
        return "item"
    return "leading" if (_LISTED | _LEADING).issuperset(beside) else None


def _beside(part: Part, tokens: Sequence[Token]) -> list[Token]:
    """Return those of a clause's words that name nothing."""
    places = [(thing.start, thing.end) for thing in part.things]
    return [one for one in tokens if not any(start <= one.start < end for start, end in places)]


def _ends_list(part: Part) -> bool:
    """Return whether a clause is the last items of a list, a denial of each, and nothing else."""
    if any(thing.counts for thing in part.things):
        return False
    end = max(thing.end for thing in part.things)
    before = _words(_beside(part, [one for one in part.tokens if one.start < end]))
    behind = _words([one for one in part.tokens if one.start >= end])
    denied = any(word in _NO or word in NEGATED for word in behind)
    said = all(word in _BEHIND or word in ALLERGY or word in NEGATED for word in behind)
    return denied and said and _LISTED.issuperset(before)


def _is_list(text: str, parts: Sequence[Part]) -> bool:
    """Return whether clauses are sure to be one list, not an entry and what is said beside it."""
    words = [token for part in parts for token in _beside(part, part.tokens)]
    slash = "/" in text[parts[0].tokens[0].start : parts[-1].tokens[-1].end]
    return is_joined(words) or slash or sum(len(one.things) for one in parts) >= _SURELY_LIST
