"""What a report means: success, side effects as typed, the day that it counts for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.feedback.answers import Answers, Severity, SideEffect
from tajriba.feedback.success import NAME_MAX, is_success, split_side_effects
from tajriba.knowledge.vocabulary.terms import tells_of_no_side_effect

mild, moderate, severe = (SideEffect(name="x", severity=s) for s in ("mild", "moderate", "severe"))
unsaid = SideEffect(name="x")


@pytest.mark.parametrize(
    ("rating", "improvement", "worse", "effects", "success"),
    [
        (3, 3, False, [], True),
        (5, 5, False, [mild, unsaid], True),
        (2, 5, False, [], False),
        (5, 2, False, [], False),
        (5, 5, True, [], False),
        (5, 5, False, [moderate], False),
        (5, 5, False, [mild, severe], False),
    ],
)
def test_success(
    rating: int, improvement: int, worse: bool, effects: list[SideEffect], success: bool
) -> None:
    answers = Answers(rating, improvement, got_worse=worse, side_effects=tuple(effects))
    assert is_success(answers) is success


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("سردرد، تهوع", ["سردرد", "تهوع"]),
        ("headache, nausea;dizziness", ["headache", "nausea", "dizziness"]),
        ("سردرد؛تهوع\nخارش\r\nتب", ["سردرد", "تهوع", "خارش", "تب"]),
        ("  ،، , ", []),
        ("", []),
        ("یک جمله بلند", ["یک جمله بلند"]),
        ("ندارد", []), ("none", []), ("n/a", []), ("هیچ", []), ("بدون عارضه", []), ("-", []),
        ("تهوع، ندارد", ["تهوع"]), ("no effect", ["no effect"]),
    ],
)  # fmt: skip
def test_a_text_is_split_as_one_would_type_it(text: str, names: list[str]) -> None:
    assert [effect.name for effect in split_side_effects(text)] == names


@pytest.mark.parametrize("severity", ["mild", "severe", None])
def test_the_parts_of_a_text_share_its_severity(severity: Severity | None) -> None:
    assert {one.severity for one in split_side_effects("a، b", severity)} == {severity}


@given(st.text(max_size=500))
def test_no_part_of_a_text_is_lost_but_one_that_says_there_was_none(text: str) -> None:
    names = [effect.name for effect in split_side_effects(text)]
    parts = [part.strip() for part in re.split(r"[،,;؛\n\r]", text)]
    assert names == [part for part in parts if part and not tells_of_no_side_effect(part)]
    assert all(name == name.strip() and name for name in names)


def test_a_long_name_is_prose() -> None:
    assert 20 <= NAME_MAX <= 100
