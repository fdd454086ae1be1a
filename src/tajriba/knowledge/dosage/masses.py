"""Reading a number with its unit, or a range of them, as grams. Pure."""

from collections.abc import Mapping
from typing import Final

from tajriba.knowledge.dosage.dose_words import SPLIT_UNITS
from tajriba.knowledge.dosage.numerals import is_range, number_at, skip_articles

Units = Mapping[str, float]


def mass_at(tokens: list[str], at: int, units: Units) -> tuple[float | None, int]:
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
