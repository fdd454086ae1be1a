"""The ground truth of a simulated clinic: the true effect of each remedy on each patient. Pure.

The service never sees any of it; it sees what patients report.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from tajriba.kit.mizaj import MIZAJ_AXES, Mizaj

Order = Literal["loop", "fixed", "random"]
ModelName = Literal["1", "2"]
ORDERS: Final[tuple[Order, ...]] = ("loop", "fixed", "random")
MIZAJES: Final = tuple(MIZAJ_AXES)

_RECOVERS: Final = -0.6
"""Log-odds of getting better without any effect of a remedy: 35 %."""
_EFFECT: Final = (0.7, 0.9)
"""Mean and standard deviation of a remedy's effect, in log-odds."""
_TILT: Final = 0.6
"""Standard deviation of how much more it helps at one end of an axis of mizaj, in log-odds."""
_MOST_HARM: Final = 0.12
_ADHERENCE: Final = (1.0, 1.0, 1.0, 0.6, 0.4)
_UNASSESSED: Final = 0.15
FADING_DAYS: Final = 14
"""How long the drifting remedy takes to lose all of its effect."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How large a simulated clinic is, for how many reports and days it is watched, from which
    day on a remedy loses its effect, after how many reports each the service is asked what it says
    to how many patients of each condition, and which model predicts: 2 is as it starts, untrained.
    """

    seed: int = 0
    patients: int = 60
    feedbacks: int = 400
    days: int = 120
    drift_day: int = 60
    conditions: int = 2
    remedies: int = 5
    look_every: int = 25
    panel: int = 10
    model: ModelName = "1"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a remedy truly does, in log-odds; `harm` is a probability.

    `fades_on` is the day from which on its effect goes to nothing within two weeks.
    """

    effect: float
    warmth: float
    moisture: float
    harm: float
    fades_on: int | None = None

    @property
    def inert(self) -> bool:
        """Whether it does nothing for anybody, good or bad."""
        return not (self.effect or self.warmth or self.moisture or self.harm)


INERT: Final = Remedy(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Person:
    """A patient: true mizaj, whether the service knows it, and how much of a remedy is taken."""

    mizaj: Mizaj
    assessed: bool
    adherence: float
    condition: int


@dataclass(frozen=True, slots=True)
class Truth:
    """A clinic's patients, and the remedies of each of its conditions in the order of the plan."""

    people: tuple[Person, ...]
    remedies: tuple[tuple[Remedy, ...], ...]


def draw_truth(setting: Setting) -> Truth:
    """Return the clinic of a seed: always the same one, whichever order is tried in it.

    The first condition has the inert remedy, the last one the drifting remedy, its best one.
    """
    draw = Random(f"truth {setting.seed}")  # noqa: S311 - a repeatable draw, nothing secret
    plans = [[_remedy(draw) for _ in range(setting.remedies)] for _ in range(setting.conditions)]
    plans[0][draw.randrange(setting.remedies)] = INERT
    strongest = max(range(setting.remedies), key=lambda place: plans[-1][place].effect)
    plans[-1][strongest] = _fading(plans[-1][strongest], setting.drift_day)
    people = tuple(_person(draw, number % setting.conditions) for number in range(setting.patients))
    return Truth(people, tuple(map(tuple, plans)))


def _remedy(draw: Random) -> Remedy:
    return Remedy(
        effect=draw.gauss(*_EFFECT),
        warmth=draw.gauss(0, _TILT),
        moisture=draw.gauss(0, _TILT),
        harm=draw.uniform(0, _MOST_HARM),
    )


def _fading(remedy: Remedy, day: int) -> Remedy:
    return Remedy(remedy.effect, remedy.warmth, remedy.moisture, remedy.harm, day)


def _person(draw: Random, condition: int) -> Person:
    return Person(
        mizaj=draw.choice(MIZAJES),
        assessed=draw.random() >= _UNASSESSED,
        adherence=draw.choice(_ADHERENCE),
        condition=condition,
    )


def chance(remedy: Remedy, person: Person, day: float) -> float:
    """Return the true probability, 0-1, that a remedy is a success for a patient on a day:
    it works, and does no harm that is felt."""
    return works(remedy, person, day) * (1 - remedy.harm)


def works(remedy: Remedy, person: Person, day: float) -> float:
    """Return the probability, 0-1, that a patient gets better who takes a remedy."""
    warmth, moisture = MIZAJ_AXES[person.mizaj]
    effect = remedy.effect + remedy.warmth * warmth + remedy.moisture * moisture
    logit = _RECOVERS + person.adherence * effect * _strength(remedy, day)
    return 1 / (1 + math.exp(-logit))


def _strength(remedy: Remedy, day: float) -> float:
    if remedy.fades_on is None:
        return 1.0
    return min(1.0, max(0.0, 1 - (day - remedy.fades_on) / FADING_DAYS))


def best_chance(remedies: Sequence[Remedy], person: Person, day: float) -> float:
    """Return the probability of success of the remedy that is best for a patient on a day."""
    return max(chance(remedy, person, day) for remedy in remedies)


def drifting_place(truth: Truth) -> int:
    """Return where in the last condition's plan the drifting remedy stands."""
    return next(at for at, one in enumerate(truth.remedies[-1]) if one.fades_on is not None)


def inert_place(truth: Truth) -> int:
    """Return where in the first condition's plan the inert remedy stands."""
    return next(at for at, one in enumerate(truth.remedies[0]) if one.inert)
