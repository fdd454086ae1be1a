"""Forms of verbs as people write them."""

import pytest

from tajriba.kit.text import fold
from tajriba.nlp.morphology.verbs import NEGATED, lemma


@pytest.mark.parametrize(
    ("forms", "infinitive"),
    [
        ("درآورده درمیاره درآوردم", "درآوردن"),
        ("درآمد درمیاد دراومده", "درآمدن"),
        ("برگشت برمیگرده", "برگشتن"),
        ("خاروندم خاراندم", "خاراندن"),
        ("میره رفتم برو", "رفتن"),
        ("میارم آوردم", "آوردن"),
    ],
)
def test_forms_are_of_one_verb(forms: str, infinitive: str) -> None:
    assert {lemma(fold(form)) for form in forms.split()} == {fold(infinitive)}


def test_forms_that_deny_are_of_one_verb() -> None:
    forms = {fold(form) for form in ("نیامدن", "نیومد", "نیامد", "نمیاد", "نیومده")}
    assert len({lemma(form) for form in forms}) == 1
    assert forms <= NEGATED


def test_a_noun_is_no_verb() -> None:
    assert [lemma(fold(word)) for word in ("درد", "نیش", "نیم", "درگیر")] == [None] * 4
