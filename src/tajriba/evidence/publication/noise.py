"""The noise of atoms: a discrete Gaussian, and how much of it a budget asks for, both by OpenDP.

Canonne, Kamath & Steinke 2020, "The Discrete Gaussian for Differential Privacy".
"""

from collections.abc import Sequence
from functools import cache
from math import inf, nextafter, sqrt
from typing import Any, Protocol

from tajriba.evidence.publication.noisy_atoms import DELTA, SQUARED_LENGTH, Budget

_LEAST, _MOST = 1 / 4, 1000.0
"""Between these times the length of what a patient adds lies every scale that is asked for."""


class Noise(Protocol):
    """Adds noise of a scale to integers."""

    def __call__(self, figures: Sequence[int], scale: float) -> list[int]:
        """Return them with noise, each its own."""


def gaussian_noise(figures: Sequence[int], scale: float) -> list[int]:
    """Return integers with discrete Gaussian noise of a scale, from a secure source."""
    return list(_measurement(scale)(list(figures)))


@cache
def scale_of(budget: Budget) -> float:
    """Return the least scale of noise at which a patient's entries of a year, together, tell at
    most what the budget allows."""
    import opendp.prelude as dp  # noqa: PLC0415 - slow to import, and only one policy needs it

    length = nextafter(sqrt(SQUARED_LENGTH * budget.entries), inf)
    return float(
        dp.binary_search_param(
            lambda scale: dp.c.make_fix_delta(
                dp.c.make_zCDP_to_approxDP(_measurement(scale)), delta=DELTA
            ),
            d_in=length,
            d_out=(budget.epsilon, DELTA),
            T=float,
            bounds=(_LEAST * length, _MOST * length),
        )
    )


def _measurement(scale: float) -> Any:
    import opendp.prelude as dp  # noqa: PLC0415

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l2_distance(T=float)
    return dp.m.make_gaussian(*space, scale=scale)
