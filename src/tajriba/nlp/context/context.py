"""What may be said of a thing, after ConText (Harkema et al. 2009). Pure."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Experiencer = Literal["patient", "other"]
Temporality = Literal["current", "past", "hypothetical"]
Effect = Literal["negated", "other", "past", "hypothetical", "shared"]
"""What is shared with another is the patient's as well."""


class Context(NamedTuple):
    """What is said of a thing at its place."""

    negated: bool = False
    experiencer: Experiencer = "patient"
    temporality: Temporality = "current"


class Trigger(NamedTuple):
    """Words that say something of the things in their reach."""

    effect: Effect
    start: int
    end: int
    reaches: range


def context_of(triggers: Sequence[Trigger]) -> Context:
    """Return what triggers together say of a thing."""
    effects = {one.effect for one in triggers}
    return Context(
        negated="negated" in effects,
        experiencer="other" if "other" in effects else "patient",
        temporality=(
            "hypothetical" if "hypothetical" in effects
            else "past" if "past" in effects
            else "current"
        ),
    )  # fmt: skip
