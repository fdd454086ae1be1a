"""The net change of a key by one patient's reports, as one number: 0 if all was withdrawn. Pure.

A random linear fingerprint (Carter and Wegman 1979, J. Comput. Syst. Sci. 18:143-154): each sum has
a fixed factor r, drawn from its name, and a change of the sums v has the net Σ v·r mod M. Nets add
up as changes do, however large and however many sums there are, and always fit 64 bits. Opposite
changes cancel to 0; others do so by chance once in about 2^61. Who made such a one on purpose would
only pass for having changed nothing.
"""

from collections.abc import Sequence
from hashlib import blake2b
from operator import mul
from typing import Final

from tajriba.evidence.sums import SUMS

MODULUS: Final = 2**61 - 1
"""A prime; the sum of two nets stays below 2^62."""


def _factor(name: str) -> int:
    drawn = int.from_bytes(blake2b(name.encode(), digest_size=16).digest(), "big")
    return 1 + drawn % (MODULUS - 1)


_FACTORS: Final = tuple(_factor(name) for name in SUMS)


def net_of(change: Sequence[int]) -> int:
    """Return the net, 0 to MODULUS - 1, of a change of sums, which stand in the order of `SUMS`."""
    net: int = sum(map(mul, change, _FACTORS)) % MODULUS
    return net


def added(one: int, other: int) -> int:
    """Return the net of two changes together."""
    return (one + other) % MODULUS
