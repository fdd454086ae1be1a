"""Checking a dose against its limits: age, route, days, daily maximum, sums over remedies. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from tajriba.diagnoses.safety.check_inputs import Finding, Note, Person, Portion, Remedy
from tajriba.knowledge.dosage.posology import Limits, limits_of
from tajriba.knowledge.entries import Herb
from tajriba.knowledge.plants import plant_of

Substance = tuple[Literal["plant", "constituent"], str]
Taken = Mapping[Substance, float]
"""By substance, the sum over remedies of the day's amount as a share of its maximum.

A sum of such shares above 1 is too much: the hazard index of substances that act alike (US EPA,
Guidelines for the Health Risk Assessment of Chemical Mixtures, 1986).
"""

NOTHING_TAKEN: Final[Taken] = {}
BY_MOUTH: Final = ("swallowed", "gargled")
FIRST_FOOD_MONTHS: Final = 6
_ROUNDING: Final = 1e-9


def portions_of(remedy: Remedy) -> tuple[Portion, ...]:
    """Return the herb of a remedy and, of a compound, each ingredient, with their grams."""
    own = () if remedy.herb is None else (Portion(remedy.herb, remedy.daily_g),)
    return own + remedy.ingredients


def of_age(person: Person, remedy: Remedy) -> Iterator[Finding]:
    """Yield what a person's age alone has against a remedy.

    Nothing is taken by mouth below six months, and a dose is for those of its age; what is laid on
    the skin has no such age. These rules are of every remedy, so an unknown age is a question.
    """
    if remedy.route == "skin":
        return
    if person.months is None:
        yield Finding(Note("adult_dose_unknown", str(remedy.min_age)), False, "birth_year")
        return
    if remedy.route in BY_MOUTH and person.months < FIRST_FOOD_MONTHS:
        yield Finding(Note("infant"), True)
    if person.months < remedy.min_age * 12:
        yield Finding(Note("adult_dose", str(remedy.min_age)), True)


def of_posology(person: Person, remedy: Remedy) -> Iterator[Finding]:
    """Yield what the posology of a remedy's herbs has against it.

    How much there is of an addition nobody states, so its maximum is for who writes the remedy.
    """
    for portion in portions_of(remedy):
        limits = _limits(person, remedy, portion.herb)
        yield from _of_use(person, remedy, limits)
        if limits is not None:
            yield from _of_amount(portion, limits.max_daily_g)
    for herb in remedy.additions:
        yield from _of_use(person, remedy, _limits(person, remedy, herb))


def _limits(person: Person, remedy: Remedy, herb: Herb) -> Limits | None:
    part = remedy.part if herb is remedy.herb else None
    return limits_of(herb, remedy.route, part, person.age)


def _of_use(person: Person, remedy: Remedy, limits: Limits | None) -> Iterator[Finding]:
    if limits is None:
        yield Finding(Note("route"), True)
        return
    if limits.min_age is not None:
        yield from of_min_age(person, limits.min_age, True)
    if limits.max_days is not None and (remedy.days is None or remedy.days > limits.max_days):
        yield Finding(Note("days_above", str(limits.max_days)), True)


def _of_amount(portion: Portion, most: float | None) -> Iterator[Finding]:
    if most is not None and portion.daily_g is None:
        yield Finding(Note("dose_unread", f"{most:g}"), True)
    elif most is not None and portion.daily_g is not None and portion.daily_g > most + _ROUNDING:
        yield Finding(Note("dose_above", f"{most:.3g}"), True)


def of_min_age(person: Person, min_age: int, absolute: bool) -> Iterator[Finding]:
    """Yield what a least age in years has against a person."""
    if person.age is None:
        yield Finding(Note("age_unknown", str(min_age)), absolute, "birth_year")
    elif person.age < min_age:
        yield Finding(Note("age", str(min_age)), absolute)


def shares(person: Person, remedy: Remedy) -> dict[Substance, float]:
    """Return the share of a day's maximum that a remedy takes up, by plant and constituent."""
    found: dict[Substance, float] = {}
    for substance, share in _shares(person, remedy):
        found[substance] = found.get(substance, 0.0) + share
    return found


def _shares(person: Person, remedy: Remedy) -> Iterator[tuple[Substance, float]]:
    for portion in portions_of(remedy):
        limits = _limits(person, remedy, portion.herb)
        if limits and limits.max_daily_g and portion.daily_g:
            share = portion.daily_g / limits.max_daily_g
            for substance in _substances(portion.herb):
                yield substance, share


def _substances(herb: Herb) -> Iterable[Substance]:
    """Yield what a herb is summed by: nutmeg and mace, of one plant, hold the same."""
    yield ("plant", plant_of(herb))
    for code in herb.constituents:
        yield ("constituent", code)


def together(taken: Taken, more: Taken) -> Taken:
    """Return the sums of two."""
    return {key: taken.get(key, 0.0) + more.get(key, 0.0) for key in {*taken, *more}}


def of_sums(person: Person, remedy: Remedy, taken: Taken) -> Iterator[Finding]:
    """Yield what would be too much: beside what is taken, or in several parts of a compound.

    Too much of a single part is what `of_posology` finds.
    """
    parts = Counter(substance for substance, _ in _shares(person, remedy))
    more = shares(person, remedy)
    for substance in sorted(more):
        summed = substance in taken or parts[substance] > 1
        if summed and taken.get(substance, 0.0) + more[substance] > 1 + _ROUNDING:
            yield Finding(Note("sum", substance[1]), True)
