"""The definition of success, and side effects in the form in which a person types them. Pure."""

import re
from typing import Final

from tajriba.feedback.answers import Answers, Severity, SideEffect
from tajriba.knowledge.vocabulary.terms import tells_of_no_side_effect

NAME_MAX: Final = 40
"""A longer name is prose: it stays with its feedback and is not counted across patients."""

_SEPARATORS = re.compile(r"[،,;؛\n\r]+")


def split_side_effects(text: str, severity: Severity | None = None) -> tuple[SideEffect, ...]:
    """Return the side effects of a text like "سردرد، تهوع"; all have the given severity.

    A part that says that there was none, «ندارد» or "none", is none.
    """
    names = [name for name in map(str.strip, _SEPARATORS.split(text)) if name]
    return tuple(SideEffect(name, severity) for name in names if not tells_of_no_side_effect(name))


def is_success(answers: Answers) -> bool:
    """Return whether a report is a success, as section 3 of the design defines it.

    Improvement and rating are both at least 3, the patient did not get worse, and no side effect
    was moderate or severe.
    """
    harmed = any(effect.severity in ("moderate", "severe") for effect in answers.side_effects)
    improved = answers.symptom_improvement >= 3 and answers.rating >= 3
    return improved and not answers.got_worse and not harmed
