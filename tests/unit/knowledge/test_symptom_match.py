"""The match: what it says of known pairs, and what must hold for all."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.kit.mizaj import MIZAJ_AXES, Mizaj
from tajriba.knowledge.symptom_match import Complaint, HerbFacts, match

CODES = ("headache", "nausea", "cough", "fever", "fatigue")
KINDS: tuple[Mizaj, ...] = get_args(Mizaj)
MIRROR: dict[Mizaj, Mizaj] = {
    kind: next(other for other in KINDS if MIZAJ_AXES[other] == (-warmth, -moisture))
    for kind, (warmth, moisture) in MIZAJ_AXES.items()
}
LEANING = [kind for kind, (warmth, _) in MIZAJ_AXES.items() if warmth]
NOTHING = Complaint(None, frozenset(), None, None)

degrees = st.none() | st.integers(-4, 4)
codes = st.frozensets(st.sampled_from(CODES))
kinds = st.none() | st.sampled_from(KINDS)
herbs = st.builds(HerbFacts, indications=codes, warmth=degrees, moisture=degrees)
complaints = st.builds(
    Complaint,
    condition=st.none() | st.sampled_from(CODES),
    symptoms=codes,
    imbalance=kinds,
    patient_mizaj=kinds,
)


def herb(*indications: str, warmth: int | None = None, moisture: int | None = None) -> HerbFacts:
    return HerbFacts(frozenset(indications), warmth, moisture)


def test_every_mizaj_stands_at_its_own_place() -> None:
    assert set(MIZAJ_AXES) == set(KINDS)
    assert len(set(MIZAJ_AXES.values())) == 9


def test_nothing_known_is_one_half() -> None:
    found = match(herb("headache", warmth=3, moisture=-1), NOTHING)
    assert (found.score, found.known, found.indication, found.opposites) == (0.5, False, None, None)


def test_a_herb_without_description_says_nothing() -> None:
    complaint = Complaint("headache", frozenset({"nausea"}), "garm", "sard")
    assert not match(herb(), complaint).known


def test_indication_is_the_mean_of_condition_and_symptoms() -> None:
    complaint = Complaint("headache", frozenset({"nausea", "fever"}), None, None)
    found = match(herb("headache", "fever"), complaint)
    assert found.indication == 0.75
    assert found.condition_covered is True
    assert found.symptoms_covered == frozenset({"fever"})
    assert found.symptoms_missed == frozenset({"nausea"})
    assert found.score == pytest.approx(0.5 + 0.5 * 0.6 * 0.5)


@pytest.mark.parametrize(
    ("condition", "symptoms", "expected"),
    [("headache", (), 1.0), ("cough", (), 0.0), (None, ("headache", "cough"), 0.5)],
)
def test_one_part_of_the_indication_stands_alone(
    condition: str | None, symptoms: tuple[str, ...], expected: float
) -> None:
    complaint = Complaint(condition, frozenset(symptoms), None, None)
    assert match(herb("headache"), complaint).indication == expected


@pytest.mark.parametrize(
    ("warmth", "imbalance", "own", "expected"),
    [
        (4, "sard", None, 1.0),
        (4, "garm", None, -1.0),
        (2, "sard", None, 0.5),
        (0, "sard", None, 0.0),
        (4, "sard", "sard", 1.0),
        (4, "sard", "garm", 0.5),
        (4, None, "sard", 0.5),
        (4, "motadel", "garm", -0.5),
        (4, "motadel", "motadel", None),
        (None, "sard", "sard", None),
        (4, "tar", None, None),
    ],
)
def test_opposites_on_one_axis(
    warmth: int | None, imbalance: Mizaj | None, own: Mizaj | None, expected: float | None
) -> None:
    complaint = Complaint(None, frozenset(), imbalance, own)
    assert match(herb(warmth=warmth), complaint).opposites == expected


def test_two_axes_are_weighed_by_how_far_the_patient_leans() -> None:
    found = match(herb(warmth=4, moisture=4), Complaint(None, frozenset(), "sard", "tar"))
    assert found.warmth is not None
    assert found.moisture is not None
    assert (found.warmth.effect, found.moisture.effect) == (1.0, -0.5)
    assert found.opposites == pytest.approx(0.5 / 1.5)


@given(herbs, complaints)
def test_all_figures_keep_their_ranges(facts: HerbFacts, complaint: Complaint) -> None:
    found = match(facts, complaint)
    assert 0 <= found.score <= 1
    assert found.indication is None or 0 <= found.indication <= 1
    assert found.opposites is None or -1 <= found.opposites <= 1
    assert found.known == (found.indication is not None or found.opposites is not None)
    assert found.known or found.score == 0.5


@given(herbs, complaints)
def test_the_mirror_image_scores_the_same(facts: HerbFacts, complaint: Complaint) -> None:
    flipped_herb = replace(
        facts,
        warmth=None if facts.warmth is None else -facts.warmth,
        moisture=None if facts.moisture is None else -facts.moisture,
    )
    flipped = replace(
        complaint,
        imbalance=complaint.imbalance and MIRROR[complaint.imbalance],
        patient_mizaj=complaint.patient_mizaj and MIRROR[complaint.patient_mizaj],
    )
    assert match(flipped_herb, flipped).score == match(facts, complaint).score


@given(herbs, complaints, st.sampled_from(CODES), st.sampled_from(CODES))
def test_one_more_indication_that_is_asked_for_never_lowers_the_score(
    facts: HerbFacts, complaint: Complaint, own: str, added: str
) -> None:
    poorer = replace(facts, indications=facts.indications | {own})
    richer = replace(poorer, indications=poorer.indications | {added})
    asking = replace(complaint, symptoms=complaint.symptoms | {added})
    assert match(richer, asking).score >= match(poorer, asking).score


@given(herbs, complaints, st.sampled_from(LEANING), st.integers(-3, 3))
def test_a_degree_more_against_the_imbalance_never_lowers_the_score(
    facts: HerbFacts, complaint: Complaint, imbalance: Mizaj, degree: int
) -> None:
    against = replace(complaint, imbalance=imbalance)
    weaker = replace(facts, warmth=degree)
    stronger = replace(facts, warmth=degree - MIZAJ_AXES[imbalance][0])
    assert match(stronger, against).score >= match(weaker, against).score


@given(herbs, complaints)
def test_what_is_opposite_gains_as_much_as_what_is_alike_loses(
    facts: HerbFacts, complaint: Complaint
) -> None:
    opposite = replace(
        facts,
        indications=frozenset(),
        warmth=None if facts.warmth is None else -facts.warmth,
        moisture=None if facts.moisture is None else -facts.moisture,
    )
    alike = replace(facts, indications=frozenset())
    total = match(opposite, complaint).score + match(alike, complaint).score
    assert total == pytest.approx(1)
