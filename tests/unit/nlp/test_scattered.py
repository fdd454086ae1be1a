"""Names whose words stand among others."""

import pytest

from tajriba.nlp.matching.gazetteer import Gazetteer, Name
from tajriba.nlp.tokenization import tokenize

TOLD = Gazetteer(
    [
        Name("خواب از چشم پریدن", ("insomnia",)),
        Name("گلو درد داشتن", ("throat",)),
        Name("موهام میریزه", ("hair",)),
        Name("دو شدن", ("double",)),
        Name("درد چشم", ("eye",)),
        Name("فشار بالا", ("pressure",)),
        Name("میریزه", ("falls out",)),
    ],
    told=True,
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("خواب از چشم بچم پریده", "insomnia"),
        ("گلوم اونقدر درد داره", "throat"),
        ("گلوم اونقدر درد نداره", ""),
        ("گلوم خوب شد درد داره", ""),
        ("گلوم نداشت درد داره", ""),
        ("گلوم این همه سال پیش چقدر مدام درد داره", ""),
        ("دو بار پا شدم", ""),
        ("فشار چشمم بالا", ""),
        ("فشار زانو بالا", "pressure"),
    ],
)
def test_other_words_may_stand_between_those_of_a_name(text: str, codes: str) -> None:
    found = TOLD.find(tokenize(text))
    assert [code for one in found for code in TOLD.codes[one.key]] == codes.split()


def test_they_are_looked_for_only_in_what_people_tell() -> None:
    assert Gazetteer([Name("گلو درد داشتن", ("throat",))]).find(tokenize("گلو چقدر درد دارد")) == []


def test_a_noun_is_no_form_of_a_verb() -> None:
    assert Gazetteer([Name("میگو", ("shellfish",))]).find(tokenize("دکتر گفت")) == []
