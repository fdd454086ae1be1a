"""What free text means."""

from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.lexicon import lexicon, recognise, recognise_all
from tajriba.knowledge.terms import (
    allergens_in,
    health_states_in,
    medicine_classes_in,
    red_flags_in,
    shipped,
    side_effect_of,
    symptom_codes,
)

NAMES = lexicon(
    [
        ("blood pressure", "high"),
        ("low blood pressure", "low"),
        ("سردرد", "headache"),
        ("تب", "fever"),
        ("gas", "bloating"),
    ]
)


def test_a_name_in_any_spelling_is_recognised() -> None:
    assert recognise(NAMES, "سر‌درد") == ("headache",)
    assert recognise(NAMES, " Blood-Pressure ") == ("high",)


def test_letters_of_a_longer_name_are_not_read_again() -> None:
    assert recognise(NAMES, "I have low blood pressure") == ("low",)


def test_short_names_count_only_as_whole_words() -> None:
    assert recognise(NAMES, "تب دارم") == ("fever",)
    assert recognise(NAMES, "تبریز") == ()
    assert recognise(NAMES, "gastritis") == ()


def test_what_is_not_recognised_is_reported() -> None:
    codes, unknown = recognise_all(NAMES, ["سردرد و تب", "چیز دیگر"])
    assert codes == {"headache", "fever"}
    assert unknown == ("چیز دیگر",)


@given(st.lists(st.text()))
def test_every_text_is_recognised_or_reported(texts: list[str]) -> None:
    codes, unknown = recognise_all(NAMES, texts)
    assert bool(codes) == (len(unknown) < len(texts))


def test_every_shipped_name_means_its_code() -> None:
    for term in shipped().symptoms:
        assert symptom_codes([term.name_fa, term.name_en]) == (frozenset({term.code}), ())
    for term in shipped().health_states:
        assert health_states_in([*term.spellings]) == (frozenset({term.code}), ())
    for term in shipped().medicines:
        assert medicine_classes_in([term.name_fa]) == (frozenset({term.code}), ())
    for term in shipped().allergens:
        assert allergens_in([term.name_en]) == (frozenset({term.code}), ())


def test_side_effects_are_known_by_any_name() -> None:
    for term in shipped().side_effects:
        assert side_effect_of(term.name_fa) == term
    assert side_effect_of("xyzzy") is None


def test_every_red_flag_is_seen_inside_a_sentence() -> None:
    for flag in shipped().red_flags:
        for phrase in (*flag.phrases_fa, *flag.phrases_en):
            assert flag in red_flags_in(["سرفه", f"از دیروز {phrase} دارم"])
    assert red_flags_in(["سرفه"]) == []
