"""Ages, routes, days and sums: no reading of them lets too much through."""

import math
from dataclasses import replace
from itertools import permutations
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tajriba.diagnoses.safety.check_inputs import Person, Portion, Remedy
from tajriba.diagnoses.safety.contraindications import Excluded, SafeCandidate, judge, judge_in_turn
from tajriba.diagnoses.safety.dose_limits import shares
from tajriba.knowledge.dosage.posology import limits_of
from tajriba.knowledge.entries import AgeBand, Herb, Posology, Route
from tajriba.knowledge.plants import plant_of
from tajriba.knowledge.vocabulary.terms import shipped

HERBS = {herb.code: herb.model_copy(update={"confidence": "monograph"}) for herb in shipped().herbs}
NOTHING: frozenset[str] = frozenset()
MAN = Person(360, "male", None, None, NOTHING, NOTHING, NOTHING, (), ())
ROUTES: tuple[Route, ...] = get_args(Route)

remedies = st.builds(
    Remedy,
    recommendation_id=st.integers(1, 9),
    herb=st.sampled_from(sorted(HERBS)).map(HERBS.__getitem__),
    reviewed=st.just(True),
    daily_g=st.none() | st.floats(0.01, 60),
    route=st.sampled_from(ROUTES),
    days=st.integers(1, 60),
    min_age=st.sampled_from([0, 5, 12, 18]),
)


def remedy(code: str, daily_g: float | None = 0.01, **known: Any) -> Remedy:
    return replace(Remedy(1, HERBS[code], True, daily_g, days=7), **known)


def codes(verdict: SafeCandidate | Excluded) -> set[str]:
    return {one.code for one in verdict.reasons} if isinstance(verdict, Excluded) else set()


@settings(max_examples=300)
@given(taken=st.lists(remedies, max_size=6))
def test_what_passes_in_turn_never_sums_up_to_more_than_the_maximum(taken: list[Remedy]) -> None:
    verdicts, sums = judge_in_turn(MAN, taken)
    assert all(share <= 1 + 1e-6 for share in sums.values())
    safe = [
        one
        for one, verdict in zip(taken, verdicts, strict=True)
        if isinstance(verdict, SafeCandidate)
    ]
    for substance, total in sums.items():
        assert total == pytest.approx(sum(shares(MAN, one).get(substance, 0) for one in safe))


@settings(max_examples=300)
@given(remedy=remedies, beside=st.lists(remedies, max_size=4))
def test_what_is_taken_already_never_lets_a_remedy_in(remedy: Remedy, beside: list[Remedy]) -> None:
    _, taken = judge_in_turn(MAN, beside)
    if isinstance(judge(MAN, remedy), Excluded):
        assert isinstance(judge(MAN, remedy, taken), Excluded)


@settings(max_examples=300)
@given(remedy=remedies, months=st.integers(0, 215))
def test_a_child_gets_no_dose_that_is_meant_for_older_people(remedy: Remedy, months: int) -> None:
    verdict = judge(replace(MAN, months=months), remedy)
    if remedy.route in ("swallowed", "gargled") and months < 6:
        assert "infant" in codes(verdict)
    if remedy.route != "skin" and months < remedy.min_age * 12:
        assert "adult_dose" in codes(verdict)


@given(
    herb=st.sampled_from(sorted(HERBS)).map(HERBS.__getitem__),
    route=st.sampled_from(ROUTES),
    age=st.integers(0, 11),
)
def test_a_childs_maximum_is_below_an_adults_and_grows_with_age(
    herb: Herb, route: Route, age: int
) -> None:
    child, older, adult = (most_of(herb, route, one) for one in (age, age + 1, None))
    assert child <= older <= adult


def most_of(herb: Herb, route: Route, age: int | None) -> float:
    limits = limits_of(herb, route, None, age)
    return math.inf if limits is None or limits.max_daily_g is None else limits.max_daily_g


def test_youngs_rule_and_the_bands_of_an_entry() -> None:
    bare = HERBS["ginger"].model_copy(update={"posology": ()})
    assert most_of(bare, "swallowed", 6) == pytest.approx(4.0 * 6 / 18)
    use = Posology(
        routes=("swallowed",),
        children=(AgeBand(from_age=4, max_daily_g=1), AgeBand(from_age=8, max_daily_g=2)),
        source="unsourced",
    )
    banded = bare.model_copy(update={"posology": (use,)})
    limits = [most_of(banded, "swallowed", age) for age in (2, 4, 8, 12)]
    assert limits == [pytest.approx(4.0 * 2 / 14), 1, 2, 4.0]


