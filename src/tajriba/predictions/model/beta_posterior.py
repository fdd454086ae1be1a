"""Beta posteriors of a probability of success: making, updating and mixing them, and quantiles."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# No figure ever claims certainty, and a logit stays finite.
EDGE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class BetaPosterior:
    """A Beta distribution. Raises ValueError unless alpha and beta are positive and finite."""

    alpha: float
    beta: float

    def __post_init__(self) -> None:
        if not (0 < self.alpha < math.inf and 0 < self.beta < math.inf):
            raise ValueError(f"not a Beta distribution: {self.alpha}, {self.beta}")

    @property
    def strength(self) -> float:
        """Return alpha + beta: the evidence in it, counted in independent reports."""
        return self.alpha + self.beta

    @property
    def mean(self) -> float:
        """Return the expected probability of success."""
        return self.alpha / self.strength

    @property
    def variance(self) -> float:
        """Return the variance of the probability of success."""
        return self.alpha * self.beta / (self.strength**2 * (self.strength + 1))

    def updated(self, successes: float, failures: float) -> "BetaPosterior":
        """Return the posterior after (effective, so perhaps fractional) successes and failures."""
        return BetaPosterior(self.alpha + successes, self.beta + failures)


def beta_at(mean: float, strength: float) -> BetaPosterior:
    """Return the Beta distribution of a mean, held within EDGE of 0 and 1, and a strength."""
    held = min(max(mean, EDGE), 1 - EDGE)
    return BetaPosterior(held * strength, (1 - held) * strength)


def both(one: float, other: float) -> float:
    """Return the strength of two uncertainties on top of each other: their variances add.

    As a variance is about m * (1 - m) / K, this is the harmonic sum 1 / (1/one + 1/other).
    """
    return one * other / (one + other)


def mixture(parts: Sequence[tuple[float, BetaPosterior]]) -> BetaPosterior:
    """Return the linear opinion pool (Stone 1961) of weighted opinions, as one Beta.

    The weights sum to 1. The Beta has the mean and variance of the mixture, whose variance is
    that within the opinions and that between them, so that disagreement widens it.
    """
    mean = math.fsum(weight * part.mean for weight, part in parts)
    variance = math.fsum(
        weight * (part.variance + (part.mean - mean) ** 2) for weight, part in parts
    )
    return beta_at(mean, mean * (1 - mean) / variance - 1)


def quantiles(
    posteriors: Sequence[BetaPosterior], levels: Sequence[float]
) -> list[tuple[float, ...]]:
    """Return for each posterior its quantiles at the levels, held within EDGE of 0 and 1.

    Raises ValueError for a level outside 0..1.
    """
    # they take longer to import than the whole rest of the program
    import numpy as np  # noqa: PLC0415
    from scipy.special import betaincinv  # noqa: PLC0415

    if not all(0 < level < 1 for level in levels):
        raise ValueError(f"not quantile levels: {levels}")
    alphas = np.array([[posterior.alpha] for posterior in posteriors]).reshape(-1, 1)
    betas = np.array([[posterior.beta] for posterior in posteriors]).reshape(-1, 1)
    found = np.clip(betaincinv(alphas, betas, np.array([levels])), EDGE, 1 - EDGE)
    return [tuple(float(value) for value in row) for row in found]
