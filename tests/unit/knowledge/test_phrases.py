"""Phrases: the many wordings that one pattern of a side effect stands for."""

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.entries import expand
from tajriba.knowledge.vocabulary.terms import understood

WORD = st.text("abcآبپ", min_size=1, max_size=4)
PARTS = st.lists(st.lists(WORD, min_size=1, max_size=3, unique=True), min_size=1, max_size=4)


@given(PARTS)
def test_a_phrase_stands_for_one_alternative_of_each_part(parts: list[list[str]]) -> None:
    wordings = expand(" / ".join("|".join(part) for part in parts))
    assert len(wordings) == prod(len(part) for part in parts)
    for wording in wordings:
        words = wording.split(" ")
        assert all(word in part for word, part in zip(words, parts, strict=True))


def test_an_empty_alternative_leaves_its_part_out() -> None:
    assert expand("very| / thirsty") == ["very thirsty", "thirsty"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("چشمام زرد شد", "jaundice"),
        ("شکمم شل شده", "diarrhea"),
        ("قلبم تند تند زد", "palpitations"),
        ("فشارم رفت بالا", "high_blood_pressure"),
        ("موهام شروع کرد به ریختن", "hair_loss"),
        ("heart was really racing", "palpitations"),
        ("سینم خیلی درد گرفت", "chest_pain"),
        ("n/v", "nausea"),
    ],
)
def test_phrases_are_read_in_every_form_of_their_verb(text: str, code: str) -> None:
    assert code in understood(text, "reaction")["codes"]
