"""Letters in one form, whichever keyboard they come from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.kit.text import fold, is_visible, same_name_key, search_key

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
def test_a_key_has_no_other_letters_than_reading_knows(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    says_something = any(map(str.isalnum, fold(text)))
    assert key == (fold(key) if says_something else text.strip())


@pytest.mark.parametrize("written", ["عاليہ ڕضايى", "عَالیه‌رضایی", "ﻋﺎﻟﯿﻪ رضائی", "عالیة ‌رضایێ"])
def test_a_name_has_one_key_from_every_keyboard(written: str) -> None:
    assert search_key(written) == search_key("عالیه رضایی") == "عالیهرضایی"


def test_the_same_name_keeps_its_spaces() -> None:
    assert same_name_key("گل\u200cسرخ") == same_name_key(" ګل  سرخ ") != same_name_key("گلسرخ")


@pytest.mark.parametrize("text", ["م", "a", "7", "!", "😀", " ۧم ", "می\u200cروم"])
def test_what_has_a_shape_is_visible(text: str) -> None:
    assert is_visible(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "\u200b", "\u202e\u2069", "\u00ad", "\u3164\u2800", "\u064b", "\u3000"]
)
def test_spaces_controls_marks_and_fillers_are_invisible(text: str) -> None:
    assert not is_visible(text)
