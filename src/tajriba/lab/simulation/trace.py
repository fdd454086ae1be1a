"""The record of a simulation: what happened, and what the service stated meanwhile."""

from dataclasses import dataclass

from tajriba.lab.simulation.ground_truth import Order, Setting, Truth


@dataclass(frozen=True, slots=True)
class Step:
    """A course that was told of: what was taken (its place in the plan), the true probability of
    success of it and of the best remedy for this patient, and whether it was one."""

    day: int
    condition: int
    place: int
    chance: float
    best: float
    success: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What the service says of a remedy to a patient: whether it leads the ranking, its balanced
    score with a 90 % interval; the true probability of success, and that among courses which are
    told of."""

    condition: int
    place: int
    leads: bool
    balanced: float
    low: float
    high: float
    truth: float
    told: float


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A look at what the service says after so many reports: their share of successes, the
    published trend of the drifting remedy, and its claims to some patients of each condition."""

    told: int
    day: int
    reported_mean: float
    drifting_trend: str | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A whole run; the last checkpoint is at its end."""

    setting: Setting
    order: Order
    truth: Truth
    steps: tuple[Step, ...]
    checkpoints: tuple[Checkpoint, ...]
