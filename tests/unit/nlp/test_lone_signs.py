"""Emoji and signs without a word: read by their names, or said to be unread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.vocabulary.terms import LineKind, tells_of_no_side_effect, understood
from tajriba.nlp.context.denial import is_denial
from tajriba.nlp.lone_signs import lone_signs
from tajriba.nlp.tokenization import is_picture, tokenize
from tests.unit.nlp.words import READER

KINDS: tuple[LineKind, ...] = ("medicine", "health_state", "allergen", "reaction")
SIGNS = st.text(st.sampled_from("?؟!….*/+$€∅♪()[]«»•💊🏥🧪👾"), min_size=1, max_size=6)


@given(st.sampled_from(KINDS), SIGNS)
def test_signs_without_a_known_meaning_are_unread(kind: LineKind, text: str) -> None:
    found = understood(text, kind)
    assert found["codes"] == []
    assert found["unread"]
    assert not is_denial(text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["-", "—", " – – ", "--", "ـ", "", "ندارد", "none 🙏", "ندارم 😊"])
def test_a_dash_and_a_denial_leave_nothing_unread(kind: LineKind, text: str) -> None:
    found = understood(text, kind)
    assert (found["codes"], found["unread"]) == ([], [])


@pytest.mark.parametrize(
    ("kind", "text", "codes"),
    [
        ("allergen", "🥜", {"tree_nuts", "legumes"}),
        ("allergen", "به 🥛 و 🥚 حساسیت دارم", {"milk", "egg"}),
        ("allergen", "🐟🦐", {"fish", "shellfish"}),
        ("health_state", "🤰🏽", {"pregnancy"}),
        ("health_state", "👩🏻‍🍼", {"nursing"}),
        ("reaction", "🤮", {"vomiting"}),
        ("allergen", "no 🥜 allergy", set()),
    ],
)
def test_emoji_with_one_meaning_are_names(kind: LineKind, text: str, codes: set[str]) -> None:
    found = understood(text, kind)
    assert set(found["codes"]) == codes
    assert found["unread"] == []


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("milk, ?", ["?"]), ("milk and ...", ["..."]), ("گردو و …", ["…"]), ("؟، گردو", ["؟"]),
        ("milk?", []), ("milk...", []), ("milk / گردو", []), ("milk 💊, گردو", ["💊"]),
    ],
)  # fmt: skip
def test_signs_that_stand_as_a_thing_of_a_line_are_unread(text: str, unread: list[str]) -> None:
    found = READER.read(text, "allergen")
    assert found.codes
    assert [one.text for one in found.unread] == unread


def test_an_emoji_is_one_token_however_it_is_joined_and_coloured() -> None:
    for text in ("👩‍⚕️", "👩🏽‍⚕️", "❤️", "🥜"):
        (token,) = tokenize(text)
        assert is_picture(token.text)
        assert (token.start, token.end) == (0, len(text))
    assert [token.text for token in tokenize("✓ milk")] == ["milk"]


def test_an_emoji_is_a_side_effect_and_punctuation_is_none() -> None:
    assert not tells_of_no_side_effect("🤮")
    assert tells_of_no_side_effect("…")


@given(st.text())
def test_signs_stand_where_they_say(text: str) -> None:
    for wordless in (not tokenize(text), False):
        for start, end in lone_signs(text, wordless=wordless):
            assert text[start:end].strip() == text[start:end] != ""
