"""Counts as they are published: each level holds those within it."""

from dataclasses import replace

from hypothesis import strategies as st

from tajriba.kit.mizaj import MIZAJ_AXES, Mizaj
from tajriba.predictions.model import (
    CohortCounts,
    Counts,
    Evidence,
    MatchScore,
    PredictionInput,
)


@st.composite
def counts(draw: st.DrawFn, most: int = 200) -> Counts:
    total = draw(st.integers(0, most))
    successes = draw(st.integers(0, total))
    return Counts(successes, total, draw(st.integers(min(1, total), total)))


@st.composite
def own_counts(draw: st.DrawFn) -> Counts:
    total = draw(st.integers(1, 60))
    return Counts(draw(st.integers(0, total)), total, 1)


def together(*parts: Counts) -> Counts:
    """Return counts of distinct groups of patients, summed."""
    return Counts(
        sum(part.successes for part in parts),
        sum(part.total for part in parts),
        sum(part.patients for part in parts),
    )


def nested(
    recommendation: Counts, siblings: Counts, herb: Counts, condition: Counts, rest: Counts
) -> Evidence:
    """Return the published levels from what each adds to those within it."""
    pair = together(recommendation, siblings)
    return Evidence(
        population=together(pair, herb, condition, rest),
        herb=together(pair, herb),
        condition=together(pair, condition),
        herb_condition=pair,
        recommendation=recommendation,
    )


def evidences() -> st.SearchStrategy[Evidence]:
    return st.builds(nested, *[counts()] * 5)


def anything() -> st.SearchStrategy[Evidence]:
    """Return levels that were published at different times, or not at all."""
    level = st.none() | counts(most=100_000)
    remedies = st.lists(counts(), max_size=4).map(tuple)
    own = st.none() | own_counts()
    return st.builds(Evidence, level, level, level, level, level, own, remedies, remedies)


def kinds() -> st.SearchStrategy[Mizaj]:
    return st.sampled_from(list(MIZAJ_AXES))


def cohorts() -> st.SearchStrategy[CohortCounts]:
    cells = st.dictionaries(kinds(), counts())
    return st.builds(CohortCounts, st.none() | kinds(), cells)


def matches() -> st.SearchStrategy[MatchScore]:
    return st.builds(MatchScore, st.floats(0, 1), st.booleans())


def inputs() -> st.SearchStrategy[PredictionInput]:
    return st.builds(PredictionInput, anything(), cohorts(), matches())


def bumped(evidence: Evidence, successes: int, total: int) -> Evidence:
    """Add reports, by patients who had reported before, to every level that holds them."""

    def more(old: Counts | None) -> Counts | None:
        return old and Counts(old.successes + successes, old.total + total, old.patients)

    return replace(
        evidence,
        population=more(evidence.population),
        herb=more(evidence.herb),
        condition=more(evidence.condition),
        herb_condition=more(evidence.herb_condition),
        recommendation=more(evidence.recommendation),
    )
