"""Logit formulas that take a number or, element by element, a column.

So what is trained on a table and what is served to one patient are the same lines of code.
"""

import math
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tajriba.predictions.model.arrays import Column

    Figure: TypeAlias = float | Column

_FAR = 30.0
_STEPS = 4
_STEP_MOST = 2.0


def logit(mean: "Figure") -> "Figure":
    """Return log(mean / (1 - mean)), held within -30..30."""
    if isinstance(mean, float):
        held = min(max(mean, 1e-13), 1 - 1e-13)
        return math.log(held / (1 - held))
    import numpy as np  # noqa: PLC0415

    held_column = np.clip(mean, 1e-13, 1 - 1e-13)
    return np.log(held_column / (1 - held_column))


def expit(logit: "Figure") -> "Figure":
    """Return the probability of a logit, which is held within -30..30."""
    if isinstance(logit, float):
        return 1 / (1 + math.exp(-min(max(logit, -_FAR), _FAR)))
    import numpy as np  # noqa: PLC0415

    return 1 / (1 + np.exp(-np.clip(logit, -_FAR, _FAR)))


def held(value: "Figure", most: float) -> "Figure":
    """Return a value held within -most..most."""
    if isinstance(value, float):
        return min(max(value, -most), most)
    import numpy as np  # noqa: PLC0415

    return np.clip(value, -most, most)


def random_intercept(
    successes: "Figure", total: "Figure", expected: "Figure", deviation: float
) -> "Figure":
    """Return by how much, on the logit scale, reports lean away from what was expected of them.

    The mode of a normal random intercept of the given standard deviation (a random-intercept
    logistic model, Breslow & Clayton 1993, J. Am. Stat. Assoc. 88:9-25), by a fixed number of
    Newton steps from 0: all reports at their mean expectation. Without reports it is 0.
    """
    at = logit((expected + 1e-9) / (total + 2e-9))
    precision = 1 / (deviation * deviation + 1e-12)
    shift = at * 0.0
    for _ in range(_STEPS):
        mean = expit(at + shift)
        slope = total * mean * (1 - mean) + precision
        step = (successes - total * mean - shift * precision) / slope
        shift = shift + held(step, _STEP_MOST)
    return shift
