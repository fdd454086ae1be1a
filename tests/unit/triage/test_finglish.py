"""Persian in Latin letters becomes Persian ones; English stays."""

import pytest

from tajriba.kit.text import fold
from tajriba.knowledge.vocabulary.terms import assess
from tajriba.nlp.tokenization import tokenize
from tajriba.triage.finglish import Finglish

FINGLISH = Finglish([fold(word) for word in ("شقیقه", "زایمان", "تفاله", "ورم", "میگرن")])


@pytest.mark.parametrize(
    ("latin", "persian"),
    [
        ("delam kheyli dard mikone", "دلم خیلی درد میکنه"),
        ("shaghigham az dishab tir mikeshe", "شقیقهم از دیشب تیر میکشه"),
        ("mesl e tefale ghahve bood", "مثل تفاله قهوه بود"),
        ("8 rooz pish zayman karde", "8 روز پیش زایمان کرده"),
        ("cheshmam az sobh zard shode", "چشمم از صبح زرد شده"),
        ("doctor goft diabetes daram va xyz", "doctor گفت diabetes دارم و xyz"),
        ("پام az dirooz varam karde", "پام از دیروز ورم کرده"),
        ("sudden chest pain, dare to say", "sudden chest pain dare to say"),
    ],
)
def test_persian_in_latin_letters(latin: str, persian: str) -> None:
    read = [token.text for token in FINGLISH.in_persian(tokenize(latin))]
    assert read == [fold(word) for word in persian.split()]


@pytest.mark.parametrize(
    "text",
    [
        "bala avordam rangesh mesle tefale ghahve bood",
        "madaram tab dare hazyoon mige dasta o pahash yakh karde",
        "cheshmam zard shode az dirooz",
    ],
)
def test_signs_in_latin_letters(text: str) -> None:
    assert assess([text]).urgency is not None
