"""Misspelt words: the quick lookup finds what comparing with every word finds."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.nlp.matching.spelling import Speller, bound, distance, heard

WORDS = (
    "وارفارین", "آسپرین", "متفورمین", "لوزارتان", "انسولین", "بادام", "گردو", "زعفران", "دیابت",
    "warfarin", "aspirin", "metformin", "losartan", "insulin", "almond", "walnut", "saffron",
    "hypertension", "hypotension", "diabetes", "amlodipine", "amiloride",
)  # fmt: skip
SPELLER = Speller(WORDS)
LETTERS = st.sampled_from("abcdefgilmnoprstuwابپتدرزسفلمنوهی")


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """A word with up to three letters dropped, put in, changed or twisted."""
    word = draw(st.sampled_from(WORDS))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(word) - 1))
        kind = draw(st.sampled_from("dict"))
        new = draw(LETTERS) if kind in "ic" else ""
        rest = word[at + (kind != "i") :]
        word = word[:at] + (rest[:1] + word[at] + rest[1:] if kind == "t" else new + rest)
    return word


def _by_definition(word: str) -> tuple[str, ...]:
    """Compare with every word whose consonants are at most one off, and keep the nearest."""
    found: dict[int, list[str]] = defaultdict(list)
    for right in map(heard, WORDS):
        far = distance(heard(word), right)
        if far is not None and _alike(heard(word).bones, right.bones):
            found[far].append(right.word)
    return tuple(sorted(found[min(found)])) if found and word not in WORDS else ()


def _alike(bones: str, others: str) -> bool:
    """Return whether consonants are the same once one at most is left out of each."""
    return any(
        one == other
        for one in [bones, *(bones[:at] + bones[at + 1 :] for at in range(len(bones)))]
        for other in [others, *(others[:at] + others[at + 1 :] for at in range(len(others)))]
    )


@given(misspelt().filter(lambda word: len(word) >= 4))
def test_the_quick_lookup_is_the_definition(word: str) -> None:
    assert SPELLER.correct(word) == _by_definition(word)


@given(misspelt())
def test_no_word_is_corrected_beyond_its_bound(word: str) -> None:
    for right in SPELLER.correct(word):
        far = distance(heard(word), heard(right))
        assert far is not None
        assert far <= max(bound(word), 2)


@pytest.mark.parametrize("word", ["street", "guitar", "نفرت"])
def test_a_known_word_is_no_misspelling(word: str) -> None:
    assert Speller([*WORDS, "stress", "نفریت", "goiter"], {word}).correct(word) == ()


def test_a_wrong_first_letter_is_nearer_than_two_wrong_ones_elsewhere() -> None:
    speller = Speller(["trimebutine", "rifabutin", "celestone"])
    assert speller.correct("rrimebutine") == ("trimebutine",)
    assert speller.correct("lelestone") == ("celestone",)
    assert speller.correct("lelestome") == ()