@pytest.mark.parametrize(
    ("given_", "reason"),
    [
        (remedy("camphor", route="swallowed"), "route"),
        (remedy("henna", route="swallowed"), "route"),
        (remedy("henna", route="skin"), None),
        (remedy("senna", days=8), "days_above"),
        (remedy("senna", days=365), "days_above"),
        (remedy("senna", days=7), None),
        (remedy("senna", days=None), "days_above"),
        (remedy("borage", days=365), "days_above"),
        (remedy("quince_seed", 60), "dose_above"),
        (remedy("quince", 60), None),
        (remedy("rose", 90, part="flower"), "dose_above"),
        (remedy("rose", 90, part="distillate"), None),
        (remedy("nutmeg", None), "dose_unread"),
        (remedy("mint", 10), "dose_above"),
        (remedy("mint", 10, route="inhaled"), None),
    ],
)
def test_parts_routes_days_and_doses_have_their_limits(given_: Remedy, reason: str | None) -> None:
    assert codes(judge(MAN, given_)) == ({reason} if reason else set())


@pytest.mark.parametrize(
    ("months", "given_", "safe"),
    [
        (59, remedy("walnut", min_age=0), False),
        (60, remedy("walnut", min_age=0), True),
        (11, remedy("jujube", 1, min_age=0, additions=(HERBS["honey"],)), False),
        (12, remedy("jujube", 1, min_age=0, additions=(HERBS["honey"],)), True),
        (5, remedy("jujube", 0.1, min_age=0), False),
        (5, remedy("rose", 3, part="distillate", route="skin"), True),
        (143, remedy("jujube", 1), False),
        (144, remedy("jujube", 1), True),
    ],
)
def test_ages_have_their_edges(months: int, given_: Remedy, safe: bool) -> None:
    assert isinstance(judge(replace(MAN, months=months), given_), SafeCandidate) is safe


def test_an_unknown_age_is_asked_for() -> None:
    verdict = judge(replace(MAN, months=None), remedy("jujube", 1))
    assert isinstance(verdict, SafeCandidate)
    assert verdict.questions == {"birth_year"}
    assert [note.code for note in verdict.cautions] == ["adult_dose_unknown"]


def test_herbs_with_one_constituent_are_summed() -> None:
    senna, aloe = remedy("senna", 1.5), remedy("aloe", 0.06)
    verdicts, _ = judge_in_turn(MAN, [senna, aloe])
    assert codes(verdicts[1]) == {"sum"}
    assert isinstance(judge(MAN, aloe), SafeCandidate)


@pytest.mark.parametrize(
    ("first", "second"), [("nutmeg", "mace"), ("black_myrobalan", "chebulic_myrobalan")]
)
def test_herbs_of_one_plant_are_summed(first: str, second: str) -> None:
    most = [HERBS[code].dose.max_daily_g or 0.0 for code in (first, second)]
    both = remedy(first, 0.9 * most[0]), remedy(second, 0.9 * most[1])
    verdicts, _ = judge_in_turn(MAN, both)
    assert codes(verdicts[1]) == {"sum"}
    assert isinstance(judge(MAN, both[1]), SafeCandidate)


_SIBLINGS = [
    (one, other)
    for one, other in permutations(HERBS.values(), 2)
    if plant_of(one) == plant_of(other) and one.dose.max_daily_g and other.dose.max_daily_g
]


@given(st.sampled_from(_SIBLINGS), st.floats(0.1, 1), st.floats(0.1, 1))
def test_no_two_herbs_of_a_plant_exceed_a_maximum_together(
    pair: tuple[Herb, Herb], first: float, second: float
) -> None:
    amounts = zip(pair, (first, second), strict=True)
    taken = [remedy(one.code, share * (one.dose.max_daily_g or 0.0)) for one, share in amounts]
    verdicts, _ = judge_in_turn(MAN, taken)
    assert all(isinstance(one, SafeCandidate) for one in verdicts) == (first + second <= 1 + 1e-9)


def test_parts_of_a_compound_with_one_constituent_are_summed() -> None:
    parts = Portion(HERBS["senna"], 1.5), Portion(HERBS["aloe"], 0.06)
    assert codes(judge(MAN, remedy("honey", 10, ingredients=parts))) == {"sum"}
    assert isinstance(judge(MAN, remedy("honey", 10, ingredients=parts[:1])), SafeCandidate)


def test_what_is_added_is_held_to_its_route_age_and_days() -> None:
    for code, months, days, reason in (
        ("camphor", 360, 7, "route"),
        ("almond", 48, 7, "age"),
        ("borage", 360, 30, "days_above"),
    ):
        given_ = remedy("jujube", 1, min_age=0, days=days, additions=(HERBS[code],))
        assert reason in codes(judge(replace(MAN, months=months), given_))


def test_each_ingredient_of_a_compound_is_judged() -> None:
    compound = remedy("honey", 10, ingredients=(Portion(HERBS["saffron"], 2.0),))
    assert codes(judge(MAN, compound)) == {"dose_above"}
    mild = replace(compound, ingredients=(Portion(HERBS["saffron"], 1.0),))
    bipolar = replace(MAN, conditions=frozenset({"bipolar_disorder"}))
    assert isinstance(judge(MAN, mild), SafeCandidate)
    assert codes(judge(bipolar, mild)) == {"condition"}
