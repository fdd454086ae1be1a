"""Every answer of a report reaches everything that follows from the declaration."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.evidence.keys import Report
from tajriba.evidence.sums import SUMS, Sums, averages_of, counts_of
from tajriba.evidence.views.schemas import Averages, Summary
from tajriba.feedback.answers import (
    KINDS,
    NULLABLE,
    REQUIRED,
    SCALES,
    Answers,
    Flag,
    Kind,
    Prose,
    Scale,
    SideEffect,
)
from tajriba.feedback.schemas import FeedbackIn, FeedbackRevision, FeedbackView
from tajriba.feedback.service import Stored
from tajriba.feedback.tables import feedback
from tajriba.loop.announcement.schemas import FeedbackUpdate
from tajriba.loop.transfer.formula_guard import guarded
from tajriba.loop.transfer.record_format import COLUMNS, identity, parse_record, written

NAMES = set(Answers._fields)
ABOUT = {"patient_ref": "p", "condition": "c", "remedy": "r"}
effects = st.builds(SideEffect, st.sampled_from(["تهوع", "سردرد"]), st.just("mild"))


def values_of(name: str, kind: Kind) -> st.SearchStrategy[Any]:
    match kind:
        case Scale(low, high):
            found: st.SearchStrategy[Any] = st.integers(low, high)
        case Flag():
            found = st.booleans()
        case Prose():
            found = st.sampled_from(["بهترم", "no change"])
        case _:
            found = st.lists(effects, max_size=3).map(tuple)
    return found | st.none() if name in NULLABLE else found


answers = st.builds(Answers, **{name: values_of(name, kind) for name, kind in KINDS.items()})


def test_what_is_not_required_may_be_left_out() -> None:
    assert {"rating", "symptom_improvement"} == REQUIRED
    assert set(KINDS) == NAMES
    assert [one.required for one in SCALES] == [one.name in REQUIRED for one in SCALES]


@pytest.mark.parametrize("model", [FeedbackIn, FeedbackRevision, FeedbackView])
def test_every_answer_is_given_revised_and_shown(model: Any) -> None:
    assert set(model.model_fields) >= NAMES


def test_every_answer_is_stored_and_imported() -> None:
    assert set(feedback.c.keys()) >= NAMES
    assert set(COLUMNS) >= NAMES
    assert {"answers"} == set(Stored._fields) & (NAMES | {"answers"})
    assert {"answers"} == set(Report._fields) & (NAMES | {"answers"})


def test_every_scale_is_summed_averaged_and_told() -> None:
    for scale in SCALES:
        assert {scale.sum, scale.count} <= set(SUMS)
        assert scale.average in Summary.model_fields
        assert (scale.average in Averages.model_fields) is scale.required
        assert scale.name in FeedbackUpdate.model_fields
    counted = {one.sum for one in SCALES} | {one.count for one in SCALES}
    assert set(SUMS) == counted | {"total", "successes", "positives", "patients"}


@given(answers)
def test_every_answer_comes_back_from_a_body_and_a_row(said: Answers) -> None:
    body = FeedbackIn.of(said, recommendation_id=1, diagnosis_id=2)
    assert FeedbackIn.model_validate_json(body.model_dump_json()).answers() == said
    row: dict[str, str | None] = {
        column: guarded(cell) for column, cell in {**ABOUT, **written(said)}.items()
    }
    record = parse_record(row, 0)
    assert record.asked == Answers._fields
    assert identity(record.answers, record.asked) == identity(said, Answers._fields)
    assert set(said.shown()) == set(said.audited()) == NAMES


@given(answers, st.booleans())
def test_an_answer_that_is_left_out_counts_for_nothing(said: Answers, success: bool) -> None:
    averages = averages_of(Sums(*counts_of(said, success)))
    assert averages == {one.average: getattr(said, one.name) for one in SCALES}
