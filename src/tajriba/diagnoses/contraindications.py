"""The contraindication gate, pure. No remedy reaches a plan but as a `SafeCandidate` from here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from tajriba.knowledge.entries import Contraindication, Herb, Kind

Question = Literal["pregnant", "nursing", "birth_year"]
CHILDBEARING: Final = range(11, 57)
"""Ages at which an unknown pregnancy is possible; wide on purpose."""


class Unread(NamedTuple):
    """Words of a record that no term of the vocabulary matches, and where they stand."""

    kind: Literal["condition", "medicine", "allergy"]
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """What the gate knows of a patient. None is unknown; `unread` holds what was not understood,
    `allergy_herbs` codes of herbs with the patient's words for them.

    `age` is the lowest that the year of birth allows.
    """

    age: int | None
    sex: Literal["female", "male"] | None
    pregnant: bool | None
    nursing: bool | None
    conditions: frozenset[str]
    medicines: frozenset[str]
    allergens: frozenset[str]
    allergy_herbs: tuple[tuple[str, str], ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the gate knows of a recommendation. Without a herb entry nobody described it."""

    recommendation_id: int
    herb: Herb | None
    reviewed: bool
    daily_g: float | None


@dataclass(frozen=True, slots=True)
class Note:
    """A reason against, or a caution: a code of the catalogues' `gate` section, and what of."""

    code: str
    what: str = ""


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


@dataclass(frozen=True, slots=True)
class _Finding:
    note: Note
    excludes: bool
    question: Question | None = None


def judge(person: Person, remedy: Remedy) -> SafeCandidate | Excluded:
    """Decide whether a remedy may be offered to a person.

    Whatever is absolute excludes. Where a rule is absolute, an unknown pregnancy counts as one,
    unknown nursing as nursing and an unknown age as a child's; a medicine or an allergy that could
    not be read counts as the one that the rule names. All else that is unknown or unread is a
    caution, and what is unknown a question.
    """
    if remedy.herb is None or not remedy.reviewed:
        return Excluded(remedy.recommendation_id, (Note("not_reviewed"),), frozenset())
    findings = [*_of_herb(person, remedy.herb), *_of_dose(remedy, remedy.herb)]
    questions = frozenset(one.question for one in findings if one.question)
    reasons = tuple(one.note for one in findings if one.excludes)
    if reasons:
        return Excluded(remedy.recommendation_id, reasons, questions)
    cautions = tuple(one.note for one in findings)
    return SafeCandidate(remedy.recommendation_id, cautions, questions)


def _of_herb(person: Person, herb: Herb) -> Iterable[_Finding]:
    for code, text in person.allergy_herbs:
        if code == herb.code:
            yield _Finding(Note("allergy", text), True)
    for rule in herb.contraindications:
        if finding := _of_rule(person, rule):
            yield finding
    for kind, text in person.unread:
        yield _Finding(Note("unread", text), _may_be_ruled_out(herb, kind))


def _may_be_ruled_out(herb: Herb, kind: Kind) -> bool:
    """Return whether unread words of a kind may be what an absolute rule of the herb names.

    An unread condition does not exclude: most conditions bear on no herb, while a medicine or an
    allergy is written down because it matters for what else is taken.
    """
    return kind != "condition" and any(
        rule.kind == kind and rule.level == "absolute" for rule in herb.contraindications
    )


def _of_rule(person: Person, rule: Contraindication) -> _Finding | None:
    absolute = rule.level == "absolute"
    match rule.kind:
        case "pregnancy":
            return _of_pregnancy(person, absolute)
        case "nursing":
            return _of_nursing(person, absolute)
        case "age":
            return _of_age(person, rule.min_age or 0, absolute)
        case "condition":
            held = person.conditions
        case "medicine":
            held = person.medicines
        case _:
            held = person.allergens
    return _Finding(Note(rule.kind, rule.what or ""), absolute) if rule.what in held else None


def _may_bear(person: Person) -> bool:
    return person.sex != "male" and (person.age is None or person.age in CHILDBEARING)


def _of_pregnancy(person: Person, absolute: bool) -> _Finding | None:
    if person.pregnant:
        return _Finding(Note("pregnancy"), absolute)
    if person.pregnant is None and _may_bear(person):
        return _Finding(Note("pregnancy_unknown"), absolute, "pregnant")
    return None


def _of_nursing(person: Person, absolute: bool) -> _Finding | None:
    if person.nursing:
        return _Finding(Note("nursing"), absolute)
    if person.nursing is None and _may_bear(person):
        return _Finding(Note("nursing_unknown"), absolute, "nursing")
    return None


def _of_age(person: Person, min_age: int, absolute: bool) -> _Finding | None:
    if person.age is None:
        return _Finding(Note("age_unknown", str(min_age)), absolute, "birth_year")
    return _Finding(Note("age", str(min_age)), absolute) if person.age < min_age else None


def _of_dose(remedy: Remedy, herb: Herb) -> Iterable[_Finding]:
    most = herb.dose.max_daily_g
    if most is None:
        return
    if remedy.daily_g is None:
        yield _Finding(Note("dose_unread", f"{most:g}"), False)
    elif remedy.daily_g > most:
        yield _Finding(Note("dose_above", f"{most:g}"), True)
