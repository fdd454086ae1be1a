"""Persian speech in Latin letters."""

import pytest

from tajriba.nlp.tokenization import tokenize
from tajriba.nlp.transliteration.finglish import Finglish, is_finglish
from tests.unit.nlp.words import READER

WORDS = Finglish(
    name.split()
    for name in (
        "سرم گیج رفتن", "قلب", "سینه", "خواب", "تار", "تار", "تر", "کم کاری تیروید", "فشار",
        "ms", "mix", "tar", "tab kardam", "لخته", "شربت", "کلنزپام",
    )
)  # fmt: skip


def _persian(text: str) -> str:
    return " ".join(token.text for token in WORDS.persian(tokenize(text)))


@pytest.mark.parametrize(
    ("latin", "persian"),
    [
        ("saram gij mire", "سرم گیج میره"),
        ("ghalbam", "قلبم"),
        ("sinam", "سینهم"),
        ("khabam nemibare", "خوابم نمیبره"),
        ("kamkari tiroid", "کمکاری تیروید"),
        ("lakhte dashtam", "لخته داشتم"),
        ("ms daram, blorb 5", "ms دارم blorb 5"),
        ("mix", "mix"),
        ("klnzpam", "کلنزپام"),
        ("bighalb bixyz", "بیقلب bixyz"),
        ("be man va oon", "به من و اون"),
        ("dard e ghalbam", "درد قلبم"),
    ],
)
def test_words_are_read_as_the_persian_ones_that_they_spell(latin: str, persian: str) -> None:
    assert _persian(latin) == persian


def test_of_words_alike_the_one_that_more_names_have_is_meant() -> None:
    assert Finglish([("کار",), ("کار",), ("کر",)]).persian(tokenize("kar"))[0].text == "کار"
    assert Finglish([("کار",), ("کر",), ("کر",)]).persian(tokenize("kar"))[0].text == "کر"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("diabet daram", True),
        ("saram gij mire", True),
        ("khabam nemibare", True),
        ("migraine with aura", False),
        ("mild asthma, minor", False),
        ("mixtard", False),
        ("سرم گیج میره", False),
        ("", False),
    ],
)
def test_a_line_of_persian_is_known_by_its_verbs(text: str, told: bool) -> None:
    assert is_finglish(tokenize(text)) is told


@pytest.mark.parametrize(
    ("kind", "text", "codes", "unread"),
    [
        ("health_state", "feshar khoon daram va asm daram", "hypertension asthma", ""),
        ("health_state", "diabet nadaram", "", ""),
        ("health_state", "kam kari tiroid daram", "hypothyroidism", ""),
        ("medicine", "warfarin mikhoram", "anticoagulant", ""),
        ("allergen", "be gerdoo hasasiat daram", "tree_nuts", ""),
        ("reaction", "yeboosat gereftam zamaalgh", "constipation", "zamaalgh"),
    ],
)
def test_lines_are_read_as_if_in_persian_letters(
    kind: str, text: str, codes: str, unread: str
) -> None:
    found = READER.read(text, kind)
    assert set(found.codes) == set(codes.split())
    assert " ".join(span.text for span in found.unread) == unread


@pytest.mark.parametrize(
    ("kind", "text", "codes", "unread"),
    [
        ("health_state", "kam kari tiroid", ["hypothyroidism"], ()),
        ("health_state", "my kam kari tiroid", [], ("kam kari tiroid",)),
        ("health_state", "guitar", [], ("guitar",)),
        ("health_state", "blorb kari", [], ("blorb kari",)),
    ],
)
def test_without_a_verb_a_line_is_persian_where_more_of_it_is_understood_so(
    kind: str, text: str, codes: list[str], unread: tuple[str, ...]
) -> None:
    reading = READER.read(text, kind)
    assert list(reading.codes) == codes
    assert tuple(one.text for one in reading.unread) == unread
