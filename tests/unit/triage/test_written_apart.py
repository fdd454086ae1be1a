"""Signs of danger that are written in pieces: over several items, letter by letter, as one word."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.vocabulary.terms import assess

IN_ITEMS = [
    (("گردنم", "سفت شده", "تب دارم"), "meningitis"),
    (("سرفه", "خون"), "coughing_blood"),
    (("قفسه سینه", "درد", "دست چپ"), "chest_pain"),
    (("chest", "pain"), "chest_pain"),
    (("face", "drooping", "sudden"), "stroke"),
    (("سردرد", "ناگهانی"), "thunderclap_headache"),
    (("دل درد", "خیلی شدید"), "acute_abdomen"),
    (("eye", "blurred", "suddenly"), "acute_eye"),
]
SEPARATORS = ["; ", "؛ ", "\n", " | ", "، ", ", ", " / ", ". "]


@pytest.mark.parametrize(("items", "code"), IN_ITEMS)
def test_signs_of_one_thing_are_found_over_items_in_any_order(
    items: tuple[str, ...], code: str
) -> None:
    for order in permutations(items):
        assert assess(order).urgencies.get(code) == "now"


@given(st.sampled_from(IN_ITEMS), st.sampled_from(SEPARATORS))
def test_any_separator_parts_items(case: tuple[tuple[str, ...], str], separator: str) -> None:
    items, code = case
    assert assess([separator.join(items)]).urgencies.get(code) == "now"


@pytest.mark.parametrize(
    "texts",
    [
        ["knee pain", "chest congestion"],
        ["قفسه سینه خس خس", "درد زانو"],
        ["neck", "no stiffness", "fever"],
        ["گردن", "سفت نشده", "تب دارم"],
        ["سینه", "کمر درد"],
        ["سرفه", "خون دماغ"],
    ],
)
def test_what_is_said_of_another_part_or_denied_is_not_put_together(texts: list[str]) -> None:
    assert assess(texts).urgency is None


def test_what_follows_a_comma_is_still_said_of_the_part_before() -> None:
    assert assess(["گردنم درد می‌کند، سفت شده، تب دارم"]).urgency == "now"
    assert assess(["my back hurts, rigid, a fever"]).urgency is None


@pytest.mark.parametrize(
    "text",
    ["chst pian", "CHESTPAIN", "chestpain", "severechestpain", "c h e s t  p a i n",
     "c h e s t p a i n", "I have c h e s t  p a i n", "сhest pаin", "СНЕSТ РАIN", "сhеstраin"],
)  # fmt: skip
def test_slips_joined_words_letters_apart_and_lookalike_letters_are_read(text: str) -> None:
    assert assess([text]).urgency == "now"


@pytest.mark.parametrize("text", ["грудь", "боль в груди", "α β γ δ", "i a m o k", "d i e t"])
def test_other_alphabets_and_letters_that_spell_nothing_are_no_signs(text: str) -> None:
    assert assess([text]).urgency is None


@pytest.mark.parametrize("text", ["گوشم یهو کر شد", "یهو گوشم کر شد", "گوشم کر شد یهو"])
def test_how_fast_it_came_counts_wherever_it_stands(text: str) -> None:
    assert assess([text]).urgencies["sudden_deafness"] == "now"
