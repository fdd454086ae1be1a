"""The questionnaire that assesses a mizaj: ten items, a hot-cold and a wet-dry scale. Pure.

In the manner of Mojahedi et al. 2014 (Iran Red Crescent Med J 16(3):e15924): eight items on hot
and cold, two on wet and dry, each answered 1, 2 or 3. The items are of our own wording, after the
signs by which the Canon (book 1, on the signs of the temperaments) tells them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tajriba.kit.mizaj import MIZAJ_AXES, Mizaj

Leaning = Literal[-1, 0, 1]

WARMTH_ITEMS: Final = (
    "touch",
    "weather",
    "foods",
    "movement",
    "speech",
    "anger",
    "digestion",
    "complexion",
)
MOISTURE_ITEMS: Final = ("skin", "build")
ITEMS: Final = (*WARMTH_ITEMS, *MOISTURE_ITEMS)
CHOICES: Final = 3

COLD_MAX, HOT_MIN = 14, 19
DRY_MAX, WET_MIN = 3, 5
"""The cut points of Mojahedi et al. 2014, of 8-24 and of 2-6 points."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The points on one axis, and where they lean: hot or wet 1, cold or dry -1, else 0."""

    points: int
    leaning: Leaning


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the answers say."""

    mizaj: Mizaj
    warmth: Scale
    moisture: Scale


def assess(answers: Sequence[int]) -> Assessment:
    """Return the mizaj that ten answers say, each 1 (cold, dry) to 3 (hot, wet), in item order.

    Raises ValueError for another number of answers or another answer.
    """
    if len(answers) != len(ITEMS) or not all(1 <= one <= CHOICES for one in answers):
        raise ValueError(f"not {len(ITEMS)} answers of 1 to {CHOICES}: {list(answers)}")
    warm, moist = answers[: len(WARMTH_ITEMS)], answers[len(WARMTH_ITEMS) :]
    warmth = _scale(sum(warm), COLD_MAX, HOT_MIN)
    moisture = _scale(sum(moist), DRY_MAX, WET_MIN)
    return Assessment(_OF_AXES[warmth.leaning, moisture.leaning], warmth, moisture)


_OF_AXES: Final = {axes: mizaj for mizaj, axes in MIZAJ_AXES.items()}


def _scale(points: int, low: int, high: int) -> Scale:
    if points <= low:
        return Scale(points, -1)
    return Scale(points, 1 if points >= high else 0)
