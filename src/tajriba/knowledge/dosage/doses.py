"""The grams of a remedy in a whole day, read from the text of its dose and frequency. Pure.

Where words can be read in two ways the larger amount counts; what can't be read is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tajriba.knowledge.dosage.dose_words import (
    ALSO,
    BEFORE_DAY,
    COUNTABLE,
    COUNTS,
    DAILY,
    DAY,
    DURATIONS,
    EVERY,
    GRAMS,
    HOURS,
    KILOGRAMS,
    MEALS,
    MEALS_A_DAY,
    PARTS_OF_DAY,
    PIECES,
    SIGNS,
    SPLIT_UNITS,
    TIMES,
    UNBOUNDED,
    UNMEASURED,
    VAGUE,
    WEEKLY,
)
from tajriba.knowledge.dosage.household_measures import Measure, with_measures
from tajriba.knowledge.dosage.numerals import (
    CEILING,
    is_range,
    number_at,
    range_at,
    skip_articles,
    tokens_of,
)


@dataclass(frozen=True, slots=True)
class DailyDose:
    """Grams of a day, None where no mass can be read; `certain` if the frequency was read too."""

    grams: float | None
    certain: bool


GramsOf = Mapping[Measure, float]
"""The grams of a herb in a measure of the household."""


def daily_dose(dose: str, frequency: str, grams_of: GramsOf | None = None) -> DailyDose:
    """Return the whole day's amount of a dose taken so often, once where that can't be read.

    Spoons, cups, drops and millilitres are read where `grams_of` says what they hold.
    """
    grams = amount_in_grams(dose, grams_of)
    if grams is None:
        return DailyDose(None, False)
    in_dose = times_a_day(dose)
    if in_dose is not None and _is_whole_day(tokens_of(dose)):
        return DailyDose(grams, True)
    told = [times for times in (in_dose, times_a_day(frequency)) if times is not None]
    certain = bool(told) and not _states_amount(with_measures(tokens_of(frequency)))
    return DailyDose(round(grams * max(told, default=1.0), 9), certain)


def _states_amount(tokens: list[str]) -> bool:
    """Return whether a frequency tells of more than one dose at a time: "each time two spoons"."""
    numbers = (range_at(tokens, at, COUNTABLE) for at in range(len(tokens)))
    return any(
        number.value > 1 and bool(COUNTABLE & set(tokens[number.end : number.end + 1]))
        for number in numbers
        if number is not None
    )


def _is_whole_day(tokens: list[str]) -> bool:
    """Return whether a dose is told for the day ("6 g a day") without a count of times."""
    counted = _counted(tokens) + _every_hours(tokens)
    return _says_daily(tokens) and not counted and not _parts_of_day(tokens)


def amount_in_grams(text: str, grams_of: GramsOf | None = None) -> float | None:
    """Return the grams of a dose: all masses in it summed, times its count of pieces.

    None where none is read, or where beside it stands an amount that isn't: "5 g or a handful",
    "at least 5 g", "5 g/kg".
    """
    units = GRAMS | dict(grams_of or {})
    tokens = with_measures(tokens_of(text.replace("+", " plus ").replace("&", " and ")))
    if (
        (UNMEASURED | UNBOUNDED) & set(tokens)
        or _open_end(tokens)
        or any(_also(tokens, at, units) for at in range(len(tokens)))
    ):
        return None
    masses: list[float] = []
    pieces = 1.0
    at = 0
    while at < len(tokens):
        mass, end = _mass_at(tokens, at, units)
        if mass is not None:
            masses.append(mass)
        else:
            pieces = max(pieces, _pieces_at(tokens, at, units))
        at = end
    return round(sum(masses) * pieces, 9) or None


def _open_end(tokens: list[str]) -> bool:
    """Return whether more is allowed ("5 g or more", not "no more than 5 g"), or so much for each
    kilogram of the body ("5 g/kg"): a unit that no number stands before."""
    for before, token in pairwise(["", *tokens]):
        if token == "more" and before not in ("no", "not"):
            return True
        if token in KILOGRAMS and number_at([before], 0) is None:
            return True
    return False


Units = Mapping[str, float]


def _mass_at(tokens: list[str], at: int, units: Units) -> tuple[float | None, int]:
    """Return the mass that starts at a token and where it ends; without one, the next token.

    Of a range the larger end counts; an end without a unit has that of the other.
    """
    low, low_unit, end = _measured(tokens, at, units)
    if low is None:
        return None, at + 1
    ranges = is_range(tokens, end)
    high, high_unit, high_end = _measured(tokens, end + 1, units) if ranges else NOTHING
    if high is None:
        return (low * low_unit, end) if low_unit else (None, at + 1)
    unit = high_unit or low_unit
    if unit is None:
        return None, at + 1
    return max(low * (low_unit or unit), high * unit), high_end


Measured = tuple[float | None, float | None, int]
"""A number, the grams of its unit, and where both end; None for what is not there."""
NOTHING: Final[Measured] = (None, None, 0)


def _measured(tokens: list[str], at: int, units: Units) -> Measured:
    number = number_at(tokens, skip_articles(tokens, at))
    if number is None:
        return NOTHING
    start = skip_articles(tokens, number.end)
    unit = _unit_at(tokens, start, units)
    return (number.value, unit[0], start + unit[1]) if unit else (number.value, None, number.end)


def _unit_at(tokens: list[str], at: int, units: Units) -> tuple[float, int] | None:
    """Return the grams of the unit at a token and how many tokens it takes."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if token in SPLIT_UNITS and following.startswith("گرم"):
        return SPLIT_UNITS[token], 2
    return (units[token], 1) if token in units else None


