"""What of the text of a dose or frequency is not understood. Pure.

A text is read phrase by phrase, from its first word to its last: an amount, a count, an interval,
a part of the day, or a word that changes nothing. Whatever is none of these is unread.
"""

import re
import unicodedata
from typing import Final

from tajriba.knowledge.dosage.dose_words import (
    BEFORE_AFTER,
    BEFORE_DAY,
    COUNTS,
    DAILY,
    DAY,
    DURATIONS,
    EVERY,
    HARMLESS,
    HOURLY,
    HOURS,
    LIQUIDS,
    MEALS,
    MINUTES,
    PARTS_OF_DAY,
    PERIODS,
    PIECES,
    SIGNS,
    TIMES,
    UP_TO,
    WEEKLY,
    dose_tokens,
)
from tajriba.knowledge.dosage.frequencies import days_end, hours_at
from tajriba.knowledge.dosage.household_measures import MEASURES, with_measures
from tajriba.knowledge.dosage.masses import Units, mass_at
from tajriba.knowledge.dosage.numerals import (
    AND,
    ARTICLES,
    CEILING,
    is_range,
    number_at,
    skip_articles,
    token_at,
)

_SIGNS: Final = frozenset(".,;:()[]٫٬/+&'\"’!،؛«»×*~")
_STRAY_POINT: Final = re.compile(r"(?<=\w)[^\w]*[\s(\[.][.٫٬,]\d|^[^\w]*[٬,]\d")
"""A point before a number behind other words ("2 g .5 g"), which may end what stands before it, and
a comma that may be one."""
_UNSEEN: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u00ad\u0640")
_PARTS: Final = frozenset[str]().union(*PARTS_OF_DAY)
_INTERVALS: Final = HOURS | DAY | MEALS | PERIODS | _PARTS | (TIMES - SIGNS)
_PLAIN: Final = (
    HARMLESS | ARTICLES | COUNTS.keys() | HOURLY | DAILY | WEEKLY | MEALS | _PARTS | {"شبانه"}
)
_WARM: Final = "گرم"
_BOUNDS: Final = {
    "no": frozenset({"more"}),
    "not": frozenset({"more", "exceeding"}),
    "more": frozenset({"no", "not"}),
    "exceeding": frozenset({"not"}),
    "than": frozenset({"more"}),
}
"""Words of "no more than", by those of which one stands beside them: "or more" is an open end."""


def unread_in(text: str, units: Units, herb_words: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the signs and words of a text that are not understood, in their order.

    `units` are the grams of what amounts may be told in, `herb_words` name the herb itself.
    """
    tokens = with_measures(dose_tokens(text))
    unread = [char for char in text if not _is_plain(char)] + _STRAY_POINT.findall(text)
    at = 0
    while at < len(tokens):
        end = _phrase_end(tokens, at, units)
        if end == at and tokens[at] not in herb_words:
            unread.append(tokens[at])
        at = max(end, at + 1)
    return tuple(unread)


def _is_plain(char: str) -> bool:
    """Return whether a sign is a letter, a digit, a space, or punctuation that tells no amount."""
    if char in _SIGNS or char in _UNSEEN or char.isspace():
        return True
    return unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "Pd"


def _phrase_end(tokens: list[str], at: int, units: Units) -> int:
    """Return where the phrase ends that starts at a token; the token itself where none does."""
    mass, end = mass_at(tokens, at, units)
    if mass is not None and mass > 0:
        return end
    if (end := days_end(tokens, at)) > at:
        return end
    if tokens[at] in EVERY:
        return _interval_end(tokens, at)
    if number_at(tokens, at) is not None:
        return _number_end(tokens, at, units)
    return at + _is_read(tokens, at, units)


def _interval_end(tokens: list[str], at: int) -> int:
    """Return the end of "every 8 hours", "each morning"."""
    following = tokens[at + 1 : at + 2]
    if following and following[0] in _INTERVALS:
        return at + 2
    hours = hours_at(tokens, at + 1)
    if hours is not None and hours.value > 0:
        return hours.end
    return at


def _number_end(tokens: list[str], at: int, units: Units) -> int:
    """Return the end of a number that counts something: pieces, times, days, minutes before food,
    what a spoon holds, a vessel of water. It may stand at the lower end of a range, too."""
    number = number_at(tokens, at)
    if number is None or not 0 < number.value < CEILING:
        return at
    end, counted = number.end, token_at(tokens, number.end)
    if token_at(tokens, at - 1) in SIGNS:
        return end
    if counted in TIMES | PIECES | DURATIONS or _opens_range(tokens, at, end):
        return end + (counted in TIMES | PIECES | DURATIONS)
    if counted in MEASURES and _holds(tokens, end + 1, units):
        return end + 1
    if counted in HOURS | MINUTES and token_at(tokens, end + 1) in BEFORE_AFTER:
        return end + 2
    mass, mass_end = mass_at(tokens, end, units)
    return mass_end + 1 if mass is not None and token_at(tokens, mass_end) in PIECES else at


def _opens_range(tokens: list[str], at: int, end: int) -> bool:
    """Return whether another number follows: "2 to 3 times", "2 times to 3 times", "between 2
    and 3 g"."""
    if token_at(tokens, at - 1) in ("between", "بین") and token_at(tokens, end) in AND:
        return number_at(tokens, end + 1) is not None
    sign = end + (token_at(tokens, end) in TIMES | PIECES)
    return is_range(tokens, sign) and number_at(tokens, skip_articles(tokens, sign + 1)) is not None


def _holds(tokens: list[str], at: int, units: Units) -> bool:
    """Return whether what a measure holds follows it: its grams, or water."""
    start = skip_articles(tokens, at)
    return (
        bool(LIQUIDS & set(tokens[start : start + 2])) or mass_at(tokens, at, units)[0] is not None
    )


def _is_read(tokens: list[str], at: int, units: Units) -> bool:
    """Return whether a word is understood where it stands."""
    token, before = tokens[at], token_at(tokens, at - 1)
    number_follows = number_at(tokens, at + 1) is not None
    if token in MEASURES:
        return _holds(tokens, at + 1, units)
    if token in DAY | PERIODS:
        return token in _PARTS or before in BEFORE_DAY or before == "شبانه"
    if token in SIGNS | UP_TO:
        return number_follows or (token not in SIGNS and token_at(tokens, at + 1) in UP_TO)
    if token == "-":
        return bool(before) and not number_follows
    return _is_harmless(token, before, token_at(tokens, at + 1))


def _is_harmless(token: str, before: str, after: str) -> bool:
    if token in _BOUNDS:
        return before in _BOUNDS[token] or after in _BOUNDS[token]
    if token in PIECES:
        return not (token.isascii() and token.endswith("s"))
    return token in _PLAIN or (token == _WARM and before in LIQUIDS)
