"""What a report tells of harm beyond the signs that want a doctor now. Pure."""

from dataclasses import dataclass
from typing import Final

from tajriba.feedback.answers import Answers
from tajriba.knowledge.vocabulary.terms import findings_in, judge, side_effects_in

_ALLERGIC: Final = frozenset({
    "anaphylaxis", "allergic_reaction", "throat_swelling", "tongue_swelling", "lip_swelling",
    "face_swelling", "hives", "rash", "itching", "contact_dermatitis", "blisters", "skin_peeling",
    "severe_skin_reaction",
})  # fmt: skip
"""Side effects that may be worse the next time."""
_TREATED: Final = frozenset({"emergency_care"})
_HAPPENED: Final = frozenset({
    "taken_too_much", "pregnancy", "miscarriage", "jaundice", "dark_urine", "blisters",
    "skin_peeling", "severe_skin_reaction", "anaphylaxis",
})  # fmt: skip
"""Side effects that a comment tells of and hardly any complaint is about."""


def texts_of(answers: Answers) -> list[str]:
    """Return all that a report says in words."""
    said = [one.name for one in answers.side_effects]
    return [*said, answers.comment] if answers.comment else said


@dataclass(frozen=True, slots=True)
class Harm:
    """What a report tells of harm that is no known danger: the words that take the remedy out of
    the plan, and those that alert alone."""

    holds: frozenset[str]
    alerts: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.holds or self.alerts)

    def new_since(self, before: "Harm") -> "Harm":
        """Return what was not told before."""
        return Harm(self.holds - before.holds, self.alerts - before.alerts - before.holds)


def harm_of(answers: Answers) -> Harm:
    """Return what a report tells of harm.

    A severe side effect that may be an allergy or has words that are not understood counts as the
    worst that it could be, as does a serious one however mild the patient calls it, and what wants
    a doctor soon. Of a comment, care in an emergency holds back and the rest alerts: it may speak
    of the complaint that the remedy is for.
    """
    holds, alerts = set[str](), set[str]()
    for effect in answers.side_effects:
        severe = effect.severity == "severe"
        if _is_serious(effect.name) or (severe and _may_be_worse(effect.name)):
            holds.add(f"{effect.name}:{severe}")
        elif severe:
            alerts.add(effect.name)
    if answers.comment:
        told = {term.code for _, term in side_effects_in(answers.comment) if term}
        holds |= told & _TREATED
        alerts |= told & _HAPPENED
        alerts |= set(judge(findings_in([answers.comment]), ()))
    return Harm(frozenset(holds), frozenset(alerts))


def _is_serious(effect: str) -> bool:
    if any(term is not None and term.serious for _, term in side_effects_in(effect)):
        return True
    return bool(judge(findings_in([effect]), ()))


def _may_be_worse(effect: str) -> bool:
    return any(term is None or term.code in _ALLERGIC for _, term in side_effects_in(effect))
