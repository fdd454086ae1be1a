"""Things that are spoken of and not named, and grammar that looks like a name."""

import pytest

from tajriba.knowledge.vocabulary.terms import LineKind, understood


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("allergen", "به همه چیز حساسیت دارم"), ("allergen", "به همه گیاهان"),
        ("allergen", "به کل میوه‌ها"), ("allergen", "به آن دارو"), ("allergen", "to some herbs"),
        ("allergen", "all plants"), ("allergen", "almost every antibiotic"),
        ("allergen", "به یک داروی بیهوشی"), ("allergen", "به چند آنتی‌بیوتیک"),
        ("allergen", "food allergy"), ("allergen", "حساسیت دارویی"), ("allergen", "به چند مورد"),
        ("allergen", "a vaccine"), ("allergen", "به گل‌ها"), ("allergen", "سبزیجات"),
        ("medicine", "many drugs"), ("medicine", "چند تا قرص"),
        ("health_state", "به خیلی بیماری‌ها مبتلا هستم"),
    ],
)  # fmt: skip
def test_what_is_not_named_is_unread_and_no_class(kind: LineKind, text: str) -> None:
    found = understood(text, kind)
    assert found["codes"] == []
    assert found["unread"]


@pytest.mark.parametrize(
    ("kind", "text", "unread"),
    [
        ("allergen", "penicillin and some other drugs", ["some other drugs"]),
        ("allergen", "به شیر و همه داروها حساسیت دارم", ["همه داروها"]),
        ("allergen", "به همه داروها و شیر حساسیت دارم", ["همه داروها"]),
        ("allergen", "penicillin, and other foods", ["other foods"]),
        ("medicine", "متفورمین و چند تا قرص دیگه", ["چند تا قرص دیگه"]),
        ("medicine", "losartan and another tablet for my heart", ["another tablet for my heart"]),
        ("health_state", "دیابت و چند بیماری دیگر", ["چند بیماری دیگر"]),
    ],
)
def test_what_is_not_named_beside_something_is_unread(
    kind: LineKind, text: str, unread: list[str]
) -> None:
    found = understood(text, kind)
    assert found["codes"]
    assert found["unread"] == unread


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("allergen", "I had a reaction to an antibiotic (amoxicillin)"),
        ("allergen", "an antibiotic called cefixime"), ("allergen", "antibiotics"),
        ("allergen", "every nut"), ("allergen", "drug allergy: penicillin"),
        ("allergen", "حساسیت غذایی به گردو"), ("allergen", "شیر و چند داروی سولفا"),
        ("medicine", "متفورمین روزی یک قرص"),
        ("medicine", "چند تا دارو میخورم متفورمین لوزارتان"),
        ("medicine", "metformin, I take all my medicines on time"),
        ("medicine", "متفورمین، چند داروی دیگر نمی‌خورم"),
    ],
)  # fmt: skip
def test_what_is_named_leaves_nothing_unread(kind: LineKind, text: str) -> None:
    found = understood(text, kind)
    assert found["codes"]
    assert found["unread"] == []


@pytest.mark.parametrize(
    ("text", "herbs"),
    [
        ("به", {"quince"}), ("به به", {"quince"}), ("به به حساسیت دارم", {"quince"}),
        ("به زنجبیل و به به", {"ginger", "quince"}), ("سیب و به", {"apple", "quince"}),
        ("به و سیب", {"apple", "quince"}), ("حساسیت به به دارم", {"quince"}),
        ("به زنجبیل و به حساسیت دارم", {"ginger", "quince"}),
        ("به زنجبیل و به به حساسم", {"ginger", "quince"}),
        ("به زنجبیل و به گردو حساسیت دارم", {"ginger", "walnut"}),
        ("به زنجبیل حساسیت دارم", {"ginger"}), ("حساسیت به: گردو", {"walnut"}),
        ("به آن", set()), ("مورد", {"myrtle"}), ("در مورد زنجبیل حساسم", {"ginger"}),
        ("به سیر حساسیت دارم", {"garlic"}), ("زود سیر می‌شوم", set()),
        ("allergic to dates", {"date"}), ("ginger, date of reaction 2010", {"ginger"}),
    ],
)  # fmt: skip
def test_grammar_is_a_name_only_where_it_stands_as_a_noun(text: str, herbs: set[str]) -> None:
    assert set(understood(text, "allergen").get("herbs", [])) == herbs
