"""What a denial reaches, for any two things of any kind, in both languages."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tajriba.knowledge.vocabulary.terms import understood
from tests.unit.nlp.words import READER, THINGS

DENIALS = {
    "medicine": (
        ["no {}", "not on {}", "without {}", "denies {}", "{} no", "stopped {}", "{} stopped",
         "don't take {}", "not taking {}", "no longer on {}", "never taken {}", "quit {}",
         "{} not taking", "do not take {}"],
        ["بدون {}", "{} نه", "{} نمیخورم", "{} مصرف نمی‌کنم", "{} قطع کردم", "{} ندارم", "{} خیر"],
    ),
    "health_state": (
        ["no {}", "not {}", "without {}", "denies {}", "{} no", "never had {}", "don't have {}",
         "no history of {}", "free of {}", "negative for {}"],
        ["بدون {}", "{} نه", "{} ندارم", "{} نیست", "فاقد {}", "{} خیر"],
    ),
    "reaction": (
        ["no {}", "without {}", "denies {}", "{} no", "didn't get {}", "didn't cause {}"],
        ["بدون {}", "{} نه", "{} نداشتم", "{} نیست", "{} خیر"],
    ),
    "allergen": (
        ["not allergic to {}", "no allergy to {}", "denies allergy to {}"],
        ["به {} حساسیت ندارم", "حساسیت به {} ندارم"],
    ),
}  # fmt: skip
ANEW = ([" ", " only ", " but ", " just ", " on "], [" ", " فقط ", " ولی ", " اما "])
LISTS = {
    "medicine": (
        ["no {} or {}", "not taking {} or {}", "neither {} nor {}", "stopped {} and {}",
         "denies {}, {} or {}", "no {}, {} or {}", "without {} and {}"],
        ["{} و {} نمیخورم", "نه {} نه {}", "{} یا {} مصرف نمیکنم", "بدون {} و {}",
         "{} و {} رو قطع کردم"],
    ),
    "health_state": (
        ["no {} or {}", "neither {} nor {}", "denies {}, {} or {}", "no history of {} or {}"],
        ["{} و {} ندارم", "نه {} نه {}", "{} یا {} ندارم", "بدون {} و {}"],
    ),
    "reaction": (
        ["no {} or {}", "no {} and {}", "denies {}, {}"],
        ["{} و {} نداشتم", "نه {} نه {}", "بدون {} و {}"],
    ),
    "allergen": (
        ["not allergic to {} or {}", "no allergy to {} or {}"],
        ["به {} و {} حساسیت ندارم", "به {} یا {} حساسیت ندارم"],
    ),
}  # fmt: skip
EXCEPT = {
    "medicine": (
        ["nothing but {}", "no medicine except {}", "no drugs other than {}", "never without {}",
         "I do not take any medicine without {}", "can't go without {}", "not only {}"],
        ["جز {} چیزی نمیخورم", "غیر از {} دارویی مصرف نمی‌کنم", "هیچ دارویی بجز {} نمیخورم"],
    ),
    "health_state": (
        ["nothing but {}", "no disease except {}", "no conditions apart from {}", "not only {}",
         "no treatment for {}", "no problem with {}"],
        ["جز {} چیزی ندارم", "غیر از {} بیماری ندارم", "هیچ بیماری بجز {} ندارم"],
    ),
    "reaction": (
        ["nothing but {}", "no side effects except {}", "no effects other than {}"],
        ["جز {} عارضه‌ای نداشتم", "غیر از {} مشکلی نبود"],
    ),
    "allergen": (
        ["no allergies except {}", "no allergies other than {}"],
        ["جز {} به چیزی حساسیت ندارم", "غیر از {} حساسیتی ندارم"],
    ),
}  # fmt: skip
NOT_TAKEN = (["don't take {}", "do not take {}", "not taking {}", "did not take {}"],
             ["{} نمیخورم", "{} رو نمیخورم", "{} مصرف نمیکنم", "{} نخوردم"])  # fmt: skip
PARTLY = (
    ["every day", "regularly", "today", "at night", "with food", "properly", "as I should",
     "on Fridays", "5 mg", "in the morning", "when I fast", "enough", "last night", "together"],
    ["هر روز", "مرتب", "امروز", "شبا", "با غذا", "ناشتا", "سر وقت", "جمعه‌ها", "کامل", "دیشب"],
)  # fmt: skip
NOT_ALWAYS = {
    "medicine": NOT_TAKEN,
    "health_state": (["I don't have {}"], ["{} ندارم"]),
    "reaction": (["I didn't get {}"], ["{} نداشتم"]),
    "allergen": (["I am not allergic to {}"], ["به {} حساسیت ندارم"]),
}
SELDOM = (["every day", "daily", "at night", "today", "always", "in the morning", "sometimes"],
          ["هر روز", "همیشه", "امروز", "شبا", "مرتب", "گاهی"])  # fmt: skip
PAIRS = st.sampled_from(sorted(THINGS)).flatmap(
    lambda kind: st.sampled_from([0, 1]).flatmap(
        lambda language: st.tuples(
            st.just(kind),
            st.just(language),
            st.permutations(THINGS[kind][language]),
        )
    )
)
Pair = tuple[str, int, list[str]]


def codes(line: str, kind: str) -> set[str]:
    return set(READER.read(line, kind).codes)


@given(PAIRS, st.data())
def test_a_denial_of_one_thing_keeps_another(pair: Pair, data: st.DataObject) -> None:
    kind, language, (denied, kept, *_) = pair
    denial = data.draw(st.sampled_from(DENIALS[kind][language]))
    anew = data.draw(st.sampled_from(ANEW[language]))
    assert codes(denial.format(denied) + anew + kept, kind) >= codes(kept, kind)
    assert codes(f"{kept} {denial.format(denied)}", kind) >= codes(kept, kind)


@given(PAIRS, st.data())
def test_a_denial_of_one_thing_alone_denies_it(pair: Pair, data: st.DataObject) -> None:
    kind, language, (denied, *_) = pair
    denial = data.draw(st.sampled_from(DENIALS[kind][language]))
    assert codes(denial.format(denied), kind) == set()


@given(PAIRS, st.data())
def test_a_denied_list_denies_each_of_it(pair: Pair, data: st.DataObject) -> None:
    kind, language, things = pair
    line = data.draw(st.sampled_from(LISTS[kind][language]))
    assert codes(line.format(*things), kind) == set()


@given(PAIRS, st.data())
def test_what_is_excepted_from_a_denial_is_there(pair: Pair, data: st.DataObject) -> None:
    kind, language, (thing, *_) = pair
    line = data.draw(st.sampled_from(EXCEPT[kind][language]))
    assert codes(line.format(thing), kind) == codes(thing, kind) != set()


@given(PAIRS, st.sampled_from([("{} no {} yes", "{} yes {} no"), ("{} نه {} بله", "{} آره {} نه")]))
def test_answers_are_of_the_thing_before_them(pair: Pair, forms: tuple[str, str]) -> None:
    kind, _, (one, other, *_) = pair
    if kind != "allergen":
        no_yes, yes_no = (form.format(one, other) for form in forms)
        assert codes(no_yes, kind) == codes(other, kind)
        assert codes(yes_no, kind) == codes(one, kind)


@given(PAIRS, st.data())
def test_what_is_not_done_in_some_way_or_at_some_time_is_there(
    pair: Pair, data: st.DataObject
) -> None:
    kind, language, (thing, *_) = pair
    denial = data.draw(st.sampled_from(NOT_ALWAYS[kind][language])).format(thing)
    words = (PARTLY if kind == "medicine" else SELDOM)[language]
    partly = data.draw(st.sampled_from(words))
    line = f"{partly} {denial}" if language else f"{denial} {partly}"
    assert codes(line, kind) >= codes(thing, kind) != set()


@given(PAIRS, st.data())
def test_what_is_less_than_before_is_there(pair: Pair, draw: st.DataObject) -> None:
    kind, language, (thing, *_) = pair
    assume(kind != "medicine")
    forms = (
        ["not as {} as before", "not as much {}", "no {} like before"],
        ["مثل قبل {} ندارم", "مثل سابق {} نداشتم", "{} به اندازه قبل ندارم"],
    )
    line = draw.draw(st.sampled_from(forms[language])).format(thing)
    assert codes(thing, kind) <= codes(line, kind), line


@pytest.mark.parametrize(
    ("line", "there"),
    [
        ("no kidneys", True),
        ("I have no kidneys", True),
        ("کلیه ندارم", True),
        ("no thyroid", True),
        ("kidneys no", False),
        ("denies kidney disease", False),
        ("no kidney disease", False),
        ("مشکل کلیه ندارم", False),
        ("کلیه و دیابت ندارم", False),
    ],
)
def test_an_organ_that_is_gone_is_a_state(line: str, there: bool) -> None:
    assert bool(understood(line, "health_state")["codes"]) is there
