"""Amounts and times that the words of a preparation tell beside its dose and frequency. Pure.

A preparation may say how long it steeps and in how much water. What else it tells of amounts and
times must not be more than the dose and the frequency say, or it is not known what is meant.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tajriba.kit.text import search_key
from tajriba.knowledge.dosage.dose_words import (
    COUNTABLE,
    DURATIONS,
    EVERY,
    GRAMS,
    HOURLY,
    HOURS,
    LIQUIDS,
    MINUTES,
    PIECES,
    SIGNS,
    TIMES,
    UNBOUNDED,
    UNMEASURED,
    VAGUE,
    dose_tokens,
    keys_of,
)
from tajriba.knowledge.dosage.doses import GramsOf, amount_in_grams
from tajriba.knowledge.dosage.frequencies import counts_in, times_a_day
from tajriba.knowledge.dosage.household_measures import MEASURES, with_measures
from tajriba.knowledge.dosage.masses import mass_at
from tajriba.knowledge.dosage.numerals import ARTICLES, number_at, range_at, token_at

_FEW: Final = keys_of("several few چند چندین")
_WITHOUT_END: Final = (
    keys_of(
        "more repeat repeats repeated repeatedly repeating again whenever freely liberally plenty"
    )
    | keys_of("unlimited much many lot lots تکرار مکرر دوباره فراوان")
    | (VAGUE - _FEW)
    | UNMEASURED
    | UNBOUNDED
)
_NOT: Final = search_key("نه")
_TEA: Final = keys_of("tea چای")
_TEMPERATURES: Final = keys_of("hot warm cold cool boiling boiled lukewarm")
_LONGEST_DAYS: Final = {
    search_key(word): days
    for words, days in (("هفته week weeks", 7.0), ("ماه month months", 31.0))
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a preparation tells: the sum of its amounts in grams, how often a day and how many days.

    0 is nothing; `unread` says that an amount, a count or a time in it was not understood.
    """

    grams: float = 0.0
    times: float = 0.0
    days: float = 0.0
    unread: bool = False


def contradicts_dose(
    preparation: str, dose: str, frequency: str, duration_days: int, grams_of: GramsOf
) -> bool:
    """Return whether a preparation tells of a larger amount, of more times or of more days than
    the dose, the frequency and the duration do, or of some that can't be read."""
    told = told_in(preparation, grams_of)
    times = max(times_a_day(dose) or 1.0, times_a_day(frequency) or 1.0)
    amount = amount_in_grams(dose, grams_of) or 0.0
    more = told.grams > amount or told.times > times or told.days > duration_days
    return told.unread or more


def told_in(preparation: str, grams_of: GramsOf) -> Told:
    """Return what the words of a preparation tell of amounts and times."""
    tokens = with_measures(dose_tokens(preparation))
    units = GRAMS | dict(grams_of)
    times = times_a_day(preparation)
    unread = bool(_WITHOUT_END & set(tokens)) or _few_times(tokens)
    unread |= times is None and _tells_times(tokens)
    grams = days = 0.0
    at = 0
    while at < len(tokens):
        end = _preparing_end(tokens, at)
        mass, mass_end = mass_at(tokens, at, units)
        if end == at and mass is not None:
            grams, end = grams + mass, mass_end
        elif end == at and tokens[at] in units.keys() & MEASURES:
            grams += units[tokens[at]]
        elif end == at:
            days = max(days, _days_at(tokens, at))
            unread |= _unread_at(tokens, at)
            end = _number_end(tokens, at)
        at = max(end, at + 1)
    return Told(grams, times or 0.0, days, unread)


def _number_end(tokens: list[str], at: int) -> int:
    number = range_at(tokens, at, DURATIONS)
    return at if number is None else number.end


def _days_at(tokens: list[str], at: int) -> float:
    """Return how many days a text tells of at a token, 0 where of none."""
    number = range_at(tokens, at, DURATIONS)
    counted = "" if number is None else token_at(tokens, number.end)
    if number is None or counted not in DURATIONS:
        return 0.0
    return number.value * _LONGEST_DAYS.get(counted, 1.0)


def _unread_at(tokens: list[str], at: int) -> bool:
    """Return whether a number that counts neither days nor times, or a measure, stands here.

    «نه» is nine, and "not" where it counts nothing.
    """
    if tokens[at] in MEASURES:
        return True
    number = range_at(tokens, at, DURATIONS)
    if number is None:
        return False
    counted = token_at(tokens, number.end)
    if counted in PIECES:
        return number.value > 1
    every = counted in HOURS and token_at(tokens, at - 1) in EVERY
    denies = tokens[at] == _NOT and number.end == at + 1 and counted not in SIGNS
    return not (every or denies or counted in DURATIONS | (TIMES - SIGNS))


def _few_times(tokens: list[str]) -> bool:
    counted = TIMES | HOURS | COUNTABLE | MEASURES | GRAMS.keys()
    return any(first in _FEW and second in counted for first, second in pairwise(tokens))


def _tells_times(tokens: list[str]) -> bool:
    """Return whether times are told, read or not; "each time" tells none."""
    each = [second for first, second in pairwise([*tokens, ""]) if first in EVERY]
    return bool(counts_in(tokens) or HOURLY & set(tokens)) or any(one not in TIMES for one in each)


def _preparing_end(tokens: list[str], at: int) -> int:
    """Return the end of "10 to 15 minutes", "half an hour", "a cup of hot water"; `at` if none.

    "Every 2 hours" is how often it is taken.
    """
    number = range_at(tokens, at, MINUTES | HOURS)
    if number is not None and token_at(tokens, at - 1) not in EVERY:
        end = _skip(tokens, number.end, ARTICLES)
        if token_at(tokens, end) in MINUTES | HOURS:
            return end + 1
    first = number_at(tokens, at)
    measure = at if first is None else _skip(tokens, first.end, ARTICLES)
    if token_at(tokens, measure) in MEASURES:
        end = _skip(tokens, measure + 1, ARTICLES | _TEMPERATURES)
        several = first is not None and first.value > 1
        if token_at(tokens, end) in (LIQUIDS - _TEA if several else LIQUIDS):
            return end + 1
    return at


def _skip(tokens: list[str], at: int, words: frozenset[str]) -> int:
    while token_at(tokens, at) in words:
        at += 1
    return at
