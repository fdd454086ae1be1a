"""Model 1 on a table sees what it would be given in service."""

import numpy as np

from tajriba.lab.evaluation.vectorized_fixed_model import Known, model_1_expects
from tajriba.predictions.fitting.report_columns import ReportRow, reports_from
from tajriba.predictions.model import Counts, MatchScore, predict

ROWS = [
    ReportRow(1, "a", "x", "ax", True, 4, mizaj="garm"),
    ReportRow(1, "a", "x", "ax", False, 1, mizaj="garm"),
    ReportRow(2, "a", "x", "ax", True, 4),
    ReportRow(2, "a", "y", "ay", True, 4),
    ReportRow(3, "b", "x", "bx", False, 1),
    ReportRow(1, "a", "x", "ax", True, 4, mizaj="garm", match=0.8),
    ReportRow(9, "c", "z", "cz", True, 4),
]
REPORTS = reports_from(ROWS)
KNOWN, ASKED = np.arange(5), np.arange(5, 7)


def test_it_counts_every_level_and_not_what_is_asked() -> None:
    given = Known(REPORTS, KNOWN).inputs(REPORTS, 5)
    evidence = given.evidence
    assert evidence.population == Counts(3, 5, 3)
    assert evidence.herb == Counts(3, 4, 2)
    assert evidence.condition == Counts(2, 4, 3)
    assert evidence.recommendation == Counts(2, 3, 2)
    assert evidence.herb_condition == Counts(2, 3, 2)
    assert evidence.own == Counts(1, 2, 1)
    assert evidence.herb_remedies == (Counts(1, 1, 1),)
    assert evidence.condition_remedies == (Counts(0, 1, 1),)
    assert given.cohort.cells == {"garm": Counts(1, 2, 1)}
    assert given.match == MatchScore(0.8, known=True)


def test_of_what_nobody_has_taken_it_says_what_all_say() -> None:
    given = Known(REPORTS, KNOWN).inputs(REPORTS, 6)
    assert given.evidence.recommendation is None
    assert given.evidence.population == Counts(3, 5, 3)


def test_it_is_model_1() -> None:
    known = Known(REPORTS, KNOWN)
    each = [predict(known.inputs(REPORTS, int(row))).posterior.mean for row in ASKED]
    assert model_1_expects(REPORTS, KNOWN, ASKED).tolist() == each
