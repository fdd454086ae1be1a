"""Likeness of temperaments and the posterior among patients alike."""

from itertools import product

import pytest
from hypothesis import given

from tajriba.kit.mizaj import MIZAJ_AXES, Mizaj
from tajriba.predictions.model import CohortCounts, Counts, Evidence, likeness, pool
from tajriba.predictions.model.fixed.similar_patients import Cohort, similar_patients
from tests.unit.predictions.strategies import cohorts

KINDS = list(MIZAJ_AXES)
BY_AXES = {axes: kind for kind, axes in MIZAJ_AXES.items()}
EVIDENCE = Evidence(recommendation=Counts(70, 100, 100))


def alike(cohort: CohortCounts, evidence: Evidence = EVIDENCE) -> Cohort | None:
    return similar_patients(cohort, evidence, pool(evidence))


def mirrored(kind: Mizaj, *, warmth: int = -1, moisture: int = -1) -> Mizaj:
    hot, wet = MIZAJ_AXES[kind]
    return BY_AXES[(hot * warmth, wet * moisture)]


def test_likeness_is_1_for_the_same_alone_and_symmetric() -> None:
    for one, other in product(KINDS, KINDS):
        assert (likeness(one, other) == 1) == (one == other)
        assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(("warmth", "moisture"), [(-1, 1), (1, -1), (-1, -1)])
def test_likeness_does_not_tell_left_from_right(warmth: int, moisture: int) -> None:
    for one, other in product(KINDS, KINDS):
        there = mirrored(one, warmth=warmth, moisture=moisture)
        here = mirrored(other, warmth=warmth, moisture=moisture)
        assert likeness(there, here) == likeness(one, other)


def test_likeness_falls_with_distance_and_opposites_tell_nothing() -> None:
    assert likeness("garm", "garm_tar") == 0.5
    assert likeness("motadel", "sard_khoshk") == 0.25
    assert likeness("garm", "sard") == 0
    assert likeness("garm_tar", "garm_khoshk") == 0


@pytest.mark.parametrize(
    "cohort",
    [
        CohortCounts(None, {"garm": Counts(3, 6, 6)}),
        CohortCounts("garm", {}),
        CohortCounts("garm", {"sard": Counts(3, 6, 6)}),
        CohortCounts("garm", {"garm": Counts(0, 0, 0)}),
    ],
)
def test_without_patients_alike_there_is_no_such_component(cohort: CohortCounts) -> None:
    assert alike(cohort) is None


def test_cells_count_by_likeness_and_are_pooled_to_the_historical_mean() -> None:
    cells: dict[Mizaj, Counts] = {
        "garm": Counts(8, 10, 10),
        "motadel": Counts(2, 6, 6),
        "sard": Counts(0, 50, 50),
    }
    found = alike(CohortCounts("garm", cells))
    assert found is not None
    apart = pool(Evidence(recommendation=Counts(60, 84, 84))).recommendation
    held = 1 / (1 / 12 + 1 / apart.strength)
    assert found.posterior.alpha == pytest.approx(apart.mean * held + 8 + 0.5 * 2)
    assert found.posterior.beta == pytest.approx((1 - apart.mean) * held + 2 + 0.5 * 4)
    assert (found.reports, found.patients) == (16, 16)


def test_a_cell_that_is_all_there_is_counts_once() -> None:
    only = Counts(9, 12, 12)
    found = alike(CohortCounts("tar", {"tar": only}), Evidence(recommendation=only))
    assert found is not None
    assert found.posterior.strength == pytest.approx(3 + 12)


def test_repeated_reports_of_a_cell_are_discounted() -> None:
    once = alike(CohortCounts("tar", {"tar": Counts(6, 6, 6)}), Evidence())
    often = alike(CohortCounts("tar", {"tar": Counts(60, 60, 6)}), Evidence())
    assert once is not None
    assert often is not None
    assert often.posterior.alpha - once.posterior.alpha == pytest.approx(60 / 5.5 - 6)
    assert (often.reports, often.patients) == (60, 6)


@given(cohorts())
def test_mirror_patients_get_mirror_scores(cohort: CohortCounts) -> None:
    mizaj = cohort.mizaj and mirrored(cohort.mizaj)
    cells = {mirrored(kind): counts for kind, counts in cohort.cells.items()}
    mirror = CohortCounts(mizaj, cells)
    assert alike(mirror) == alike(cohort)


@given(cohorts())
def test_the_order_of_cells_is_irrelevant(cohort: CohortCounts) -> None:
    turned = CohortCounts(cohort.mizaj, dict(reversed(list(cohort.cells.items()))))
    assert alike(turned) == alike(cohort)
