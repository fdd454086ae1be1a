"""What goes wrong when, and who reports what: all of it follows from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

Kind = Literal["kill_server", "kill_broker", "drop", "hold", "stall", "leave"]

PATIENTS = 5
WRITERS = 2
"""Per patient."""
PER_WRITER = 12
"""How many submissions a writer makes; one of them is a long batch."""
TOTAL = PATIENTS * WRITERS * PER_WRITER
BATCH = 50
FAULTS = 7
_WEIGHTS: dict[Kind, int] = {
    "kill_server": 3,
    "kill_broker": 2,
    "drop": 3,
    "hold": 2,
    "stall": 2,
    "leave": 3,
}


@dataclass(frozen=True)
class Fault:
    """Something that happens once `at` submissions are acknowledged, and lasts until `until` are.

    `which` says to whom: a number that is taken modulo how many there are.
    """

    at: int
    until: int
    kind: Kind
    which: int


@dataclass(frozen=True)
class Submission:
    """What a writer sends under one key: one report, or a batch, by rating and remedy."""

    key: str
    reports: tuple[tuple[int, int], ...]
    batch: bool

    def comments(self) -> Iterator[str]:
        """Yield the comment of each report, by which it is found again."""
        return (f"{self.key}/{number}" for number in range(len(self.reports)))


def faults_of(seed: int, broker: bool) -> list[Fault]:
    """Return the faults of a seed, in order; a server is always among those that are killed."""
    random = Random(f"faults {seed}")
    kinds = [kind for kind in _WEIGHTS if broker or kind != "kill_broker"]
    weights = [_WEIGHTS[kind] for kind in kinds]
    chosen = ["kill_server", *random.choices(kinds, weights, k=FAULTS - 1)]
    return sorted(
        (_fault(random, kind, random.randint(1, TOTAL - 10)) for kind in chosen),
        key=lambda fault: fault.at,
    )


def _fault(random: Random, kind: Kind, at: int) -> Fault:
    until = min(at + random.randint(3, 40), TOTAL)
    return Fault(at, until, kind, random.randrange(1000))


def submissions_of(seed: int, patient: int, writer: int) -> list[Submission]:
    """Return what a writer submits, in order."""
    random = Random(f"writer {seed} {patient} {writer}")
    long = random.randrange(PER_WRITER)
    return [
        Submission(
            f"{seed}-{patient}-{writer}-{number}",
            tuple(_reports(random, BATCH if number == long else 1)),
            batch=number == long,
        )
        for number in range(PER_WRITER)
    ]


def _reports(random: Random, count: int) -> Iterator[tuple[int, int]]:
    return ((random.randint(1, 5), random.randrange(3)) for _ in range(count))
