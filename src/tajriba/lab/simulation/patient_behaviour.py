"""The behaviour of simulated patients: whether they take a remedy, improve, and report. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tajriba.feedback.answers import Answers, SideEffect
from tajriba.lab.simulation.ground_truth import Person, Remedy, chance, works

BETTER: Final = (3, 4, 4, 5, 5)
"""Ratings of those whom it helped, equally likely; below, of those whom it didn't or harmed."""
NO_BETTER: Final = (1, 1, 2, 2, 3)
HARMED: Final = (1, 1, 2)
_IMPROVED: Final = (3, 4, 4, 5)
_NOT_IMPROVED: Final = (1, 1, 2, 2)
_WORSE: Final = 0.1
_MILD: Final = 0.08
_ANSWERS: Final = {1: 0.8, 2: 0.45, 3: 0.4, 4: 0.5, 5: 0.85}
"""Who is very happy or unhappy tells more readily: the chance of an answer by rating."""
_TRIES_ANOTHER: Final = 0.5
_SIDE_EFFECT: Final = "تهوع"


@dataclass(frozen=True, slots=True)
class Course:
    """How it went with a remedy, as the patient would report it; `told` is whether they do."""

    answers: Answers
    success: bool
    told: bool


def choose(order: Sequence[int], failed: int | None, draw: Random) -> int:
    """Return the remedy that a patient takes: the first of the order; who last failed with that
    one takes, half the time, any other of the plan."""
    first = order[0]
    if first == failed and len(order) > 1 and draw.random() < _TRIES_ANOTHER:
        return draw.choice(order[1:])
    return first


def undergo(remedy: Remedy, person: Person, day: float, draw: Random) -> Course:
    """Return what a patient goes through with a remedy from a day on."""
    better = draw.random() < works(remedy, person, day)
    harmed = draw.random() < remedy.harm
    rating = draw.choice(HARMED if harmed else BETTER if better else NO_BETTER)
    mild = draw.random() < _MILD
    answers = Answers(
        rating=rating,
        symptom_improvement=draw.choice(_IMPROVED if better else _NOT_IMPROVED),
        got_worse=not better and draw.random() < _WORSE,
        side_effects=_side_effects(harmed, mild),
        compliance_score=round(5 * person.adherence),
    )
    return Course(
        answers=answers,
        success=better and not harmed,
        told=draw.random() < _ANSWERS[rating],
    )


def _side_effects(harmed: bool, mild: bool) -> tuple[SideEffect, ...]:
    if harmed:
        return (SideEffect(_SIDE_EFFECT, "moderate"),)
    return (SideEffect(_SIDE_EFFECT, "mild"),) if mild else ()


def told_chance(remedy: Remedy, person: Person, day: float) -> float:
    """Return the probability of success, 0-1, among the courses that a patient would tell of."""
    success = chance(remedy, person, day)
    failure = 1 - works(remedy, person, day)
    told = success * _answering(BETTER)
    rest = failure * (1 - remedy.harm) * _answering(NO_BETTER) + remedy.harm * _answering(HARMED)
    return told / (told + rest)


def _answering(ratings: Sequence[int]) -> float:
    return sum(_ANSWERS[rating] for rating in ratings) / len(ratings)
