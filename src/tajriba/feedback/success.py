"""What a report means, pure: success, and side effects as one would type them."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from tajriba.feedback.schemas import Severity

NAME_MAX: Final = 40
"""A longer name is prose: it stays with its feedback and is not counted across patients."""


class SideEffect(NamedTuple):
    """A side effect as the patient named it; `severity` is None where they gave none."""

    name: str
    severity: Severity | None = None


_SEPARATORS = re.compile(r"[،,;؛\n\r]+")


def split_side_effects(text: str, severity: Severity | None = None) -> tuple[SideEffect, ...]:
    """Return the side effects of a text like "سردرد، تهوع"; all have the given severity."""
    names = map(str.strip, _SEPARATORS.split(text))
    return tuple([SideEffect(name, severity) for name in names if name])


def is_success(
    rating: int, symptom_improvement: int, got_worse: bool, side_effects: Sequence[SideEffect]
) -> bool:
    """Return whether a report is a success, as section 3 of the design defines it.

    Improvement and rating are both at least 3, the patient did not get worse, and no side effect
    was moderate or severe.
    """
    harmed = any(effect.severity in ("moderate", "severe") for effect in side_effects)
    return symptom_improvement >= 3 and rating >= 3 and not got_worse and not harmed
