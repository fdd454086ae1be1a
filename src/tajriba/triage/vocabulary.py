"""The signs by which complaints are read, and what kind of sign each is. Pure."""

from dataclasses import dataclass
from functools import cached_property

from tajriba.triage.measurements import Measurement
from tajriba.triage.signs import SignFinder


@dataclass(frozen=True)
class Vocabulary:
    """The signs by which complaints are read.

    `parts` are signs that others are said of, `whole` those that are said of no part, `complaints`
    the keys of names that say all by themselves. `serious` count even where they are only feared,
    `passing` though they are over, `noticed` whomever they are told of. `degrees` say how, when or
    how much and are nothing by themselves, `effort` ones are usual after sport, `ages` say how old
    somebody is, unless it is since when.
    """

    finder: SignFinder
    parts: frozenset[str]
    whole: frozenset[str]
    complaints: frozenset[str]
    serious: frozenset[str]
    passing: frozenset[str]
    noticed: frozenset[str]
    degrees: frozenset[str]
    effort: frozenset[str]
    ages: frozenset[str]
    measurements: tuple[Measurement, ...]

    @cached_property
    def vital(self) -> frozenset[str]:
        """Parts of the body that count though they are over."""
        return self.parts & self.passing

    @cached_property
    def lasting(self) -> frozenset[str]:
        """What may count though it is over: of other things it must be told that they passed."""
        return self.passing | self.parts | self.degrees

    @cached_property
    def readings(self) -> tuple[Measurement, ...]:
        """What was measured of a body, not counted."""
        return tuple(one for one in self.measurements if not one.adjacent)
