"""Letters in one form, whichever keyboard they come from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.nlp.normalization import fold
from tajriba.nlp.tokenization import tokenize

PERSIAN = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
ARABIC_BLOCKS = [chr(code) for code in (*range(0x0600, 0x0700), *range(0x0750, 0x0780))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("بنفشہ", "بنفشه"), ("بنفشھ", "بنفشه"), ("بنفشە", "بنفشه"),
        ("قفسۂ", "قفسه"), ("قفسۀ", "قفسه"),
        ("قفسهٔ", "قفسه"), ("سردی", "سردي"), ("سردے", "سردی"), ("سردێ", "سردی"), ("کرفس", "كرفس"),
        ("ڪرفس", "کرفس"), ("ګل", "گل"), ("آسپرین", "اسپرین"), ("أسپرین", "اسپرین"), ("مرﺩ", "مرد"),
        ("وﺍﺭﻓﺎﺭﯾﻦ", "وارفارین"), ("زَعفَران", "زعفران"), ("زعفـــران", "زعفران"),
        ("نارسائی", "نارسایی"),
        ("رۆژ", "روژ"), ("گوڵ", "گول"), ("ﻻ", "لا"), ("١٢٣", "۱۲۳"), ("１２３", "123"),
        ("Ｗａｒｆａｒｉｎ", "warfarin"), ("WARFARIN", "warfarin"), ("Sjögren", "sjogren"),
        ("Straße", "strasse"),
        ("İnsulin", "insulin"), ("ınsulin", "insulin"), ("fœtal", "foetal"),
    ],
)  # fmt: skip
def test_look_alikes_are_one(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


@pytest.mark.parametrize("char", ARABIC_BLOCKS)
def test_every_letter_of_the_arabic_script_becomes_a_persian_one(char: str) -> None:
    name = unicodedata.name(char, "")
    if name.startswith("ARABIC LETTER ") and unicodedata.category(char) == "Lo":
        assert all(letter in PERSIAN for letter in fold(char)), name


def test_letters_that_differ_stay_apart() -> None:
    assert len(set(map(fold, PERSIAN))) == len(PERSIAN)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        assert token.text
        end = token.end


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
        ("\u200fتب\u200e و لرز", [["تب", "و", "لرز"]]),
    ],
)
def test_words_and_clauses(text: str, clauses: list[list[str]]) -> None:
    found: dict[int, list[str]] = {}
    for token in tokenize(text):
        found.setdefault(token.clause, []).append(token.text)
    assert list(found.values()) == clauses
