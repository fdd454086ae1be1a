"""The effective sample size of reports: repeated ones count less than independent ones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tajriba.predictions.model.inputs import Counts


@dataclass(frozen=True, slots=True)
class Effective:
    """Counts as so many independent reports: fractional successes and failures."""

    successes: float
    failures: float

    def times(self, share: float) -> "Effective":
        """Return a share of the reports."""
        return Effective(self.successes * share, self.failures * share)


def effective(counts: Counts | None, correlation: float) -> Effective:
    """Return counts after the design effect of repeated reports (Kish 1965, Survey Sampling, 5.4).

    n_eff = n / (1 + (n / patients - 1) * correlation); successes and failures alike. None is none.
    The formula takes patients to report equally often. So a new patient among a few who report
    often also gives their earlier reports more weight; where those contradict all relatives, this
    can outweigh what the new one says.
    """
    if counts is None or counts.total == 0:
        return Effective(0.0, 0.0)
    design = 1 + (counts.total / counts.patients - 1) * correlation
    failures = counts.total - counts.successes
    return Effective(counts.successes / design, failures / design)


def without(whole: Counts | None, *parts: Counts | None) -> Counts | None:
    """Return what is left of published counts outside their parts, or None if they are withheld.

    Levels are published at different times, so that a part may be ahead of its whole, and a
    patient may be in both: what is left is then held to the nearest possible counts.
    """
    if whole is None:
        return None
    known = [part for part in parts if part is not None]
    total = max(0, whole.total - sum(part.total for part in known))
    successes = whole.successes - sum(part.successes for part in known)
    patients = whole.patients - sum(part.patients for part in known)
    return Counts(
        successes=min(max(successes, 0), total),
        total=total,
        patients=min(max(patients, 1), total),
    )


def told(reports: Effective, remedies: float, strength: float) -> Effective:
    """Return what the reports of so many remedies tell of the level above them.

    One remedy's rate lies around the level's with `strength`. So n of its reports say as much of
    the level as n * strength / (n + strength) reports would: their variances add.
    """
    each = (reports.successes + reports.failures) / remedies
    return reports.times(strength / (strength + each))


def summed(parts: Sequence[Effective]) -> Effective:
    """Return effective reports together, whatever order they come in."""
    return Effective(
        math.fsum(part.successes for part in parts), math.fsum(part.failures for part in parts)
    )
