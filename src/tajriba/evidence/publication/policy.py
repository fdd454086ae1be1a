"""The release policies: when what patients said becomes figures that others see, and how exact.

Each keeps what a figure consists of, publishes nothing between the closings of its atoms, and tells
`tajriba verify` how to prove what shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from tajriba.evidence.publication.noise import Noise, gaussian_noise
from tajriba.evidence.publication.noisy_atoms import Budget
from tajriba.evidence.publication.noisy_check import noisy_violations
from tajriba.evidence.publication.noisy_release import due, last_closing, release
from tajriba.evidence.publication.publish import Counted, publish_recommendation
from tajriba.evidence.publication.release_check import Violation, violations
from tajriba.kit.database.transactions import ReadTx, WriteTx

PolicyName = Literal["atoms", "dp"]


class PublicationPolicy(Protocol):
    """What closes atoms. `counted` says whose reports count for others; `trains` whether models
    may learn from what patients said beside what is published of it."""

    @property
    def counted(self) -> Counted: ...

    @property
    def budget(self) -> Budget | None:
        """What may become known of a patient; None where the policy bounds no probability."""

    @property
    def trains(self) -> bool: ...

    def at_report(self, tx: WriteTx, recommendation_id: int) -> bool:
        """Close what the reports of a recommendation let close; return whether figures advanced.

        The caller then publishes its herb and condition.
        """

    def is_due(self, tx: ReadTx) -> bool:
        """Return whether anything closes by the calendar now."""

    def at_time(self, tx: WriteTx) -> list[int]:
        """Close what the calendar lets close; return the recommendations whose figures advanced,
        with herbs and conditions published."""


@dataclass(frozen=True, slots=True)
class AtomPolicy:
    """Exact sums, of five fresh patients and more: docs/adr/0030-atoms.md."""

    counted: Counted = "vouched"
    budget: None = None
    trains: bool = True

    def at_report(self, tx: WriteTx, recommendation_id: int) -> bool:
        """Close the atoms of a recommendation that have enough patients."""
        return publish_recommendation(tx, recommendation_id, self.counted)

    def is_due(self, _: ReadTx) -> bool:
        """Return False: only reports close atoms."""
        return False

    def at_time(self, _: WriteTx) -> list[int]:
        """Close nothing."""
        return []


BY_ATOMS: Final = AtomPolicy()


@dataclass(frozen=True, slots=True)
class NoisePolicy:
    """Sums with noise, as of days of the calendar: docs/adr/0041-noisy-atoms.md."""

    budget: Budget
    counted: Counted = "vouched"
    trains: bool = False
    noise: Noise = gaussian_noise

    def at_report(self, _: WriteTx, __: int) -> bool:
        """Close nothing: when atoms close must not depend on reports."""
        return False

    def is_due(self, tx: ReadTx) -> bool:
        """Return whether a day of closing has come."""
        return due(tx, self.budget) is not None

    def at_time(self, tx: WriteTx) -> list[int]:
        """Close the atoms of the day, if they are not closed yet."""
        return release(tx, self.budget, everybody=self.counted == "everybody", noise=self.noise)


def violations_of(tx: ReadTx) -> Iterator[Violation]:
    """Yield where the release is not what the rules of its policy say."""
    return violations(tx) if last_closing(tx) is None else noisy_violations(tx)


def fits(tx: ReadTx, policy: PublicationPolicy) -> bool:
    """Return whether a database may be published by a policy.

    Atoms without noise may not follow on noisy ones: their exact figures would be of patients whom
    a year's budget was promised to.
    """
    return policy.budget is not None or last_closing(tx) is None