def _also(tokens: list[str], at: int, units: Units) -> bool:
    """Return whether behind "or", "and" or "then" stands a number that is neither a mass nor a
    count of times or days."""
    if tokens[at] not in ALSO:
        return False
    start = skip_articles(tokens, at + 1)
    number = range_at(tokens, start, COUNTABLE | units.keys())
    if number is None or _mass_at(tokens, start, units)[0] is not None:
        return False
    named = set(tokens[number.end : skip_articles(tokens, number.end) + 1])
    return not named & (TIMES | HOURS | DURATIONS | DAY | MEALS | PIECES)


def _pieces_at(tokens: list[str], at: int, units: Units) -> float:
    """Return how many pieces are told of at a token, 1 where none are.

    A spoon or drop that holds nobody knows how much counts as a piece: "two spoons of 5 g". The
    mass of a piece may stand before it: "two 5 g sachets".
    """
    number = range_at(tokens, at, COUNTABLE)
    if number is None:
        return 1.0
    mass, end = _mass_at(tokens, number.end, units)
    named = set(tokens[number.end : number.end + 1]) & (COUNTABLE | SIGNS)
    counted = mass is not None and COUNTABLE & set(tokens[end : end + 1])
    return number.value if named or counted else 1.0


def times_a_day(text: str) -> float | None:
    """Return how often a day something is taken, None where that can't be read."""
    tokens = tokens_of(text)
    if VAGUE & set(tokens):
        return None
    if WEEKLY & set(tokens) and not _says_daily(tokens):
        return 1.0
    told = _counted(tokens) + _every_hours(tokens)
    if not told and _each_meal(tokens):
        told.append(MEALS_A_DAY)
    return max([*told, float(_parts_of_day(tokens)), float(_says_daily(tokens))]) or None


def _counted(tokens: list[str]) -> list[float]:
    told = [COUNTS[token] for token in tokens if token in COUNTS]
    for at in range(len(tokens)):
        number = range_at(tokens, at, TIMES)
        if number and _is_count(tokens, number.end):
            told.append(max(number.value, 1.0))
    return told + _signed_counts(tokens)


def _signed_counts(tokens: list[str]) -> list[float]:
    """Return the counts that stand behind a sign ("×3") and do not belong to a mass."""
    numbers = (number_at(tokens, at + 1) for at, token in enumerate(tokens) if token in SIGNS)
    return [
        max(number.value, 1.0)
        for number in numbers
        if number and not _unit_at(tokens, skip_articles(tokens, number.end), GRAMS)
    ]


def _is_count(tokens: list[str], at: int) -> bool:
    """Return whether a word of times stands here; before a number "x" multiplies a mass."""
    multiplies = number_at(tokens, at + 1) is not None
    return at < len(tokens) and tokens[at] in (TIMES - SIGNS if multiplies else TIMES)


def _every_hours(tokens: list[str]) -> list[float]:
    """Return 24 / n of every "every n hours", at least 1; of a range the shorter time counts."""
    told: list[float] = []
    for at, token in enumerate(tokens):
        if token not in EVERY:
            continue
        number = number_at(tokens, at + 1)
        if HOURS & set(tokens[at + 1 : at + 2]):
            told.append(24.0)
        elif number and number.value > 0 and HOURS & set(tokens[number.end : number.end + 3]):
            told.append(min(max(24.0 / number.value, 1.0), CEILING))
    return told


def _parts_of_day(tokens: list[str]) -> int:
    return sum(bool(words & set(tokens)) for words in PARTS_OF_DAY)


def _each_meal(tokens: list[str]) -> bool:
    pairs = pairwise(tokens)
    each = any(first in EVERY and second in MEALS for first, second in pairs)
    return each or "meals" in tokens


def _says_daily(tokens: list[str]) -> bool:
    pairs = pairwise(tokens)
    return bool(DAILY & set(tokens)) or any(
        first in BEFORE_DAY and second in DAY for first, second in pairs
    )
