"""The contraindication check, pure. Only this module makes a `SafeCandidate`, which plans need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tajriba.diagnoses.safety.check_inputs import Finding, Note, Person, Question, Remedy
from tajriba.diagnoses.safety.dose_limits import (
    NOTHING_TAKEN,
    Taken,
    of_age,
    of_min_age,
    of_posology,
    of_sums,
    shares,
    together,
)
from tajriba.knowledge.entries import Contraindication, Herb, Kind
from tajriba.knowledge.plants import plant_of

CHILDBEARING: Final = range(11, 57)
"""Ages at which an unknown pregnancy is possible; wide on purpose."""


@dataclass(frozen=True, slots=True)
class SafeCandidate:
    """A remedy that nothing known rules out for this person. Only `judge` makes it."""

    recommendation_id: int
    cautions: tuple[Note, ...]
    questions: frozenset[Question]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A remedy that this person must not get, and why."""

    recommendation_id: int
    reasons: tuple[Note, ...]
    questions: frozenset[Question]


Verdict = SafeCandidate | Excluded


def judge(person: Person, remedy: Remedy, taken: Taken = NOTHING_TAKEN) -> Verdict:
    """Decide whether a remedy may be offered to a person, beside what is `taken` already.

    Whatever is absolute excludes. Where a rule is absolute, an unknown pregnancy counts as one,
    unknown nursing as nursing and an unknown age as a child's; a medicine or an allergy that could
    not be read counts as the one that the rule names; a dose that could not be read counts as one
    above the maximum. All else that is unknown or unread is a caution, and what is unknown a
    question. While a remedy is held since a dangerous report, so is all that has a plant in
    common with it; allergens in common are a caution. A remedy of the catalogue with a herb that
    nobody checked is not offered; where it is planned already, or a practitioner wrote it, that is
    a caution.
    """
    plants = {plant_of(herb) for herb in remedy.herbs}
    if remedy.recommendation_id in person.held or plants & person.held_plants:
        return Excluded(remedy.recommendation_id, (Note("reported_danger"),), frozenset())
    if remedy.herb is None or not remedy.reviewed:
        return Excluded(remedy.recommendation_id, (Note("not_reviewed"),), frozenset())
    findings = dict.fromkeys(_findings(person, remedy, taken))
    questions = frozenset(one.question for one in findings if one.question)
    reasons = tuple(one.note for one in findings if one.excludes)
    if reasons:
        return Excluded(remedy.recommendation_id, reasons, questions)
    cautions = tuple(one.note for one in findings)
    return SafeCandidate(remedy.recommendation_id, cautions, questions)


def judge_in_turn(person: Person, remedies: Sequence[Remedy]) -> tuple[list[Verdict], Taken]:
    """Decide on each remedy beside the safe ones before it; return also what these sum up to."""
    verdicts: list[Verdict] = []
    taken: Taken = NOTHING_TAKEN
    for remedy in remedies:
        verdict = judge(person, remedy, taken)
        if isinstance(verdict, SafeCandidate):
            taken = together(taken, shares(person, remedy))
        verdicts.append(verdict)
    return verdicts, taken


def _findings(person: Person, remedy: Remedy, taken: Taken) -> Iterable[Finding]:
    for herb in remedy.herbs:
        yield from _of_herb(person, herb)
    if any(herb.confidence == "unverified" for herb in remedy.herbs):
        standing = remedy.recommendation_id in person.planned
        yield Finding(Note("unverified"), remedy.shipped and not standing)
    for allergen in sorted(person.allergens & remedy.allergens):
        yield Finding(Note("allergy", allergen), True)
    yield from of_age(person, remedy)
    yield from of_posology(person, remedy)
    yield from of_sums(person, remedy, taken)


def _of_herb(person: Person, herb: Herb) -> Iterable[Finding]:
    for plant, text in person.allergy_herbs:
        if plant == plant_of(herb):
            yield Finding(Note("allergy", text), True)
    for rule in herb.contraindications:
        yield from _of_rule(person, rule)
        if rule.kind == "allergy" and rule.what in person.kin_allergens:
            yield Finding(Note("reported_kin", rule.what or ""), False)
    for kind, text in person.unread:
        yield Finding(Note("unread", text), _may_be_ruled_out(herb, kind))


def _may_be_ruled_out(herb: Herb, kind: Kind) -> bool:
    """Return whether unread words of a kind may be what an absolute rule of the herb names.

    An unread condition does not exclude: most conditions bear on no herb, while a medicine or an
    allergy is written down because it matters for what else is taken.
    """
    return kind != "condition" and any(
        rule.kind == kind and rule.level == "absolute" for rule in herb.contraindications
    )


def _of_rule(person: Person, rule: Contraindication) -> Iterable[Finding]:
    absolute = rule.level == "absolute"
    match rule.kind:
        case "pregnancy":
            return _of_pregnancy(person, absolute)
        case "nursing":
            return _of_nursing(person, absolute)
        case "age":
            return of_min_age(person, rule.min_age or 0, absolute)
        case "condition":
            held = person.conditions
        case "medicine":
            held = person.medicines
        case _:
            held = person.allergens
    return [Finding(Note(rule.kind, rule.what or ""), absolute)] if rule.what in held else []


def _may_bear(person: Person) -> bool:
    return person.sex != "male" and (person.age is None or person.age in CHILDBEARING)


def _of_pregnancy(person: Person, absolute: bool) -> Iterable[Finding]:
    if person.pregnant:
        yield Finding(Note("pregnancy"), absolute)
    elif person.pregnant is None and _may_bear(person):
        yield Finding(Note("pregnancy_unknown"), absolute, "pregnant")


def _of_nursing(person: Person, absolute: bool) -> Iterable[Finding]:
    if person.nursing:
        yield Finding(Note("nursing"), absolute)
    elif person.nursing is None and _may_bear(person):
        yield Finding(Note("nursing_unknown"), absolute, "nursing")
