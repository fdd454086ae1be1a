"""Words with their places, and where clauses end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.nlp.tokenization import tokenize, words_of


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        assert token.text
        end = token.end


WRITTEN = st.text(st.sampled_from("abZéاآبيکكمنی\u0654\u200c\u0640 .,-2²٣ﷺ"))


@given(
    WRITTEN
    | st.lists(st.sampled_from(["می", "نمي", "کند", "warfarin", "\u200c", " "])).map("".join)
)
def test_words_of_a_text_are_those_of_its_tokens(text: str) -> None:
    assert words_of(text) == [token.text for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Nausea/Headache", [["nausea"], ["headache"]]),
        ("Dry mouth. Constipation.", [["dry", "mouth"], ["constipation"]]),
        ("آ.اس.آ ۸۰", [["ا", "اس", "ا", "80"]]),
        ("سردرد؛تهوع", [["سردرد"], ["تهوع"]]),
        ("همی‌شه می کند نمی‌توانم", [["همی", "شه", "میکند", "نمیتوانم"]]),
        ("anti-histamine - milk", [["anti", "histamine"], ["milk"]]),
        ("can't", [["cant"]]),
        ("5mg", [["5", "mg"]]),
        ("N/V since d/c", [["nv", "since", "dc"]]),
        ("and/or b/c1", [["and"], ["or", "b"], ["c", "1"]]),
        ("\u200fتب\u200e و لرز", [["تب", "و", "لرز"]]),
    ],
)
def test_words_and_clauses(text: str, clauses: list[list[str]]) -> None:
    found: dict[int, list[str]] = {}
    for token in tokenize(text):
        found.setdefault(token.clause, []).append(token.text)
    assert list(found.values()) == clauses
