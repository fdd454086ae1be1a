"""What a clause tells of long ago: a year that is over, and what went on with it. Pure.

"hx of DVT 2012"; «سال ۹۲ تصادف کردم و کما رفتم»: the second verb is of that year, too.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tajriba.kit.text import fold, word_set
from tajriba.nlp.context.negation_triggers import (
    CONTRAST,
    LONG_AGO,
    YEARS_PAST,
    phrases,
    places_of,
)
from tajriba.nlp.morphology.verbs import NEGATED, is_past_tense, verb_of
from tajriba.nlp.stopwords import MEASURES
from tajriba.nlp.tokenization import Token
from tajriba.triage.clauses import Clause

_AGAIN: Final = word_set("""
    now today tonight yesterday again still since currently is are am have has
    الان حالا امروز امشب دیشب دیروز دوباره باز هنوز باز‌هم امروزم از یهو ناگهان یکدفعه suddenly
""")
"""With one of these a clause tells of the present, too."""
_IN_YOUTH: Final = phrases("""
as a baby
as a child
as a kid
as a toddler
as a teenager
as a teen
in childhood
in my childhood
as a student
in college
in high school
in my teens
in my youth
in my twenties
in the army
نوجوان بودم
نوجوون بودم
نوجوان که بودم
نوجوون که بودم
جوان بودم
جوون بودم
جوان که بودم
جوون که بودم
سرباز بودم
سربازی بودم
سربازی که بودم
سرباز که بودم
دبیرستان بودم
دبیرستان که بودم
مدرسه بودم
مدرسه که بودم
در نوجوانی
تو نوجوانی
تو نوجوونی
در جوانی
تو جوانی
تو جوونی
دوران سربازی
دوران مدرسه""")
"""Times of life that a sign of danger now is not of; an illness of then may last."""
_SINCE_THEN: Final = word_set("سال ساله سالهاست years")
_HISTORY: Final = word_set("سابقه history hx")
_WELL: Final = word_set("خوبم سالمم well fine healthy recovered")
_YEAR: Final = fold("سال")
_BEFORE: Final = "before"
_TWO_DIGITS: Final = range(50, 100)


def not_over(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses without those that the next one says to be over: «کرونا گرفتم نفسم تنگ
    می‌شد، دو سال است کاملاً خوبم», "history of stroke (8 years ago)"."""
    told = [one for one, after in pairwise(clauses) if not _is_over(one, after)]
    return [*told, *clauses[-1:]]


def _is_over(clause: Clause, after: Clause) -> bool:
    if _was(clause[0]) and _is_well_since(after[0]):
        return True
    told = any(token.text in _HISTORY for token in clause[0])
    return told and not after[1] and is_long_ago(after[0])


def _is_well_since(tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens]
    sound = not _SINCE_THEN.isdisjoint(words) and not _WELL.isdisjoint(words)
    return sound and NEGATED.isdisjoint(words) and "not" not in words


def _was(tokens: Sequence[Token]) -> bool:
    """Return whether a clause tells of what was, and of nothing since."""
    words = [token.text for token in tokens]
    told = any(is_past_tense(word) for word in words)
    return told and _AGAIN.isdisjoint(words) and _all_past(words)


def may_be_past(tokens: Sequence[Token]) -> bool:
    """Return whether a clause may hold what `is_past`: most have neither a figure nor a phrase."""
    texts = [token.text for token in tokens]
    if any(token.number for token in tokens) or _BEFORE in texts:
        return True
    return _names_a_time_ago(texts)


def is_past(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the thing at word `start` was long ago, as its part of the clause says."""
    cuts = [at for at, token in enumerate(tokens) if token.text in CONTRAST]
    first = max((at + 1 for at in cuts if at < start), default=0)
    last = min((at for at in cuts if at > start), default=len(tokens))
    part = tokens[first:last]
    words = [token.text for token in part]
    if words[-1] == _BEFORE and "had" in words[: start - first]:
        return True
    if not _AGAIN.isdisjoint(words) or not _all_past(words):
        return False
    return is_long_ago(part)


def is_long_ago(tokens: Sequence[Token]) -> bool:
    """Return whether words say that something was long ago, not only that it is over."""
    if any(_is_year(tokens, at) for at in range(len(tokens))):
        return True
    return _names_a_time_ago([token.text for token in tokens])


def _names_a_time_ago(words: Sequence[str]) -> bool:
    return bool(places_of(LONG_AGO, words) or places_of(_IN_YOUTH, words))


def _is_year(part: Sequence[Token], at: int) -> bool:
    text = part[at].text
    if not part[at].number or not text.isdigit():
        return False
    before = part[at - 1].text if at else ""
    after = part[at + 1].text if at + 1 < len(part) else ""
    if before == _YEAR and int(text) in _TWO_DIGITS:
        return True
    return any(int(text) in years for years in YEARS_PAST) and after not in MEASURES


def _all_past(words: Sequence[str]) -> bool:
    """Return whether no verb tells of the present."""
    return all(verb_of(word) is None or is_past_tense(word) for word in words)
