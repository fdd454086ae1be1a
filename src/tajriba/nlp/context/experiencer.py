"""Of whom a whole line speaks: of who writes it, or of a relative for whom it is written. Pure.

People fill in records for parents, partners and children: "my mother takes warfarin, may she …".
Who tells of a relative more than that they have something, and nothing of themselves, asks for
that relative. Of a partner or child a line speaks, too, unless the writer says to have nothing.
"""

from collections.abc import Sequence
from typing import Final

from tajriba.kit.text import word_set
from tajriba.nlp.context.family_words import FAMILY, RELATIVES
from tajriba.nlp.morphology.verbs import verb_of
from tajriba.nlp.stopwords import MEASURES
from tajriba.nlp.tokenization import Token

_SELF: Final = word_set("i im ive me myself من خودم منم")
_HEREDITY: Final = word_set("""
    family fh fhx famhx خانواده خانوادگی فامیل فامیلی ارثی died dead late فوت مرحوم مرحومم خدابیامرز
    سابقه history
""")
_PARTNERS: Final = word_set("""
    husband wife son daughter child baby kid kids partner شوهرم شوهر زنم خانمم خانومم همسرم
    پسرم دخترم بچم بچهم نوزادم
""")
_OTHERS: Final = _PARTNERS | FAMILY | RELATIVES
_NONE: Final = word_set(
    "not no dont do never none nothing neither well fine نه هیچ هیچی سالمم خوبم"
)
_NEAR: Final = 5
_HIS_ENDINGS: Final = ("هاش", "هایش", "اش", "شو", "ش")
_MIN_NOUN: Final = 2
_BARE_KINDS: Final = frozenset({"health_state", "allergen", "medicine"})
"""Kinds of which people tell that relatives have or take them though they ask for themselves."""


def is_for_relative(tokens: Sequence[Token], kind: str, *, told_more: bool) -> bool:
    """Return whether what a line says of a relative counts, since it was written for them.

    `told_more` says that something of the line names nothing: a question, since when, for what.
    """
    words = [token.text for token in tokens]
    if not _SELF.isdisjoint(words) or not _HEREDITY.isdisjoint(words):
        return False
    if kind not in _BARE_KINDS or told_more:
        return True
    return any(token.number or token.text in MEASURES or _is_his(token.text) for token in tokens)


def _is_his(word: str) -> bool:
    """Return whether a word is something of the third person: «کبدش»."""
    stems = [word.removesuffix(one) for one in _HIS_ENDINGS if word.endswith(one)]
    long = any(len(stem) > _MIN_NOUN for stem in stems)
    return word in _HIS_ENDINGS or (long and verb_of(word) is None)


def has_none_oneself(tokens: Sequence[Token]) -> bool:
    """Return whether a line tells of somebody else, and that its writer has or takes nothing."""
    words = [token.text for token in tokens]
    if _OTHERS.isdisjoint(words):
        return False
    return any(word in _SELF and _denies_next(tokens, at) for at, word in enumerate(words))


def _denies_next(tokens: Sequence[Token], at: int) -> bool:
    for token in tokens[at + 1 : at + _NEAR]:
        if token.clause != tokens[at].clause:
            return False
        verb = verb_of(token.text)
        if token.text in _NONE or (verb is not None and verb[1]):
            return True
        if verb is not None:
            return False
    return False


def is_of_partner_or_child(tokens: Sequence[Token], at: int) -> bool:
    """Return whether what stands at a place of a clause is said of a partner or child."""
    nearest_first = (*reversed(tokens[:at]), *tokens[at:])
    people = (one.text in _PARTNERS for one in nearest_first if one.text in _PARTNERS | _SELF)
    return next(people, False)
