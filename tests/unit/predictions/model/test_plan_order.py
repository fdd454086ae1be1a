"""The order within a plan: what was tried and worked is never below what nobody has tried.

Where nearly everything elsewhere succeeds, or nothing does, two medians that are all but certain
may differ by a few hundred-thousandths either way; rates elsewhere are held to .1-.9 here.
"""

from dataclasses import dataclass

from hypothesis import assume, given
from hypothesis import strategies as st

from tajriba.predictions.model import (
    CohortCounts,
    Counts,
    Evidence,
    MatchScore,
    PosteriorSummary,
    PredictionInput,
    pool,
    posterior_summaries,
    predict,
)
from tests.unit.predictions.strategies import counts, together

SLACK = 1e-12


@dataclass(frozen=True)
class Pair:
    """A remedy that holds all reports of its condition, and one without any."""

    tried: PredictionInput
    untried: PredictionInput

    def posterior_summaries(self) -> tuple[PosteriorSummary, PosteriorSummary]:
        tried, untried = posterior_summaries([predict(self.tried), predict(self.untried)])
        return tried, untried


def evidence_of_tried(only: Counts, elsewhere: Counts) -> Evidence:
    return Evidence(together(only, elsewhere), only, only, only, only)


def evidence_of_untried(only: Counts, elsewhere: Counts, *, same_herb: bool) -> Evidence:
    population = together(only, elsewhere)
    if same_herb:
        return Evidence(population, only, only, only)
    return Evidence(population, condition=only, condition_remedies=(only,))


@st.composite
def pairs(draw: st.DrawFn, *, success: bool) -> Pair:
    total = draw(st.integers(1, 300))
    only = Counts(total if success else 0, total, draw(st.integers(1, total)))
    elsewhere = draw(counts(most=1000))
    tried = evidence_of_tried(only, elsewhere)
    assume(0.1 <= pool(tried).elsewhere.mean <= 0.9)
    score, known = draw(st.floats(0, 1)), draw(st.booleans())
    other = draw(st.floats(0, score) if success else st.floats(score, 1))
    cohort = CohortCounts("garm", {"garm": only} if only.patients >= 5 else {})
    untried = evidence_of_untried(only, elsewhere, same_herb=draw(st.booleans()))
    return Pair(
        PredictionInput(tried, draw(st.sampled_from([CohortCounts(), cohort])),
                        MatchScore(score, known)),
        PredictionInput(untried, match=MatchScore(other, known)),
    )  # fmt: skip


@given(pairs(success=True))
def test_what_always_worked_is_never_below_the_untried(pair: Pair) -> None:
    tried, untried = pair.posterior_summaries()
    assert tried.scores["balanced"] >= untried.scores["balanced"] - SLACK


@given(pairs(success=False))
def test_what_never_worked_is_never_above_the_untried(pair: Pair) -> None:
    tried, untried = pair.posterior_summaries()
    assert tried.scores["balanced"] <= untried.scores["balanced"] + SLACK


@given(pairs(success=True))
def test_the_match_is_centred_at_one_population_for_a_whole_plan(pair: Pair) -> None:
    population = pool(pair.tried.evidence).population
    assert pool(pair.untried.evidence).population == population


@given(st.integers(1, 300), st.integers(1, 300), st.booleans(), st.booleans())
def test_the_untried_is_less_certain_and_less_extreme(
    total: int, patients: int, success: bool, same_herb: bool
) -> None:
    only = Counts(total if success else 0, total, min(patients, total))
    none = Counts(0, 0, 0)
    tried = pool(evidence_of_tried(only, none)).patient
    untried = pool(evidence_of_untried(only, none, same_herb=same_herb)).patient
    assert untried.strength < tried.strength
    assert untried.variance > tried.variance
    assert abs(untried.mean - 0.5) < abs(tried.mean - 0.5)


def test_ten_reports_of_five_patients_convince_nobody() -> None:
    """Seen in a new clinic: all that is known is that one remedy of a plan worked ten times."""
    only, none = Counts(10, 10, 5), Counts(0, 0, 0)
    match = MatchScore(0.8, known=True)
    pair = Pair(
        PredictionInput(evidence_of_tried(only, none), match=match),
        PredictionInput(evidence_of_untried(only, none, same_herb=False), match=match),
    )
    tried, untried = pair.posterior_summaries()
    assert 0.75 < tried.scores["balanced"] < 0.9
    assert 0.6 < untried.scores["balanced"] < tried.scores["balanced"] - 0.05
    assert untried.high - untried.low > tried.high - tried.low + 0.1
    assert untried.confidence < tried.confidence - 0.1
