"""How often a day a remedy is taken, read from the text of a dose or frequency. Pure.

Where words can be read in two ways the larger count is taken; where they tell of several counts
that do not belong together, none.
"""

from itertools import pairwise
from math import ceil

from tajriba.knowledge.dosage.dose_words import (
    ALTERNATE,
    ALTERNATING,
    BEFORE_DAY,
    COUNTS,
    DAILY,
    DAY,
    DAYS,
    DURATIONS,
    EVERY,
    FOR,
    GRAMS,
    HOURLY,
    HOURS,
    IN_BETWEEN,
    MEALS,
    MEALS_A_DAY,
    MONTH_DAYS,
    NIGHTLY,
    PARTS_OF_DAY,
    PERIODS,
    SIGNS,
    TIMES,
    VAGUE,
    WEEK,
    WEEK_DAYS,
    WEEKLY,
    WHOLE_DAY,
    dose_tokens,
)
from tajriba.knowledge.dosage.numerals import (
    CEILING,
    Number,
    is_range,
    number_at,
    range_at,
    skip_articles,
)


def times_a_day(text: str) -> float | None:
    """Return how often a day something is taken, None where that can't be read."""
    tokens = dose_tokens(text)
    if VAGUE & set(tokens):
        return None
    counts, rates, parts = counts_in(tokens), _rates(tokens), _parts_of_day(tokens)
    if counts and not rates and parts <= 1 and _weekly(tokens) and not says_daily(tokens):
        return _of_a_week(tokens, counts, parts)
    several = max(counts, default=0.0) > 1
    if several and not _belong_together(tokens, counts, [*rates, float(parts)]):
        return None
    once = says_daily(tokens) or _weekly(tokens) or _every_few_days(tokens)
    told = [sum(counts), float(parts), float(once), *rates]
    if not counts and not rates and "meals" in tokens:
        told.append(MEALS_A_DAY)
    return max(told) or None


def _of_a_week(tokens: list[str], counts: list[float], parts: int) -> float | None:
    """Return how often on a day a count of a week or month is at most, taken on as many of its days
    as it allows; None where it is told on which days or when on them, or several counts are.

    "3 times a week" is once on a day, "14 times a week" twice, "14 times a month" once.
    """
    if len(counts) > 1:
        return None
    days = WEEK_DAYS if WEEK & set(tokens) else MONTH_DAYS
    if counts[0] > 1 and (DAYS & set(tokens) or (parts and counts[0] > days)):
        return None
    return float(ceil(counts[0] / days))


def _belong_together(tokens: list[str], counts: list[float], beside: list[float]) -> bool:
    """Return whether a count is of the whole day: alone ("3 times"), or told for the day with what
    is no more ("3 times a day, every 8 hours"), not "2 times every 8 hours", "twice and once"."""
    if len(counts) > 1:
        return False
    return max(beside) <= 1 or (_says_whole_day(tokens) and max(beside) <= counts[0])


def counts_in(tokens: list[str]) -> list[float]:
    """Return the counts of times that are told, each at least 1: "twice", "3 to 4 times", "×3"."""
    told: list[float] = []
    at = 0
    while at < len(tokens):
        number = range_at(tokens, at, TIMES)
        if tokens[at] in COUNTS:
            told.append(COUNTS[tokens[at]])
        elif number and _is_count(tokens, number.end):
            told.append(max(number.value, 1.0))
            at = number.end
        at += 1
    return told + _signed_counts(tokens)


def _signed_counts(tokens: list[str]) -> list[float]:
    """Return the counts that stand behind a sign ("×3") and do not belong to a mass."""
    numbers = (number_at(tokens, at + 1) for at, token in enumerate(tokens) if token in SIGNS)
    return [
        max(number.value, 1.0)
        for number in numbers
        if number and not GRAMS.keys() & set(tokens[skip_articles(tokens, number.end) :][:1])
    ]


def _is_count(tokens: list[str], at: int) -> bool:
    """Return whether a word of times stands here; before a number "x" multiplies a mass."""
    multiplies = number_at(tokens, at + 1) is not None
    return at < len(tokens) and tokens[at] in (TIMES - SIGNS if multiplies else TIMES)


