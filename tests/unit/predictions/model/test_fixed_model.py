"""The three components together, and what is read off them."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.predictions.model import (
    BetaPosterior,
    CohortCounts,
    Component,
    Counts,
    Evidence,
    MatchScore,
    Prediction,
    PredictionInput,
    overall_confidence,
    posterior_summaries,
    predict,
)
from tajriba.predictions.model.beta_posterior import beta_at, mixture
from tajriba.predictions.model.fixed.fixed_model import disagreement, match_posterior
from tajriba.predictions.model.posterior_summary import confidence
from tests.unit.predictions.strategies import inputs, nested

USUAL = Counts(300, 600, 600)
EVIDENCE = nested(
    Counts(28, 40, 40), Counts(20, 40, 40), Counts(20, 40, 40), Counts(20, 40, 40), USUAL
)
COHORT = CohortCounts("garm", {"garm": Counts(9, 12, 12)})
MATCH = MatchScore(0.8, known=True)


def weights(prediction: Prediction) -> list[float]:
    return [part.weight for part in prediction.components]


def test_all_three_weigh_as_documented() -> None:
    found = predict(PredictionInput(EVIDENCE, COHORT, MATCH))
    assert weights(found) == pytest.approx([0.40, 0.35, 0.25])
    assert [part.name for part in found.components] == [
        "historical_effectiveness",
        "similar_patients",
        "symptom_match",
    ]
    assert [part.sample_size for part in found.components] == [40, 12, 0]
    assert found.similar_patient_count == 12
    assert found.posterior.mean == pytest.approx(
        sum(part.weight * part.value for part in found.components)
    )


@pytest.mark.parametrize(
    ("cohort", "match", "expected"),
    [
        (COHORT, MatchScore(), [40 / 75, 35 / 75, 0]),
        (CohortCounts(), MATCH, [40 / 65, 0, 25 / 65]),
        (CohortCounts(), MatchScore(), [1, 0, 0]),
    ],
)
def test_weights_are_shared_among_what_is_available(
    cohort: CohortCounts, match: MatchScore, expected: list[float]
) -> None:
    found = predict(PredictionInput(EVIDENCE, cohort, match))
    assert weights(found) == pytest.approx(expected)


def test_without_others_the_whole_is_the_historical_component() -> None:
    found = predict(PredictionInput(EVIDENCE))
    historical = found.components[0]
    assert found.posterior.alpha == pytest.approx(historical.alpha)
    assert found.posterior.beta == pytest.approx(historical.beta)
    assert found.disagreement == 0
    assert found.similar_patient_count == 0


def test_own_reports_are_the_sample_where_none_are_published() -> None:
    own = Evidence(own=Counts(2, 3, 1))
    assert predict(PredictionInput(own)).components[0].sample_size == 3


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1e3), st.floats(0.01, 1e3))
def test_a_better_match_never_gives_less(one: float, other: float, a: float, b: float) -> None:
    low, high = sorted((one, other))
    population = BetaPosterior(a, b)
    worse = match_posterior(MatchScore(low, known=True), population)
    better = match_posterior(MatchScore(high, known=True), population)
    assert better.mean >= worse.mean


def test_a_neutral_match_says_what_the_population_says() -> None:
    posterior = match_posterior(MatchScore(0.5, known=True), BetaPosterior(60, 40))
    assert (posterior.mean, posterior.strength) == pytest.approx((0.6, 4))


def test_a_perfect_match_triples_the_odds() -> None:
    posterior = match_posterior(MatchScore(1.0, known=True), BetaPosterior(50, 50))
    assert posterior.mean == pytest.approx(0.75)


@pytest.mark.parametrize("score", [-0.01, 1.01, math.nan])
def test_a_match_outside_0_and_1_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="match score"):
        MatchScore(score, known=True)


@given(st.lists(inputs(), min_size=1, max_size=4))
def test_whatever_comes_in_probabilities_come_out_in_order(plan: list[PredictionInput]) -> None:
    predictions = [predict(item) for item in plan]
    for prediction, posterior_summary in zip(
        predictions, posterior_summaries(predictions), strict=True
    ):
        scores = posterior_summary.scores
        ordered = [
            posterior_summary.low,
            scores["conservative"],
            scores["balanced"],
            scores["aggressive"],
            posterior_summary.high,
        ]
        assert ordered == sorted(ordered)
        assert ordered[0] > 0
        assert ordered[-1] < 1
        assert 0 <= posterior_summary.confidence <= 1
        assert 0 <= prediction.disagreement <= 1
        assert sum(weights(prediction)) == pytest.approx(1)
        assert all(0 < part.value < 1 for part in prediction.components)


@given(inputs(), inputs())
def test_a_plan_is_read_off_as_its_parts_are(one: PredictionInput, other: PredictionInput) -> None:
    predictions = [predict(one), predict(other)]
    assert posterior_summaries(predictions[::-1]) == posterior_summaries(predictions)[::-1]
    assert posterior_summaries(predictions) == [
        posterior_summaries([single])[0] for single in predictions
    ]


def test_no_evidence_at_all_is_wide_and_not_confident() -> None:
    (posterior_summary,) = posterior_summaries([predict(PredictionInput())])
    assert posterior_summary.high - posterior_summary.low > 0.7
    assert posterior_summary.confidence < 0.3
    assert posterior_summary.scores["balanced"] == pytest.approx(0.5)


def test_much_agreeing_evidence_is_narrow_and_confident() -> None:
    many = Counts(4000, 5000, 5000)
    (posterior_summary,) = posterior_summaries(
        [predict(PredictionInput(nested(many, many, many, many, many)))]
    )
    assert posterior_summary.high - posterior_summary.low < 0.05
    assert posterior_summary.confidence > 0.9


def opinions(apart: float) -> Prediction:
    found = [beta_at(0.5 - apart, 30), beta_at(0.5 + apart, 30)]
    names: list[Component] = [
        Component("historical_effectiveness", found[0].mean, 0.5, 0, found[0].alpha, found[0].beta),
        Component("similar_patients", found[1].mean, 0.5, 0, found[1].alpha, found[1].beta),
    ]
    return Prediction(
        mixture([(0.5, part) for part in found]), tuple(names), disagreement(names), 0
    )


@given(st.floats(0, 0.4), st.floats(0.01, 0.09))
def test_disagreement_lowers_confidence(apart: float, more: float) -> None:
    near, far = posterior_summaries([opinions(apart), opinions(apart + more)])
    assert far.confidence < near.confidence
    assert far.high - far.low > near.high - near.low


def test_confidence_falls_with_width_and_with_disagreement() -> None:
    assert confidence(0.2, 0.0) == pytest.approx(0.8)
    assert confidence(0.4, 0.0) < confidence(0.2, 0.0)
    assert confidence(0.2, 0.3) < confidence(0.2, 0.1)


def test_a_cohort_that_does_worse_lowers_the_prediction() -> None:
    poor = CohortCounts("garm", {"garm": Counts(1, 12, 12)})
    base = PredictionInput(EVIDENCE, COHORT, MATCH)
    good, bad = predict(base), predict(replace(base, cohort=poor))
    assert bad.posterior.mean < good.posterior.mean
    assert bad.disagreement > good.disagreement


def test_the_confidence_of_a_plan_is_the_mean_of_its_parts() -> None:
    assert overall_confidence([0.2, 0.6]) == pytest.approx(0.4)
    assert overall_confidence([]) == 0
    assert posterior_summaries([]) == []
