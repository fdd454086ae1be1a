"""Amounts and times that stand in a preparation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.knowledge.catalogue.catalogue import load_catalogue
from tajriba.knowledge.dosage.preparation_amounts import Told, contradicts_dose, told_in

UNREAD = Told(unread=True)


@pytest.mark.parametrize(
    ("preparation", "told"),
    [
        ("Dried leaf in boiling water, steeped 10 to 15 minutes", Told()),
        ("دم‌کرده در نیم لیوان آب گرم، نیم ساعت", Told()),
        ("2 g in 200 ml of water", Told(2)),
        ("in a cup of tea", Told()),
        ("چند رشته ساییده در یک فنجان آب", Told()),
        ("در کنار داروی پزشک، نه به جای آن", Told()),
        ("each time 2 g", Told(2)),
        ("one capsule of 500 mg", Told(0.5)),
        ("a teaspoon in water", Told(3)),
        ("two spoons", UNREAD),
        ("20 g hourly", Told(20, 24)),
        ("هر دو ساعت", Told(0, 12)),
        ("صبح و شب", Told(0, 2)),
        ("3 times a day", Told(0, 3)),
        ("boiled, for 2 weeks", Told(0, 0, 14)),
        ("۳۰ روز", Told(0, 0, 30)),
        ("20 cups of tea", UNREAD),
        ("two capsules", UNREAD),
        ("6 x 2", Told(0, 2, unread=True)),
        ("3 figs", UNREAD),
        ("a handful", UNREAD),
        ("a few spoons of powder", UNREAD),
        ("several times a day", UNREAD),
        ("هر وقت درد داشت", UNREAD),
        ("as needed", UNREAD),
        ("repeat", UNREAD),
        ("twice and once", UNREAD),
    ],
)
def test_what_a_preparation_tells(preparation: str, told: Told) -> None:
    assert told_in(preparation, {"teaspoon": 3.0}) == told


@given(st.floats(0.1, 900).map(lambda grams: round(grams, 2)), st.integers(1, 12))
def test_a_preparation_may_say_what_the_dose_says_and_no_more(grams: float, times: int) -> None:
    words = (f"{grams} g", f"{times} times a day", 7)
    for preparation in ("infusion", *words[:2], "boiled 10 minutes, for 7 days"):
        assert not contradicts_dose(preparation, *words, {})
    for more in (f"{grams + 0.1} g", f"{times + 1} times a day", "for 8 days", f"{grams}"):
        assert contradicts_dose(f"infusion, {more}", *words, {})


@given(st.text())
def test_never_fails(preparation: str) -> None:
    told = told_in(preparation, {})
    assert min(told.grams, told.times, told.days) >= 0


def test_few_shipped_preparations_tell_of_more_than_their_dose() -> None:
    remedies = load_catalogue().recommendations
    told = [
        one.code
        for one in remedies
        if contradicts_dose(one.preparation.en, one.dose.en, one.frequency.en, 365, {})
    ]
    assert len(told) < len(remedies) / 20
