"""Figures in a complaint: temperature, blood pressure, sugar, how long, how old. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from tajriba.kit.text import fold
from tajriba.nlp.tokenization import Token
from tajriba.triage.signs import Place

_NEAR: Final = 3
_TEN, _TWENTY, _HUNDRED = 10, 20, 100


def _numbers(first: int, step: int, *words: str) -> dict[str, int]:
    return {
        fold(word): first + step * at for at, alike in enumerate(words) for word in alike.split()
    }


_NUMBERS: Final = (
    _numbers(
        1, 1,
        "یک یه one a an", "دو two couple", "سه three", "چهار چار four", "پنج five", "شش شیش six",
        "هفت seven", "هشت eight", "نه nine", "ده ten", "یازده eleven", "دوازده twelve",
        "سیزده thirteen", "چهارده چارده fourteen", "پانزده پونزده fifteen",
        "شانزده شونزده sixteen", "هفده هیفده seventeen", "هجده هیجده eighteen", "نوزده nineteen",
    )
    | _numbers(20, 10, "بیست twenty", "سی thirty", "چهل forty", "پنجاه fifty", "شصت sixty",
               "هفتاد seventy", "هشتاد eighty", "نود ninety")
    | _numbers(100, 100, "صد hundred", "دویست", "سیصد", "چهارصد چارصد", "پانصد پونصد", "ششصد شیشصد")
)  # fmt: skip
_AND: Final = frozenset(fold("and و").split())
_OVER: Final = frozenset(fold("over روی رو ru ro roo").split())
_UNITS: Final = frozenset(
    fold(
        "سال ساله سالشه سالیه ماه ماهه هفته روز روزه ساعت میلی years year months weeks days hours"
        " sal sale mg"
    ).split()
)
"""With one of these behind it a figure is no pressure and no temperature: «۲۰ سال»."""
_IS: Final = ("ست", "ه", "م")
_SAID: Final = {
    number + ending: value for ending in _IS for number, value in _NUMBERS.items()
} | _NUMBERS
"""Numbers in words, also with what says "is" at their end: «دوازدهه»."""

_NO_NUMBERS: Final = frozenset(fold("پنجه پنجم").split())
"""Claw, fifth: what five would be with an ending."""


class Measurement(NamedTuple):
    """A figure from `at_least` to `at_most` beside one of the signs `of` gives the sign `code`.

    `adjacent` figures are those that count a unit: "3 weeks".
    """

    code: str
    of: frozenset[str]
    at_least: float
    at_most: float
    adjacent: bool


class _Figure(NamedTuple):
    """A number in words `start` to `end` (exclusive)."""

    start: int
    end: int
    value: float


def measured(
    measurements: Sequence[Measurement], tokens: Sequence[Token], places: Sequence[Place]
) -> list[Place]:
    """Return the signs that figures of a clause give, at the places of the figures."""
    return [
        Place(figure.start, figure.end, (one.code,))
        for figure in _figures(tokens)
        for one in measurements
        if one.at_least <= figure.value <= one.at_most
        and (one.adjacent or not _counts(tokens, figure, places, one))
        and _stands_by(one, figure, places)
    ]


def _counts(
    tokens: Sequence[Token], figure: _Figure, places: Sequence[Place], one: Measurement
) -> bool:
    """Return whether a figure counts years or milligrams, of which the measurement is not."""
    if figure.end >= len(tokens) or tokens[figure.end].text not in _UNITS:
        return False
    return not any(
        place.start == figure.end and not one.of.isdisjoint(place.codes) for place in places
    )


def _stands_by(one: Measurement, figure: _Figure, places: Sequence[Place]) -> bool:
    for place in places:
        if one.of.isdisjoint(place.codes):
            continue
        if one.adjacent:
            if place.start == figure.end or _is_between(figure.end, place, places):
                return True
        elif max(place.start - figure.end, figure.start - place.end) <= _NEAR:
            return True
    return False


def _is_between(start: int, unit: Place, places: Sequence[Place]) -> bool:
    """Return whether only what is counted stands before its unit: "30 paracetamol tablets"."""
    return any(
        one.start == start and one.end == unit.start and not set(one.codes).isdisjoint(unit.codes)
        for one in places
    )


def _figures(tokens: Sequence[Token]) -> list[_Figure]:
    """Return all figures but the second of a blood pressure: "130 over 80", «بیست روی دوازده»."""
    found: list[_Figure] = []
    at = lower = 0
    while at < len(tokens):
        figure = _figure(tokens, at) if tokens[at].number or tokens[at].text in _SAID else None
        if figure and not (at == lower > 0):
            found.append(figure)
        at = figure.end if figure else at + 1
        over = figure and at < len(tokens) and tokens[at].text in _OVER
        lower = at + 1 if over else lower
    return found


def _figure(tokens: Sequence[Token], start: int) -> _Figure | None:
    """Return the number that begins at a word: digits, or words such as «دویست و پنجاه»."""
    if tokens[start].number:
        value = _digits(tokens[start].text)
        return None if value is None else _Figure(start, start + 1, value)
    total = _number(tokens[start].text)
    if total is None:
        return None
    end = start + 1
    if total < _TEN and end < len(tokens) and tokens[end].text == "hundred":
        total, end = total * _HUNDRED, end + 1
    last = total
    while (at := end + (end < len(tokens) and tokens[end].text in _AND)) < len(tokens):
        more = _number(tokens[at].text, counting=True)
        if more is None or not _may_follow(more, last):
            break
        total, end, last = total + more, at + 1, more
    return _Figure(start, end, total)


def _may_follow(number: int, before: int) -> bool:
    """Return whether a number adds to the one before: tens to hundreds, units to tens."""
    return number < _HUNDRED <= before or (number < _TEN and _TWENTY <= before < _HUNDRED)


def _number(word: str, *, counting: bool = False) -> int | None:
    return None if word in _NO_NUMBERS and not counting else _SAID.get(word)


def _digits(text: str) -> float | None:
    """Return a figure: the first of "180/110"."""
    text = text.replace("٫", ".")
    for sign in "/,:٬":
        text = text.split(sign)[0]
    return float(text) if text.count(".") <= 1 else None
