"""Lists of things that are each answered: "aspirin: no warfarin: yes", in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.vocabulary.terms import understood
from tests.unit.nlp.words import READER, THINGS

SIGNS = (
    ["chest pain", "fainting", "vomiting blood", "shortness of breath"],
    ["درد سینه", "خونریزی شدید", "تنگی نفس", "تشنج"],
)
SEPARATORS = ([": ", ":", " : ", "=", " = ", " - ", " – ", " — ", " -- ", "? "],
              [": ", ":", "=", " = ", " - ", " – ", "؟ "])  # fmt: skip
YES = (["yes", "Yes", "yeah", "yep"], ["بله", "آره", "بلی"])
NO = (["no", "No", "nope", "none"], ["نه", "خیر", "نخیر"])
ANSWERS = st.lists(st.booleans(), min_size=3, max_size=3)


def _answered(draw: st.DataObject, language: int, things: list[str], answers: list[bool]) -> str:
    sign = draw.draw(st.sampled_from(SEPARATORS[language]))
    said = [draw.draw(st.sampled_from((YES if yes else NO)[language])) for yes in answers]
    return " ".join(f"{thing}{sign}{word}" for thing, word in zip(things, said, strict=True))


def _codes(line: str, kind: str) -> set[str]:
    return set(READER.read(line, kind).codes)


@given(st.sampled_from(["medicine", "health_state", "reaction"]), st.sampled_from([0, 1]),
       ANSWERS, st.data())  # fmt: skip
def test_what_is_answered_yes_counts_and_what_is_answered_no_does_not(
    kind: str, language: int, answers: list[bool], draw: st.DataObject
) -> None:
    things = draw.draw(st.permutations(THINGS[kind][language]))[:3]
    line = _answered(draw, language, things, answers)
    there = set[str]().union(
        *(_codes(thing, kind) for thing, yes in zip(things, answers, strict=True) if yes)
    )
    reading = READER.read(line, kind)
    assert (set(reading.codes), reading.unread) == (there, ()), line


@given(st.sampled_from([0, 1]), ANSWERS, st.data())
def test_no_to_a_food_is_no_denial_of_an_allergy(
    language: int, answers: list[bool], draw: st.DataObject
) -> None:
    things = draw.draw(st.permutations(THINGS["allergen"][language]))
    line = _answered(draw, language, things, answers)
    assert _codes(line, "allergen") == set[str]().union(*(_codes(x, "allergen") for x in things))


@given(st.sampled_from([0, 1]), ANSWERS, st.data())
def test_signs_of_danger_are_those_that_are_answered_yes(
    language: int, answers: list[bool], draw: st.DataObject
) -> None:
    things = draw.draw(st.permutations(SIGNS[language]))[:3]
    line = _answered(draw, language, things, answers)
    told = "\n".join(thing for thing, yes in zip(things, answers, strict=True) if yes)
    assert understood(line, "red_flag")["codes"] == understood(told, "red_flag")["codes"], line


@pytest.mark.parametrize(
    ("line", "kind", "there"),
    [
        ("دیابت: ندارم آسم: دارم", "health_state", "asthma"),
        ("aspirin: no warfarin 5 mg: yes", "medicine", "warfarin"),
        ("history: no diabetes", "health_state", ""),
        ("history: no diabetes, asthma: yes", "health_state", "asthma"),
    ],
)
def test_an_answer_is_of_what_stands_before_it(line: str, kind: str, there: str) -> None:
    assert _codes(line, kind) == (_codes(there, kind) if there else set())


@pytest.mark.parametrize(
    ("line", "there"),
    [
        ("dard sine: kheyr", False),
        ("dard sine: na tab: bale", False),
        ("chest pain - no", False),
        ("dard sine: bale", True),
        ("chest pain: yes - no fever", True),
        ("fever: yes, chest pain - no relief", True),
        ("chest pain - never so strong", True),
    ],
)
def test_a_sign_is_denied_by_its_own_answer_alone(line: str, there: bool) -> None:
    assert ("chest_pain" in understood(line, "red_flag")["codes"]) is there
