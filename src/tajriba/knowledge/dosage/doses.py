"""The grams of a remedy in a whole day, read from the text of its dose and frequency. Pure.

Where words can be read in two ways the larger amount counts; what can't be read is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from tajriba.knowledge.dosage.dose_words import (
    ALSO,
    COUNTABLE,
    DAY,
    DURATIONS,
    GRAMS,
    HOURS,
    KILOGRAMS,
    MEALS,
    PIECES,
    SIGNS,
    TIMES,
    UNBOUNDED,
    UNMEASURED,
    dose_tokens,
)
from tajriba.knowledge.dosage.frequencies import counts_in, is_whole_day, times_a_day
from tajriba.knowledge.dosage.household_measures import Measure, with_measures
from tajriba.knowledge.dosage.masses import Units, mass_at
from tajriba.knowledge.dosage.numerals import number_at, range_at, skip_articles
from tajriba.knowledge.dosage.unread_words import unread_in


@dataclass(frozen=True, slots=True)
class DailyDose:
    """Grams of a day, None where no mass can be read; `certain` if the frequency was read too."""

    grams: float | None
    certain: bool


GramsOf = Mapping[Measure, float]
"""The grams of a herb in a measure of the household."""


def daily_dose(
    dose: str,
    frequency: str,
    grams_of: GramsOf | None = None,
    herb_words: frozenset[str] = frozenset(),
) -> DailyDose:
    """Return the whole day's amount of a dose taken so often, once where that can't be read.

    Spoons, cups, drops and millilitres are read where `grams_of` says what they hold; `herb_words`
    are the words that name the herb. What is not read to its end tells neither amount nor count.
    """
    grams = amount_in_grams(dose, grams_of)
    if grams is None or unread_in(dose, GRAMS | dict(grams_of or {}), herb_words):
        return DailyDose(None, False)
    in_dose, in_frequency = times_a_day(dose), times_a_day(frequency)
    read = not unread_in(frequency, {}, herb_words) and not _states_amount(frequency)
    if in_dose is not None and is_whole_day(dose):
        return DailyDose(grams, read)
    told = [times for times in (in_dose, in_frequency) if times is not None]
    certain = bool(told) and read and not _contradict(dose, frequency)
    return DailyDose(round(grams * max(told, default=1.0), 9), certain)


def _contradict(dose: str, frequency: str) -> bool:
    """Return whether dose and frequency each tell of several times, and not of as many."""
    counts = counts_in(dose_tokens(dose))
    return max(counts, default=0.0) > 1 and times_a_day(frequency) not in (None, 1.0, *counts)


def _states_amount(frequency: str) -> bool:
    """Return whether a frequency tells of more than one dose at a time: "each time two spoons"."""
    tokens = with_measures(dose_tokens(frequency))
    numbers = (range_at(tokens, at, COUNTABLE) for at in range(len(tokens)))
    return any(
        number.value > 1 and bool(COUNTABLE & set(tokens[number.end : number.end + 1]))
        for number in numbers
        if number is not None
    )


def amount_in_grams(text: str, grams_of: GramsOf | None = None) -> float | None:
    """Return the grams of a dose: all masses in it summed, times its count of pieces.

    None where none is read, or where beside it stands an amount that isn't: "5 g or a handful",
    "at least 5 g", "5 g/kg".
    """
    units = GRAMS | dict(grams_of or {})
    tokens = with_measures(dose_tokens(text))
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
        mass, end = mass_at(tokens, at, units)
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


def _also(tokens: list[str], at: int, units: Units) -> bool:
    """Return whether behind "or", "and" or "then" stands a number that is neither a mass nor a
    count of times or days."""
    if tokens[at] not in ALSO:
        return False
    start = skip_articles(tokens, at + 1)
    number = range_at(tokens, start, COUNTABLE | units.keys())
    if number is None or mass_at(tokens, start, units)[0] is not None:
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
    mass, end = mass_at(tokens, number.end, units)
    named = set(tokens[number.end : number.end + 1]) & (COUNTABLE | SIGNS)
    counted = mass is not None and COUNTABLE & set(tokens[end : end + 1])
    return number.value if named or counted else 1.0
