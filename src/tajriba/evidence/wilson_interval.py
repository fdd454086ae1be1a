"""The Wilson score interval of a proportion, pure."""

from math import sqrt
from typing import Final

_Z95: Final = 1.959963984540054


def wilson(rate: float | None, n: int) -> tuple[float, float] | None:
    """Return the 95 % score interval of a proportion `rate` seen on `n` independent subjects.

    Wilson (1927), J. Am. Stat. Assoc. 22:209-212. None without a rate or subjects.
    """
    if rate is None or n <= 0:
        return None
    z2 = _Z95 * _Z95
    centre = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 / (1 + z2 / n) * sqrt(rate * (1 - rate) / n + z2 / (4 * n * n))
    return max(0.0, min(rate, centre - half)), min(1.0, max(rate, centre + half))
