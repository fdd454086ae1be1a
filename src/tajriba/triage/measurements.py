"""Figures in a complaint: temperature, blood pressure, sugar, how long, how old. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tajriba.kit.text import fold
from tajriba.nlp.tokenization import Token
from tajriba.triage.signs import Place

_NEAR: Final = 3
_NUMBERS: Final = {
    fold(word): value
    for value, words in enumerate(
        ("", "یک یه one a an", "دو two couple", "سه three", "چهار چار four", "پنج five",
         "شش شیش six", "هفت seven", "هشت eight", "نه nine", "ده ten", "یازده eleven",
         "دوازده twelve")
    )
    for word in words.split()
} | {fold(word): value for word, value in (("چهل", 40), ("forty", 40), ("شصت", 60))}  # fmt: skip

_OVER: Final = frozenset(fold("over روی").split())


class Measurement(NamedTuple):
    """A figure from `at_least` to `at_most` beside one of the signs `of` gives the sign `code`.

    `adjacent` figures are those that count a unit: "3 weeks".
    """

    code: str
    of: frozenset[str]
    at_least: float
    at_most: float
    adjacent: bool


def measured(
    measurements: Sequence[Measurement], tokens: Sequence[Token], places: Sequence[Place]
) -> list[Place]:
    """Return the signs that figures of a clause give, at the places of the figures."""
    figures = [
        (at, value)
        for at, token in enumerate(tokens)
        if not _is_lower_of_two(tokens, at)
        for value in _value(token)
    ]
    return [
        Place(at, at + 1, (one.code,))
        for at, value in figures
        for one in measurements
        if one.at_least <= value <= one.at_most and _stands_by(one, at, places)
    ]


def _stands_by(one: Measurement, at: int, places: Sequence[Place]) -> bool:
    for place in places:
        if one.of.isdisjoint(place.codes):
            continue
        if one.adjacent:
            if 0 <= place.start - at - 1 <= 0:
                return True
        elif max(place.start - at - 1, at - place.end) <= _NEAR:
            return True
    return False


def _is_lower_of_two(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a figure is the second of a blood pressure: "130 over 80", «۱۳ روی ۸»."""
    return at > 1 and tokens[at - 1].text in _OVER and tokens[at - 2].number


def _value(token: Token) -> list[float]:
    """Return a figure: the first of "180/110", a number in words up to twelve."""
    if not token.number:
        return [_NUMBERS[token.text]] if token.text in _NUMBERS else []
    text = token.text.replace("٫", ".")
    for sign in "/,:٬":
        text = text.split(sign)[0]
    return [float(text)] if text.count(".") <= 1 else []
