"""The historical component: effective reports, nesting, and which way evidence moves it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.predictions.model import DEFAULT_STRENGTHS, Counts, Evidence, pool, quantiles
from tajriba.predictions.model.fixed.effective_sample_size import effective, told, without
from tests.unit.predictions.strategies import (
    anything,
    bumped,
    counts,
    evidences,
    nested,
    own_counts,
)

NONE = Counts(0, 0, 0)
SLACK = 1e-12


@pytest.mark.parametrize(
    ("successes", "total", "patients"),
    [(-1, 1, 1), (2, 1, 1), (1, 1, 0), (0, 2, 3), (0, 0, 1)],
)
def test_impossible_counts_are_refused(successes: int, total: int, patients: int) -> None:
    with pytest.raises(ValueError, match="impossible"):
        Counts(successes, total, patients)


def test_one_report_a_patient_counts_whole() -> None:
    found = effective(Counts(30, 40, 40), 0.5)
    assert (found.successes, found.failures) == (30, 10)


def test_a_hundred_reports_of_one_patient_are_not_a_hundred_patients() -> None:
    found = effective(Counts(75, 100, 1), 0.5)
    assert found.successes + found.failures == pytest.approx(100 / 50.5)
    assert found.successes == pytest.approx(3 * found.failures)


@pytest.mark.parametrize("nothing", [None, NONE])
def test_no_reports_are_no_evidence(nothing: Counts | None) -> None:
    found = effective(nothing, 0.5)
    assert (found.successes, found.failures) == (0, 0)


def test_what_is_left_outside_the_parts() -> None:
    left = without(Counts(50, 90, 60), Counts(20, 30, 25), None, Counts(5, 10, 10))
    assert left == Counts(25, 50, 25)


def test_a_part_published_ahead_of_its_whole_leaves_possible_counts() -> None:
    assert without(Counts(10, 20, 20), Counts(15, 22, 21)) == NONE
    assert without(Counts(10, 20, 8), Counts(12, 15, 9)) == Counts(0, 5, 1)
    assert without(Counts(18, 20, 20), Counts(2, 10, 10)) == Counts(10, 10, 10)
    assert without(None, Counts(1, 1, 1)) is None


@given(counts(), counts())
def test_what_is_left_is_always_possible(whole: Counts, part: Counts) -> None:
    left = without(whole, part)
    assert left is not None
    assert left.total <= whole.total


def test_one_remedy_tells_less_of_its_level_than_many() -> None:
    reports = effective(Counts(30, 60, 60), 0.5)
    one, many = told(reports, 1, 6), told(reports, 60, 6)
    assert one.successes == one.failures == pytest.approx(30 / 11)
    assert many.successes == many.failures == pytest.approx(30 * 6 / 7)


def test_a_condition_of_one_remedy_moves_less_than_one_of_many() -> None:
    whole, part = Counts(60, 60, 60), Counts(6, 6, 6)
    one = pool(Evidence(condition=whole, condition_remedies=(whole,))).condition
    many = pool(Evidence(condition=whole, condition_remedies=(part,) * 10)).condition
    assert 0.5 < one.mean < many.mean
    assert one.strength < many.strength


def test_unpublished_reports_are_of_remedies_with_few_patients() -> None:
    whole, part = Counts(40, 40, 40), Counts(4, 4, 4)
    left = pool(Evidence(herb=whole)).herb
    each = pool(Evidence(herb=whole, herb_remedies=(part,) * 10)).herb
    assert (left.alpha, left.beta) == pytest.approx((each.alpha, each.beta))


def test_remedies_that_are_published_ahead_of_their_level_count_once() -> None:
    ahead = Counts(20, 20, 20)
    evidence = Evidence(Counts(30, 30, 30), condition=Counts(8, 8, 8), condition_remedies=(ahead,))
    pooled = pool(evidence)
    assert pooled.elsewhere.strength == pytest.approx(12 + 10)
    assert (
        pooled.condition.strength
        < pool(replace(evidence, condition=ahead)).condition.strength + 1e-9
    )


def test_remedies_of_a_level_that_is_withheld_are_left_out() -> None:
    assert pool(Evidence(condition_remedies=(Counts(9, 9, 9),))) == pool(Evidence())


def test_no_evidence_at_all_is_wide_around_one_half() -> None:
    posterior = pool(Evidence()).patient
    ((low, middle, high),) = quantiles([posterior], (0.05, 0.5, 0.95))
    assert middle == pytest.approx(0.5)
    assert high - low > 0.7


@given(anything())
def test_any_evidence_gives_probabilities(evidence: Evidence) -> None:
    pooled = pool(evidence)
    for level in (pooled.population, pooled.herb_condition, pooled.recommendation, pooled.patient):
        assert 0 < level.mean < 1


def test_each_report_counts_once() -> None:
    """Where nobody has used anything else, the levels above know nothing of their own."""
    only = Counts(30, 40, 40)
    pooled = pool(nested(only, NONE, NONE, NONE, NONE))
    assert pooled.herb_condition.mean == pytest.approx(0.5)
    prior = pool(Evidence()).recommendation.strength
    assert pooled.recommendation.strength == pytest.approx(prior + 40)


def test_a_recommendation_without_reports_takes_after_its_relatives() -> None:
    good, poor, usual = Counts(90, 100, 100), Counts(20, 100, 100), Counts(500, 1000, 1000)
    both_good = pool(nested(NONE, NONE, good, good, usual))
    good_herb = pool(nested(NONE, NONE, good, poor, usual))
    assert both_good.recommendation.mean > both_good.herb.mean > 0.5
    assert good_herb.condition.mean < good_herb.recommendation.mean < good_herb.herb.mean


def test_the_prior_of_a_pair_adds_on_the_logit_scale() -> None:
    pooled = pool(
        nested(NONE, NONE, Counts(70, 100, 100), Counts(20, 100, 100), Counts(50, 100, 100))
    )

    def odds(mean: float) -> float:
        return mean / (1 - mean)

    expected = odds(pooled.herb.mean) * odds(pooled.condition.mean) / odds(pooled.elsewhere.mean)
    assert odds(pooled.herb_condition.mean) == pytest.approx(expected)


def test_much_evidence_overrules_the_relatives() -> None:
    evidence = nested(Counts(9000, 10_000, 10_000), NONE, Counts(1, 50, 50), NONE, NONE)
    assert pool(evidence).recommendation.mean == pytest.approx(0.9, abs=0.005)


def test_what_is_withheld_is_left_out_level_by_level() -> None:
    whole = Counts(80, 100, 100)
    without_pair = Evidence(population=whole, herb=Counts(20, 20, 20), recommendation=None)
    with_recommendation = replace(without_pair, recommendation=Counts(10, 10, 10))
    assert pool(without_pair).population.strength == pytest.approx(112)
    assert pool(without_pair).elsewhere.strength == pytest.approx(92)
    assert pool(with_recommendation).elsewhere.strength == pytest.approx(92)
    assert pool(with_recommendation).patient.mean > pool(without_pair).patient.mean


@given(evidences())
def test_a_further_success_never_lowers_it(evidence: Evidence) -> None:
    if evidence.recommendation and evidence.recommendation.total:
        more = pool(bumped(evidence, 1, 1)).patient.mean
        assert more >= pool(evidence).patient.mean - SLACK


@given(evidences())
def test_a_further_failure_never_raises_it(evidence: Evidence) -> None:
    if evidence.recommendation and evidence.recommendation.total:
        more = pool(bumped(evidence, 0, 1)).patient.mean
        assert more <= pool(evidence).patient.mean + SLACK


@given(counts(), counts(), counts(), st.integers(0, 50), st.integers(0, 50), st.integers(0, 1))
def test_a_report_of_a_new_patient_moves_it_its_way(
    herb: Counts, condition: Counts, rest: Counts, successes: int, failures: int, outcome: int
) -> None:
    total = successes + failures
    before = Counts(successes, total, total)
    after = Counts(successes + outcome, total + 1, total + 1)
    was = pool(nested(before, NONE, herb, condition, rest)).patient.mean
    now = pool(nested(after, NONE, herb, condition, rest)).patient.mean
    assert now >= was - SLACK if outcome else now <= was + SLACK


@given(anything(), own_counts())
def test_own_reports_move_it_their_way(evidence: Evidence, own: Counts) -> None:
    now = pool(replace(evidence, own=own)).patient.mean
    better = Counts(own.successes + 1, own.total + 1, 1)
    worse = Counts(own.successes, own.total + 1, 1)
    assert pool(replace(evidence, own=better)).patient.mean >= now - SLACK
    assert pool(replace(evidence, own=worse)).patient.mean <= now + SLACK


def test_an_own_report_counts_as_those_of_eight_others() -> None:
    evidence = Evidence(recommendation=Counts(30, 60, 60))
    own = pool(replace(evidence, own=Counts(0, 1, 1))).patient
    eight = pool(replace(evidence, recommendation=Counts(30, 68, 68))).patient
    assert (own.alpha, own.beta) == pytest.approx((eight.alpha, eight.beta))
    assert DEFAULT_STRENGTHS.own == 8


@given(st.integers(1, 9), st.integers(1, 200), st.integers(1, 200))
def test_more_evidence_at_the_same_rate_narrows_the_interval(
    tenths: int, size: int, more: int
) -> None:
    def width(total: int) -> float:
        level = Counts(tenths * total, 10 * total, 10 * total)
        posterior = pool(nested(level, level, level, level, level)).patient
        ((low, high),) = quantiles([posterior], (0.05, 0.95))
        return high - low

    assert width(size + more) < width(size)
