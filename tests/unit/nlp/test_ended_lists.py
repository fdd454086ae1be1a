"""Lists of bare things that one denial ends, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.vocabulary.terms import understood
from tests.unit.nlp.test_negation_properties import PAIRS, Pair, codes

ENDED = {
    "medicine": (
        ["{}, {} and {} no", "{}, {} or {}: none of these", "{}/{}/{} no", "{}, {} - no",
         "{}, {}, {}, not any of these", "{}, {} or {}: never", "{}, {} and {} not taking",
         "not taking {}, {} or {}", "I do not take {}, {}, or {}", "never taken {}, {} or {}"],
        ["{}، {} و {} نمی‌خورم", "{}، {}، {} مصرف نمی‌کنم", "{}، {} یا {}: هیچ کدام",
         "{}/{} نمیخورم", "{}، {} و {} رو نمیخورم", "قرص {}، {} و {} نمیخورم"],
    ),
    "health_state": (
        ["{}, {} and {} no", "{}, {} or {}: none of these", "{}, {} - no", "{}? no",
         "history of {}, {} or {}: none", "history of {}: none", "{}, {}, {}: I have none of them",
         "I don't have {}, {} or {}", "never had {}, {} or {}"],
        ["{}، {} و {} ندارم", "من {}، {} یا {} ندارم", "{}، {}، {} ندارم", "{}: خیر",
         "سابقه {}، {} و {} ندارم", "{}، {} یا {}: هیچکدام را ندارم", "{}/{} ندارم"],
    ),
    "reaction": (
        ["{}, {} and {} no", "{}, {} or {}: none of these", "{}, {} - no",
         "I didn't get {}, {} or {}"],
        ["{}، {} و {} نداشتم", "{}، {}، {} نداشتم", "{}، {}: نداشتم", "{}، {} و {}: هیچ کدوم"],
    ),
    "allergen": (
        ["allergy to {}, {} or {}: none of these", "{}, {} - not allergic",
         "not allergic to {}, {} or {}"],
        ["به {}، {} و {} حساسیت ندارم", "{}، {}، {} آلرژی ندارم",
         "حساسیت به {}، {} یا {}: هیچکدام"],
    ),
}  # fmt: skip
KEPT = {
    "medicine": (
        ["{} daily, {} and {} no", "{}, not on {} or {}", "{}; {} and {}: none of these",
         "{}\n{} and {} no", "I take {}, {} - no", "{} 5 mg, {} or {}: none of these"],
        ["{} میخورم، {} و {} نمیخورم", "{} هر روز، {} و {} نمی‌خورم", "{}\n{} و {} نمیخورم"],
    ),
    "health_state": (
        ["{}, no {} or {}", "I have {}, {} or {}: none of these", "{}: yes, {}, {}: no",
         "{}, {} no", "{}. {} and {} no", "{}, history of {} or {}: none of these"],
        ["{} دارم، {} و {} ندارم", "{}، {} ندارم", "{}، هیچ {} و {} ندارم", "{}: بله، {}: نه",
         "{}، من {} و {} ندارم", "{}؛ {} و {} ندارم"],
    ),
    "reaction": (
        ["had {}, {} and {} no", "{}, {} no"],
        ["{} داشتم، {} و {} نداشتم", "{}، {} نداشتم"],
    ),
    "allergen": (
        ["allergic to {} since 2010, {} or {}: none of these", "{}; {} - no allergy"],
        ["به {} حساسیت دارم، به {} و {} حساسیت ندارم", "{}، به {} حساسیت ندارم"],
    ),
}  # fmt: skip


@given(PAIRS, st.data())
def test_a_list_that_one_denial_ends_is_denied_whole(pair: Pair, data: st.DataObject) -> None:
    kind, language, things = pair
    line = data.draw(st.sampled_from(ENDED[kind][language]))
    assert codes(line.format(*things), kind) == set()


@given(PAIRS, st.data())
def test_what_stands_alone_before_a_denied_list_is_there(pair: Pair, data: st.DataObject) -> None:
    kind, language, (there, *denied) = pair
    line = data.draw(st.sampled_from(KEPT[kind][language]))
    assert codes(line.format(there, *denied), kind) >= codes(there, kind) != set()


@pytest.mark.parametrize(
    ("line", "kind", "there"),
    [
        ("milk, walnut - no", "allergen", {"milk", "tree_nuts"}),
        ("diabetes, asthma - no allergy", "health_state", {"diabetes", "asthma"}),
        ("diabetes, asthma - not all of these", "health_state", {"diabetes", "asthma"}),
        ("diabetes, asthma: no, hypertension: yes", "health_state", {"diabetes", "hypertension"}),
        ("diabetes, asthma\n none of these", "health_state", {"diabetes", "asthma"}),
        ("warfarin, aspirin: no, restarted", "medicine", {"anticoagulant", "antiplatelet"}),
        (
            "وارفارین، آسپرین و متفورمین نمیخورم، دوباره شروع کردم",
            "medicine",
            {"anticoagulant", "antiplatelet", "antidiabetic"},
        ),
        ("درد سینه، غش کردن و خون بالا آوردن ندارم", "red_flag", {"chest_pain", "fainting"}),
        ("chest pain, overdose - no", "red_flag", {"chest_pain"}),
        ("chest pain, overdose: none of these", "red_flag", set()),
    ],
)
def test_doubt_of_an_ended_list_is_to_the_safe_side(line: str, kind: str, there: set[str]) -> None:
    assert codes(line, kind) == there


@pytest.mark.parametrize(
    ("line", "there"),
    [
        ("chest pain, shortness of breath or fainting: none of these", False),
        ("chest pain, shortness of breath or fainting - no", False),
        ("درد سینه، تنگی نفس یا غش: هیچ کدام", False),
        ("chest pain, fainting - no", True),
        ("chest pain; fainting or fever: none of these", True),
        ("severe chest pain now, fainting or fever: none of these", True),
        ("درد سینه، تب و لرز ندارم", True),
        ("درد سینه دارم، تب ندارم", True),
    ],
)
def test_signs_of_danger_are_denied_by_an_answer_to_a_list(line: str, *, there: bool) -> None:
    assert ("chest_pain" in understood(line, "red_flag")["codes"]) is there
