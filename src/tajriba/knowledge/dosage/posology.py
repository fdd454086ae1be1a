"""The posology of a herb: the amount a day by age, route and duration. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from tajriba.knowledge.entries import ADULT_FROM, Herb, Part, Posology, Route

N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of a day in grams, the least age in years, the most days; None where unlimited."""

    max_daily_g: float | None
    min_age: int | None
    max_days: int | None


def limits_of(
    herb: Herb, route: Route, part: Part | None = None, age: int | None = None
) -> Limits | None:
    """Return what limits the use of a herb, None where it is never used by this route.

    Of an unknown part the strictest limits count. Below 12 years the most is what the herb states
    for that age, else by Young's rule: age / (age + 12) of an adult's (Young, 1813).
    """
    if not herb.posology:
        return Limits(_for_age(herb.dose.max_daily_g, age), None, None)
    uses = _uses(herb, route, part)
    if not uses:
        return None
    return Limits(
        _least(_most(herb, route, one, age) for one in uses),
        max((one.min_age for one in uses if one.min_age is not None), default=None),
        _least(one.max_days for one in uses),
    )


def _uses(herb: Herb, route: Route, part: Part | None) -> list[Posology]:
    """Return the entries that speak of a part by a route; those of the part itself before others.

    A part that may not be used by the route rules out an unknown part as well.
    """
    if part is None:
        named = {one.part for one in herb.posology}
        by_part = [_uses(herb, route, each) for each in named if each] or [[]]
        general = [one for one in herb.posology if one.part is None and route in one.routes]
        if named == {None}:
            return general
        return [one for uses in by_part for one in uses] + general if all(by_part) else []
    own = [one for one in herb.posology if one.part == part]
    return [one for one in own or _general(herb) if route in one.routes]


def _general(herb: Herb) -> list[Posology]:
    return [one for one in herb.posology if one.part is None]


def _most(herb: Herb, route: Route, use: Posology, age: int | None) -> float | None:
    whole = herb.dose.max_daily_g if route == "swallowed" else None
    most = use.max_daily_g if use.max_daily_g is not None else whole
    if age is None or age >= ADULT_FROM:
        return most
    bands = [one for one in use.children if one.from_age <= age]
    return max(bands, key=lambda one: one.from_age).max_daily_g if bands else _for_age(most, age)


def _for_age(most: float | None, age: int | None) -> float | None:
    if most is None or age is None or age >= ADULT_FROM:
        return most
    return most * age / (age + 12)


def _least(values: Iterable[N | None]) -> N | None:
    return min((one for one in values if one is not None), default=None)
