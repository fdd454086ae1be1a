"""Words of remedies of herbs that have a poisonous part or relative: no unknown one passes."""

from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.dosage.known_words import unknown_words
from tajriba.knowledge.vocabulary.terms import (
    has_poisonous_parts,
    herbs,
    named_in,
    poisons_in,
    route_words,
    shipped,
)

NOTHING: frozenset[str] = frozenset()
WORDS = st.text("abcdefghijklmnopqrstuvwxyzاثحخدذرزسصضعغفقکگلمنوهی", min_size=9, max_size=14)


@given(WORDS, st.integers(0, 3))
def test_an_unknown_word_never_passes_wherever_it_stands(word: str, at: int) -> None:
    plain = ["powdered", "seed", "with", "water"]
    found = unknown_words(" ".join([*plain[:at], f"zq{word}", *plain[at:]]), ("seed",), NOTHING)
    assert len(found) == 1


@given(st.text())
def test_never_fails(text: str) -> None:
    assert all(word.strip() for word in unknown_words(text, (), NOTHING))


def test_own_parts_pass_and_others_and_concentrates_do_not() -> None:
    assert unknown_words("powdered seed", ("seed",), NOTHING) == ()
    assert unknown_words("powdered seed", ("leaf",), NOTHING) == ("seed",)
    assert unknown_words("seed extract", ("seed",), frozenset({"extract"})) == ("extract",)
    assert unknown_words("پنج دانه روی پوست", (), NOTHING) == ()
    assert unknown_words("پوست", (), NOTHING) == ("پوست",)
    assert unknown_words("every other day, یک روز در میان", (), NOTHING) == ()


def test_the_shipped_remedies_of_guarded_herbs_are_understood() -> None:
    parts = {herb.code: herb.parts for herb in shipped().herbs}
    guarded = [one for one in shipped().recommendations if has_poisonous_parts(one.herb)]
    assert guarded
    for one in guarded:
        for text in (one.preparation.en, one.preparation.fa, one.dose.en, one.dose.fa):
            named = set(route_words().words)
            for code in {one.herb, *named_in(text)[0]}:
                term = herbs()[code]
                for name in (term.name_fa, term.name_en, *term.spellings):
                    named.update(unknown_words(name, (), NOTHING))
            assert unknown_words(text, parts[one.herb], frozenset(named)) == (), text
            assert poisons_in(text, one.herb) == (), text
