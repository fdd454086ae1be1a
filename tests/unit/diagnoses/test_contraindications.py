"""The gate: nothing contraindicated passes, and one more reason against never lets one in."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tajriba
from tajriba.diagnoses.safety.candidate_check import person_of
from tajriba.diagnoses.safety.check_inputs import Note, Person, Remedy, Unread
from tajriba.diagnoses.safety.contraindications import CHILDBEARING, Excluded, SafeCandidate, judge
from tajriba.knowledge.entries import Contraindication, Herb, Kind
from tajriba.knowledge.plants import plant_of
from tajriba.knowledge.vocabulary.terms import ruled_out, shipped
from tajriba.patients.record import PatientRecord

HERBS = shipped().herbs
BY_CODE = {herb.code: herb for herb in HERBS}
SAFFRON = next(herb for herb in HERBS if herb.code == "saffron")
BARE = SAFFRON.model_copy(update={"contraindications": ()})
NOTHING: frozenset[str] = frozenset()
WOMAN = Person(360, "female", False, False, NOTHING, NOTHING, NOTHING, (), ())
TERMS = ruled_out()
RECORD = PatientRecord(1, None, "", None, 1990, "female", (), (), (), (), False, False, version=1)

unread_words = st.builds(
    Unread, kind=st.sampled_from(["condition", "medicine", "allergy"]), text=st.just("ناشناخته")
)
people = st.builds(
    Person,
    months=st.none() | st.integers(0, 1300),
    sex=st.sampled_from(["female", "male", None]),
    pregnant=st.sampled_from([True, False, None]),
    nursing=st.sampled_from([True, False, None]),
    conditions=st.frozensets(st.sampled_from(sorted(TERMS["condition"])), max_size=4),
    medicines=st.frozensets(st.sampled_from(sorted(TERMS["medicine"])), max_size=4),
    allergens=st.frozensets(st.sampled_from(sorted(TERMS["allergy"])), max_size=2),
    allergy_herbs=st.just(())
    | st.tuples(st.sampled_from([(herb.code, herb.name_fa) for herb in HERBS])),
    unread=st.lists(unread_words, max_size=2).map(tuple),
)
levels = st.sampled_from(["absolute", "caution"])
rules = st.one_of(
    st.builds(rule := Contraindication, kind=st.sampled_from(["pregnancy", "nursing"]),
              level=levels, source=st.just("unsourced")),
    st.builds(rule, kind=st.just("age"), min_age=st.integers(1, 18), level=levels,
              source=st.just("unsourced")),
    *[
        st.builds(rule, kind=st.just(kind), what=st.sampled_from(sorted(TERMS[kind])),
                  level=levels, source=st.just("unsourced"))
        for kind in ("condition", "medicine", "allergy")
    ],
)  # fmt: skip
remedies = st.builds(
    Remedy,
    recommendation_id=st.just(1),
    herb=st.none() | st.sampled_from(sorted(BY_CODE)).map(BY_CODE.__getitem__),
    reviewed=st.sampled_from([True, True, True, False]),
    daily_g=st.none() | st.floats(0, 50),
)


def with_rules(remedy: Remedy, *more: Contraindication) -> Remedy:
    if remedy.herb is None:
        return remedy
    added = (*remedy.herb.contraindications, *more)
    return replace(remedy, herb=remedy.herb.model_copy(update={"contraindications": added}))


def passes(person: Person, herb: Herb = BARE, **known: Any) -> bool:
    given_ = {"reviewed": True, "daily_g": 0.1, "min_age": 0} | known
    return isinstance(judge(person, Remedy(1, herb, **given_)), SafeCandidate)


def against(kind: Kind, **more: Any) -> Herb:
    """Return a herb that one absolute rule speaks against."""
    rule = Contraindication(kind=kind, level="absolute", source="unsourced", **more)
    return BARE.model_copy(update={"contraindications": (rule,)})


def forbids(person: Person, remedy: Remedy) -> bool:
    """Return whether the rules, read one by one, leave no doubt that a remedy must not pass."""
    herb = remedy.herb
    if herb is None or not remedy.reviewed:
        return True
    if any(plant == plant_of(herb) for plant, _ in person.allergy_herbs):
        return True
    most = herb.dose.max_daily_g
    if most is not None and (remedy.daily_g is None or remedy.daily_g > most):
        return True
    if person.age is not None and person.age < remedy.min_age:
        return True
    return any(_forbids(person, one) for one in herb.contraindications if one.level == "absolute")


def _forbids(person: Person, rule: Contraindication) -> bool:
    may_bear = person.sex != "male" and (person.age is None or person.age in CHILDBEARING)
    held = person.conditions | person.medicines | person.allergens
    unread = rule.kind in {one.kind for one in person.unread} - {"condition"}
    return {
        "pregnancy": bool(person.pregnant) or (person.pregnant is None and may_bear),
        "nursing": bool(person.nursing) or (person.nursing is None and may_bear),
        "age": person.age is None or person.age < (rule.min_age or 0),
    }.get(rule.kind, rule.what in held or unread)


@settings(max_examples=400)
@given(person=people, remedy=remedies, more=st.lists(rules, max_size=3))
def test_what_is_contraindicated_never_passes(
    person: Person, remedy: Remedy, more: list[Contraindication]
) -> None:
    remedy = with_rules(remedy, *more)
    if forbids(person, remedy):
        assert isinstance(judge(person, remedy), Excluded)


@settings(max_examples=400)
@given(person=people, remedy=remedies, rule=rules)
def test_one_more_rule_never_lets_a_remedy_in(
    person: Person, remedy: Remedy, rule: Contraindication
) -> None:
    before, after = judge(person, remedy), judge(person, with_rules(remedy, rule))
    assert not (isinstance(before, Excluded) and isinstance(after, SafeCandidate))
    assert after.questions >= before.questions


@settings(max_examples=300)
@given(person=people, remedy=remedies, more=people)
def test_one_more_trouble_never_lets_a_remedy_in(
    person: Person, remedy: Remedy, more: Person
) -> None:
    worse = replace(
        person,
        conditions=person.conditions | more.conditions,
        medicines=person.medicines | more.medicines,
        allergens=person.allergens | more.allergens,
        allergy_herbs=person.allergy_herbs + more.allergy_herbs,
        unread=person.unread + more.unread,
        pregnant=person.pregnant or more.pregnant,
        nursing=person.nursing or more.nursing,
    )
    if isinstance(judge(person, remedy), Excluded):
        asked = ((person.pregnant, worse.pregnant), (person.nursing, worse.nursing))
        answered = any(before is None and after is False for before, after in asked)
        assert answered or isinstance(judge(worse, remedy), Excluded)


@pytest.mark.parametrize(
    ("person", "safe"),
    [
        (replace(WOMAN, pregnant=True), False),
        (replace(WOMAN, pregnant=None), False),
        (replace(WOMAN, pregnant=None, months=None), False),
        (replace(WOMAN, pregnant=None, months=None, sex=None), False),
        (replace(WOMAN, pregnant=None, sex=None), False),
        (WOMAN, True),
        (replace(WOMAN, pregnant=None, sex="male"), True),
        (replace(WOMAN, pregnant=None, months=96), True),
        (replace(WOMAN, pregnant=None, months=840), True),
        (replace(WOMAN, pregnant=True, months=840), False),
    ],
)
def test_an_unknown_pregnancy_counts_as_one(person: Person, safe: bool) -> None:
    herb = against("pregnancy")
    assert passes(person, herb) is safe
    if person.pregnant is None and not safe:
        assert judge(person, Remedy(1, herb, True, 0.1)).questions >= {"pregnant"}


@pytest.mark.parametrize(("age", "safe"), [(11, False), (12, True), (13, True), (0, False)])
def test_age_has_its_edge_at_the_years_of_the_rule(age: int, safe: bool) -> None:
    assert passes(replace(WOMAN, months=age * 12), against("age", min_age=12)) is safe


@pytest.mark.parametrize(
    ("person", "safe"),
    [
        (replace(WOMAN, nursing=True), False),
        (replace(WOMAN, nursing=None), False),
        (replace(WOMAN, nursing=None, months=None), False),
        (WOMAN, True),
        (replace(WOMAN, nursing=None, sex="male"), True),
        (replace(WOMAN, nursing=None, months=840), True),
    ],
)
def test_unknown_nursing_counts_as_nursing(person: Person, safe: bool) -> None:
    herb = against("nursing")
    assert passes(person, herb) is safe
    if person.nursing is None and not safe:
        assert judge(person, Remedy(1, herb, True, 0.1)).questions >= {"nursing"}


def test_an_unknown_age_counts_as_a_childs() -> None:
    verdict = judge(replace(WOMAN, months=None), Remedy(1, against("age", min_age=12), True, 0.1))
    assert isinstance(verdict, Excluded)
    assert verdict.questions == {"birth_year"}


def test_what_is_unknown_is_a_caution_where_the_rule_is_one() -> None:
    unknown = replace(WOMAN, months=None, nursing=None)
    for rule in ({"kind": "age", "min_age": 12}, {"kind": "nursing"}):
        herb = BARE.model_copy(
            update={"contraindications": (Contraindication(level="caution", source="x", **rule),)}
        )
        verdict = judge(unknown, Remedy(1, herb, True, 0.1))
        assert isinstance(verdict, SafeCandidate)
        assert verdict.cautions
        assert verdict.questions


@settings(max_examples=200)
@given(person=people, remedy=remedies, unread=unread_words)
def test_what_is_unread_is_said_of_every_remedy(
    person: Person, remedy: Remedy, unread: Unread
) -> None:
    verdict = judge(replace(person, unread=(unread,)), remedy)
    if isinstance(verdict, SafeCandidate):
        assert Note("unread", unread.text) in verdict.cautions


@pytest.mark.parametrize(
    ("kind", "what", "safe"),
    [
        ("medicine", "anticoagulant", False),
        ("allergy", "asteraceae", False),
        ("condition", "epilepsy", True),
    ],
)
def test_an_unread_medicine_or_allergy_counts_as_the_one_that_a_rule_names(
    kind: Any, what: str, safe: bool
) -> None:
    person = replace(WOMAN, unread=(Unread(kind, "زمارک"),))
    assert passes(person, against(kind, what=what)) is safe
    assert passes(person, against("pregnancy"))


@pytest.mark.parametrize(
    ("daily", "safe"), [(1.5, True), (1.51, False), (0.06, True), (None, False), (50.0, False)]
)
def test_a_dose_above_the_known_maximum_never_passes(daily: float | None, safe: bool) -> None:
    assert SAFFRON.dose.max_daily_g == 1.5
    assert passes(WOMAN, SAFFRON, daily_g=daily) is safe


def test_a_dose_that_cannot_be_read_counts_as_one_above_the_maximum() -> None:
    verdict = judge(WOMAN, Remedy(1, BARE, True, None))
    assert isinstance(verdict, Excluded)
    assert [note.code for note in verdict.reasons] == ["dose_unread"]


def test_what_nobody_reviewed_or_described_never_passes() -> None:
    assert not passes(WOMAN, reviewed=False)
    assert isinstance(judge(WOMAN, Remedy(1, None, True, 0.1)), Excluded)


@pytest.mark.parametrize(
    "text",
    ["زعفران", "زعفران ", "به زعفران حساسیت دارم", "زَعفَران", "زعفـران", "Saffron", "SAFFRON tea",
     "crocus sativus", "زعفرون", "saffron crocus", "حساسیت شدید به زعفران و گرده"],
)  # fmt: skip
def test_an_allergy_is_found_in_any_spelling(text: str) -> None:
    allergic = person_of(replace(RECORD, allergies=(text,)), date(2025, 6, 1))
    assert not passes(replace(WOMAN, allergy_herbs=allergic.allergy_herbs))


def herb_of(code: str) -> Herb:
    found = next(herb for herb in HERBS if herb.code == code)
    return found.model_copy(update={"contraindications": ()})


@pytest.mark.parametrize(
    ("written", "code", "safe"),
    [
        ("كاسني", "chicory", False), ("گل سرخ", "rose", False), ("گل‌سرخ", "rose", False),
        ("بنفشہ", "violet", False), ("به", "quince", False), ("نعناع", "mint", False),
        ("حساسیت به پنی‌سیلین", "quince", True), ("گرد و غبار", "walnut", True),
        ("گردو", "rose", True), ("به زعفران حساسیت ندارم", "saffron", True),
        ("زعفران ندارم", "saffron", False),
    ],
)  # fmt: skip
def test_whose_allergy_names_a_herb_does_not_get_it(written: str, code: str, safe: bool) -> None:
    person = person_of(replace(RECORD, allergies=(written,)), date(2025, 6, 1))
    known = replace(person, allergens=NOTHING, unread=())
    assert passes(known, herb_of(code)) == safe


def test_what_was_not_understood_is_told_of_allergies_too() -> None:
    record = replace(
        RECORD, conditions=("ناشناخته",), medicines=("xyzzyne and aspirin",), allergies=("qwrtz",)
    )
    assert person_of(record, date(2025, 6, 1)).unread == (
        Unread("condition", "ناشناخته"),
        Unread("medicine", "xyzzyne"),
        Unread("allergy", "qwrtz"),
    )


def test_only_the_gate_makes_a_safe_candidate() -> None:
    root = Path(tajriba.__file__).parent
    makers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _called(node.func) == "SafeCandidate"
    }
    assert makers == {"diagnoses/safety/contraindications.py"}


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_what_a_preparation_holds_is_judged_as_an_allergy() -> None:
    cooked = Remedy(1, BARE, True, 0.1, allergens=frozenset({"milk"}))
    allergic = replace(WOMAN, allergens=frozenset({"milk"}))
    assert isinstance(judge(WOMAN, cooked), SafeCandidate)
    verdict = judge(allergic, cooked)
    assert isinstance(verdict, Excluded)
    assert verdict.reasons == (Note("allergy", "milk"),)


@pytest.mark.parametrize(
    ("allergy", "code", "safe"),
    [("quince", "quince_seed", False), ("pomegranate", "pomegranate_flower", False),
     ("quince", "apple", True)],
)  # fmt: skip
def test_an_allergy_is_to_the_whole_plant(allergy: str, code: str, safe: bool) -> None:
    allergic = person_of(replace(RECORD, allergies=(allergy,)), date(2025, 6, 1))
    assert passes(replace(WOMAN, allergy_herbs=allergic.allergy_herbs), herb_of(code)) is safe


@settings(max_examples=200)
@given(person=people, remedy=remedies, herb=st.sampled_from(HERBS))
def test_a_held_plant_is_in_no_remedy_that_passes(
    person: Person, remedy: Remedy, herb: Herb
) -> None:
    held = replace(person, held_plants=frozenset({plant_of(herb)}))
    for given_ in (remedy, replace(remedy, additions=(herb,))):
        plants = {plant_of(one) for one in given_.herbs}
        if plant_of(herb) in plants:
            assert isinstance(judge(held, given_), Excluded)
        else:
            assert judge(held, given_) == judge(person, given_)