def _rates(tokens: list[str]) -> list[float]:
    """Return what is told by an interval: "hourly", "every 8 hours", "with each meal"."""
    each_meal = any(first in EVERY and second in MEALS for first, second in pairwise(tokens))
    hourly = [24.0 for token in tokens if token in HOURLY]
    return hourly + _every_hours(tokens) + [MEALS_A_DAY] * each_meal


def _every_hours(tokens: list[str]) -> list[float]:
    """Return 24 / n of every "every n hours", at least 1; of a range the shorter time counts."""
    told: list[float] = []
    for at, token in enumerate(tokens):
        if token not in EVERY:
            continue
        hours = hours_at(tokens, at + 1)
        if HOURS & set(tokens[at + 1 : at + 2]):
            told.append(24.0)
        elif hours is not None and hours.value > 0:
            told.append(min(max(24.0 / hours.value, 1.0), CEILING))
    return told


def hours_at(tokens: list[str], start: int) -> Number | None:
    """Return the hours that a text tells at a token and where they end, of a range the fewer."""
    low = number_at(tokens, start)
    if low is None:
        return None
    sign = low.end + bool(HOURS & set(tokens[low.end : low.end + 1]))
    high = number_at(tokens, sign + 1) if is_range(tokens, sign) else None
    last = high or low
    if not HOURS & set(tokens[last.end : last.end + 1]):
        return None
    return Number(min(low.value, last.value), last.end + 1)


def _every_few_days(tokens: list[str]) -> bool:
    return any(days_end(tokens, at) > at for at in range(len(tokens)))


def days_end(tokens: list[str], at: int) -> int:
    """Return the end of an interval of whole days, weeks or months; `at` where none starts.

    "Every 2 days", "every other night", "on alternate days", «یک روز در میان», «روز در میان».
    """
    every = tokens[at] in EVERY
    start = at + every
    counted = start + bool(ALTERNATE & set(tokens[start : start + 1]))
    if counted == start and (number := number_at(tokens, start)) is not None:
        whole = range_at(tokens, start, DURATIONS) if number.value >= 1 else None
        counted = start if whole is None else whole.end
    if not (DURATIONS | DAY) & set(tokens[counted : counted + 1]):
        return at
    if tokens[counted + 1 : counted + 3] == IN_BETWEEN:
        part = counted == at > 0 and number_at(tokens, at - 1) is not None
        return at if part else counted + 3
    told = counted > start if every else tokens[at] in ALTERNATING
    return counted + 1 if told else at


def _parts_of_day(tokens: list[str]) -> int:
    return sum(bool(words & set(tokens)) for words in PARTS_OF_DAY)


def says_daily(tokens: list[str]) -> bool:
    """Return whether something is told of every day or of a part of it."""
    return bool(DAILY & set(tokens)) or any(
        first in BEFORE_DAY and second in DAY for first, second in pairwise(tokens)
    )


def is_whole_day(text: str) -> bool:
    """Return whether a dose is told for the day ("6 g a day") without a count of times."""
    tokens = dose_tokens(text)
    counted = counts_in(tokens) or _rates(tokens) or _parts_of_day(tokens)
    return says_daily(tokens) and not counted


def _says_whole_day(tokens: list[str]) -> bool:
    """Return whether something is told of the day, not of a part of it alone."""
    return bool((DAILY - NIGHTLY) & set(tokens)) or any(
        first in BEFORE_DAY and second in WHOLE_DAY for first, second in pairwise(tokens)
    )


def _weekly(tokens: list[str]) -> bool:
    """Return whether a count is of a week or month; "for a week" tells how long."""
    return bool(WEEKLY & set(tokens)) or any(
        token in PERIODS
        and bool(BEFORE_DAY & set(tokens[max(at - 1, 0) : at]))
        and not FOR & set(tokens[max(at - 2, 0) : at - 1])
        for at, token in enumerate(tokens)
    )
