"""Model 2 for one patient: which way evidence moves it, and what must not matter."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.predictions.model import (
    DEFAULT_LEARNED,
    Counts,
    Evidence,
    Habit,
    MatchScore,
    Part,
    Peers,
    Prediction,
    PredictionInput,
    SimilarCondition,
    expected_improvement,
    predict_learned,
    quantiles,
    rarities,
    word_similarity,
)
from tajriba.predictions.model.name_similarity import LEAST_SIMILARITY, words_of
from tests.unit.predictions.strategies import anything, bumped, cohorts, counts, evidences, matches

SLACK = 1e-9
LEVELS = ("population", "herb", "condition", "herb_condition", "recommendation", "own")


@st.composite
def habits(draw: st.DrawFn) -> Habit:
    total = draw(st.integers(0, 30))
    return Habit(draw(st.integers(0, total)), total, total * draw(st.floats(0.01, 0.99)))


def similar_conditions() -> st.SearchStrategy[SimilarCondition]:
    whole = counts()
    return st.builds(SimilarCondition, st.floats(0, 1), whole, st.none() | counts(most=20))


def everything() -> st.SearchStrategy[PredictionInput]:
    return st.builds(
        PredictionInput,
        anything(),
        cohorts(),
        matches(),
        st.none() | habits(),
        st.lists(similar_conditions(), max_size=4).map(tuple),
        st.lists(st.builds(Peers, habits(), st.booleans()), max_size=4).map(tuple),
    )


def mean(inputs: PredictionInput) -> float:
    return predict_learned(inputs).posterior.mean


def historical(prediction: Prediction) -> float:
    return prediction.components[0].value


@given(everything())
def test_any_input_gives_a_probability_and_shares_of_one(inputs: PredictionInput) -> None:
    found = predict_learned(inputs)
    assert 0 < found.posterior.mean < 1
    assert sum(part.weight for part in found.components) == pytest.approx(1)
    assert 0 <= found.disagreement <= 1
    assert 1 <= expected_improvement(inputs) <= 5


def test_nothing_known_is_wide_around_one_half() -> None:
    ((low, middle, high),) = quantiles(
        [predict_learned(PredictionInput()).posterior], (0.05, 0.5, 0.95)
    )
    assert middle == pytest.approx(0.5)
    assert high - low > 0.7


@given(evidences())
def test_a_further_success_never_lowers_the_historical_component(evidence: Evidence) -> None:
    if evidence.recommendation and evidence.recommendation.total:
        was = historical(predict_learned(PredictionInput(evidence)))
        now = historical(predict_learned(PredictionInput(bumped(evidence, 1, 1))))
        assert now >= was - SLACK


@given(evidences())
def test_a_further_failure_never_raises_it(evidence: Evidence) -> None:
    if evidence.recommendation and evidence.recommendation.total:
        was = historical(predict_learned(PredictionInput(evidence)))
        now = historical(predict_learned(PredictionInput(bumped(evidence, 0, 1))))
        assert now <= was + SLACK


@given(everything(), st.randoms(use_true_random=False))
def test_the_order_of_inputs_does_not_matter(inputs: PredictionInput, rng: random.Random) -> None:
    def mixed(these: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(rng.sample(these, len(these)))

    evidence = replace(
        inputs.evidence,
        herb_remedies=mixed(inputs.evidence.herb_remedies),
        condition_remedies=mixed(inputs.evidence.condition_remedies),
    )
    cells = dict(mixed(tuple(inputs.cohort.cells.items())))
    other = replace(
        inputs,
        evidence=evidence,
        cohort=replace(inputs.cohort, cells=cells),
        similar_conditions=mixed(inputs.similar_conditions),
        peers=mixed(inputs.peers),
    )
    assert mean(other) == pytest.approx(mean(inputs), abs=SLACK)


@given(everything())
def test_mirror_patients_get_mirror_scores(inputs: PredictionInput) -> None:
    assert mean(_mirror(inputs)) == pytest.approx(1 - mean(inputs), abs=1e-6)


def _mirror(inputs: PredictionInput) -> PredictionInput:
    evidence = inputs.evidence

    def turned(one: Counts | None) -> Counts | None:
        return one and replace(one, successes=one.total - one.successes)

    def all_turned(these: tuple[Counts, ...]) -> tuple[Counts, ...]:
        return tuple(replace(one, successes=one.total - one.successes) for one in these)

    def habit(one: Habit) -> Habit:
        return Habit(one.total - one.successes, one.total, one.total - one.expected)

    return PredictionInput(
        replace(
            evidence,
            **{name: turned(getattr(evidence, name)) for name in LEVELS},
            herb_remedies=all_turned(evidence.herb_remedies),
            condition_remedies=all_turned(evidence.condition_remedies),
        ),
        replace(
            inputs.cohort,
            cells={
                kind: replace(one, successes=one.total - one.successes)
                for kind, one in inputs.cohort.cells.items()
            },
        ),
        MatchScore(1 - inputs.match.score, inputs.match.known),
        inputs.habit and habit(inputs.habit),
        tuple(
            SimilarCondition(one.share, all_turned((one.condition,))[0], turned(one.with_herb))
            for one in inputs.similar_conditions
        ),
        tuple(Peers(habit(one.reports), one.wide) for one in inputs.peers),
    )


@given(everything(), st.integers(1, 20))
def test_who_is_pleased_more_than_expected_is_foretold_more(
    inputs: PredictionInput, reports: int
) -> None:
    pleased = replace(inputs, habit=Habit(reports, reports, reports / 2))
    displeased = replace(inputs, habit=Habit(0, reports, reports / 2))
    as_expected = replace(inputs, habit=Habit(reports, 2 * reports, float(reports)))
    plain = mean(replace(inputs, habit=None))
    assert mean(displeased) < plain < mean(pleased)
    assert mean(as_expected) == pytest.approx(plain)


def test_conditions_that_share_words_share_strength() -> None:
    good, poor = Counts(90, 100, 100), Counts(10, 100, 100)
    population = Evidence(population=Counts(500, 1000, 1000))
    means = [
        mean(PredictionInput(population, similar_conditions=(SimilarCondition(0.5, one),)))
        for one in (poor, good)
    ]
    assert means[0] < 0.47 < 0.53 < means[1]
    near = mean(PredictionInput(population, similar_conditions=(SimilarCondition(0.9, good),)))
    far = mean(PredictionInput(population, similar_conditions=(SimilarCondition(0.1, good),)))
    assert far < near
    with_herb = PredictionInput(
        population, similar_conditions=(SimilarCondition(0.5, good, Counts(0, 20, 20)),)
    )
    assert mean(with_herb) < means[1]


def test_old_reports_count_less_than_new_ones() -> None:
    def of(age: float) -> float:
        part = Part(age, 20, 20, 80.0)
        level = Counts(20, 20, 20, 80.0, (part,))
        return mean(PredictionInput(Evidence(recommendation=level)))

    assert of(0) > of(180) > of(720) > 0.5
    undated = Counts(20, 20, 20, 80.0)
    assert of(0) == pytest.approx(mean(PredictionInput(Evidence(recommendation=undated))))
    half = Counts(10, 10, 10, 40.0)
    assert of(180) == pytest.approx(mean(PredictionInput(Evidence(recommendation=half))))


def test_parts_beyond_their_whole_are_refused() -> None:
    counts_ = Counts(1, 1, 1, 4.0, (Part(0, 2, 2, 8.0),))
    with pytest.raises(ValueError, match="parts of 2 reports in 1"):
        predict_learned(PredictionInput(Evidence(recommendation=counts_)))


def test_an_impossible_habit_is_refused() -> None:
    with pytest.raises(ValueError, match="impossible habit"):
        Habit(3, 2, 1.0)


def test_a_match_fades_as_evidence_grows() -> None:
    def moved(total: int) -> float:
        level = Counts(total // 2, total, total)
        evidence = Evidence(level, level, level, level, level)
        matching = PredictionInput(evidence, match=MatchScore(1.0, known=True))
        return mean(matching) - mean(PredictionInput(evidence))

    assert moved(2) > moved(20) > moved(200) > 0


def test_more_evidence_narrows_the_interval() -> None:
    def strength(total: int) -> float:
        level = Counts(total // 2, total, total)
        return predict_learned(PredictionInput(Evidence(recommendation=level))).posterior.strength

    assert strength(200) > strength(20) > strength(2)


def test_improvement_is_pooled_as_success_is() -> None:
    def of(each: float) -> float:
        level = Counts(30, 60, 60, 60 * each)
        return expected_improvement(PredictionInput(Evidence(recommendation=level)))

    assert of(1.5) < 2.5 < 3.5 < of(4.5)
    assert expected_improvement(PredictionInput()) == pytest.approx(3.0)


def test_kinship_is_the_share_of_words_that_matter() -> None:
    names = ["head pain", "back pain", "knee pain", "migraine", "Migraines, head"]
    rarity = rarities(names)
    assert word_similarity("head pain", "head pain", rarity) == 1
    assert word_similarity("head pain", "migraine", rarity) == 0
    assert word_similarity("migraine", "migraines", rarity) == 1
    shared_rare = word_similarity("head pain", "Migraines, head", rarity)
    assert shared_rare == word_similarity("Migraines, head", "head pain", rarity)
    assert word_similarity("head pain", "head ache", rarity) > word_similarity(
        "head pain", "pain ache", rarity
    )
    assert words_of("درد سر") == words_of("درد  سر")
    assert word_similarity("", "", rarity) == 0


def test_names_that_differ_by_a_number_alone_are_no_kin() -> None:
    names = [f"condition {number}" for number in range(8)]
    assert word_similarity(names[0], names[0], rarities(names)) == pytest.approx(1)
    assert word_similarity(names[0], names[1], rarities(names)) < LEAST_SIMILARITY
    mixed = ["diabetes type 1", "diabetes type 2", "headache", "hepatitis B", "hepatitis C"]
    some = word_similarity("hepatitis B", "hepatitis C", rarities(mixed))
    assert LEAST_SIMILARITY < some < 0.5


def test_the_defaults_are_of_a_cold_start() -> None:
    assert DEFAULT_LEARNED.half_life == 180
    assert (DEFAULT_LEARNED.slope, DEFAULT_LEARNED.intercept) == (1.0, 0.0)
