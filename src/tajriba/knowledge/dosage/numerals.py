"""Reading amounts as people write them: digits of any script, fractions, words, ranges. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from tajriba.kit.text import search_key

CEILING: Final = 1e6

_ONES: Final = (
    "یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
)
_TENS: Final = (
    "ده بیست سی چهل پنجاه شصت هفتاد هشتاد نود",
    "ten twenty thirty forty fifty sixty seventy eighty ninety",
)
_HUNDREDS: Final = "صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد"
_PARTS: Final = {
    "نیم": 0.5, "نصف": 0.5, "ربع": 0.25, "half": 0.5, "quarter": 0.25, "quarters": 0.25,
    "سوم": 1 / 3, "چهارم": 0.25, "پنجم": 0.2, "third": 1 / 3, "thirds": 1 / 3,
    "هزار": 1000.0, "hundred": 100.0, "thousand": 1000.0,
}  # fmt: skip
"""Words that scale the number before them, and stand for themselves without one."""

AND: Final = frozenset({"و", "and"})
_RANGE: Final = frozenset({"-", "تا", "الی", "to", "یا", "or"})
ARTICLES: Final = frozenset({"a", "an", "of"})


def _words() -> dict[str, float]:
    values: dict[str, float] = {}
    for line in _ONES:
        values |= {search_key(word): rank for rank, word in enumerate(line.split(), 1)}
    for line in _TENS:
        values |= {search_key(word): rank * 10 for rank, word in enumerate(line.split(), 1)}
    values |= {search_key(word): rank * 100 for rank, word in enumerate(_HUNDREDS.split(), 1)}
    return values | {"هیجده": 18}


_VALUES: Final = _words()
_SCALES: Final = {search_key(word): value for word, value in _PARTS.items()}
_TOKEN: Final = re.compile(r"\d+(?:[.,/٫٬]\d+)*|[^\W\d_]+|[-×*]")
_HALF_SPACES: Final = re.compile("[\u200b-\u200f\u00ad\u0640]")
_PERSIAN_DECIMAL: Final = re.compile("(?<=[۰-۹٠-٩])/(?=[۰-۹٠-٩])")
_FIRST_POINT: Final = re.compile(r"^([^\w٫.]*)[.٫](?=\d)")
_DASHES: Final = re.compile("[‐‑‒–—−~]")
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:[.,٬]\d{3})+")
_DECIMAL: Final = re.compile(r"\d+(?:[.,/٫٬]\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the index of the token behind it."""

    value: float
    end: int


def tokens_of(text: str) -> list[str]:
    """Return numbers, words and signs, in one spelling; of a text that starts ".1 g" it is 0.1."""
    decimal = _PERSIAN_DECIMAL.sub("٫", _FIRST_POINT.sub(r"\g<1>0.", text))
    plain = _DASHES.sub("-", _HALF_SPACES.sub("", "".join(map(_spell, decimal))))
    return [_one_spelling(token) for token in _TOKEN.findall(plain)]


def _spell(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if unicodedata.category(char) == "No":
        return f" {round(unicodedata.numeric(char, 0.0), 6)} "
    return "" if unicodedata.category(char) == "Mn" else char


def _one_spelling(token: str) -> str:
    return search_key(token) if token[0].isalpha() else token


def number_at(tokens: list[str], start: int) -> Number | None:
    """Return the number that starts at a token, None where there is none. At most `CEILING`."""
    first = _single(tokens, start)
    if first is None:
        return None
    value, end = first.value, first.end
    while following := _added(tokens, value, end):
        value, end = value + following.value, following.end
    return Number(min(value, CEILING), end)


def _added(tokens: list[str], value: float, end: int) -> Number | None:
    """Return what is added behind a number: "two and a half", "twenty five", "2 ½"."""
    joined = end < len(tokens) and tokens[end] in AND
    following = _single(tokens, _skip(tokens, end + 1, ARTICLES) if joined else end)
    if following is None or following.value >= value:
        return None
    if not joined and tokens[end][0].isdigit():
        return following if following.value < 1 and tokens[end - 1][0].isdigit() else None
    continues = following.value < 1 or (value >= 20 and value % 10 == 0 and following.value < value)
    return following if continues else None


def _single(tokens: list[str], start: int) -> Number | None:
    value = _value(tokens, start)
    if value is None:
        return None
    end = start + 1
    while end < len(tokens) and tokens[end] in _SCALES:
        value, end = value * _SCALES[tokens[end]], end + 1
    return Number(min(value, CEILING), end)


def _value(tokens: list[str], at: int) -> float | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    if _DECIMAL.fullmatch(token) or _THOUSANDS.fullmatch(token):
        return _digits(token)
    return _VALUES.get(token, _SCALES.get(token))


def _digits(token: str) -> float:
    """Return the value of digits; a slash is a decimal sign but in common Latin fractions, and a
    point before three digits a sign of thousands.

    Of two readings it is the larger one: no dose is read too small.
    """
    if _THOUSANDS.fullmatch(token):
        return min(float(re.sub(r"\D", "", token)), CEILING)
    if token in _FRACTIONS:
        return _FRACTIONS[token]
    whole, *rest = re.split(r"\D", token)
    return min(float(f"{whole}.{''.join(rest) or '0'}"), CEILING)


_FRACTIONS: Final = {"1/2": 0.5, "1/3": 1 / 3, "2/3": 2 / 3, "1/4": 0.25, "3/4": 0.75, "1/8": 0.125}


def range_at(tokens: list[str], start: int, between: frozenset[str]) -> Number | None:
    """Return the upper end of the range or the number that starts at a token.

    `between` are words that may stand between its first number and "to": "2 times to 3 times".
    """
    low = number_at(tokens, start)
    if low is None:
        return None
    sign = _skip(tokens, low.end, between)
    high = number_at(tokens, skip_articles(tokens, sign + 1)) if is_range(tokens, sign) else None
    return Number(max(low.value, high.value), high.end) if high else low


def is_range(tokens: list[str], at: int) -> bool:
    """Return whether a word or sign of a range stands here."""
    return at < len(tokens) and tokens[at] in _RANGE


def _skip(tokens: list[str], at: int, words: frozenset[str]) -> int:
    while at < len(tokens) and tokens[at] in words:
        at += 1
    return at


def skip_articles(tokens: list[str], at: int) -> int:
    """Return the index of the next token that is no article."""
    return _skip(tokens, at, ARTICLES)


def token_at(tokens: list[str], at: int) -> str:
    """Return the token at a place, nothing where there is none."""
    return tokens[at] if 0 <= at < len(tokens) else ""
