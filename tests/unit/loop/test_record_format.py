"""What a row of past records says, and why it is refused."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.feedback.answers import SideEffect
from tajriba.feedback.success import split_side_effects
from tajriba.loop.transfer.record_format import (
    RecordError,
    effect_names,
    joined_names,
    parse_record,
    severity_of,
)
from tests.kit.fakes.fake_clock import FakeClock

NOW = FakeClock().now
GOOD: dict[str, str | None] = {
    "patient_ref": "p1",
    "condition": "سردرد",
    "remedy": "بابونه",
    "rating": "4",
    "symptom_improvement": "۳",
}


def refused(**cells: str | None) -> tuple[str, str]:
    with pytest.raises(RecordError) as caught:
        parse_record(GOOD | cells, NOW)
    return caught.value.column, caught.value.code


def test_a_row_may_leave_out_what_is_not_known() -> None:
    record = parse_record(GOOD, NOW)
    assert (record.answers.rating, record.answers.symptom_improvement) == (4, 3)
    assert (record.answers.compliance_score, record.answers.comment, record.sex, record.age) == (
        None,
    ) * 4
    assert record.observed_at is None
    assert record.answers.side_effects == ()


def test_a_row_is_read_as_a_clinic_writes_it() -> None:
    record = parse_record(
        GOOD
        | {
            "patient_ref": "  p1 ",
            "side_effects": "تهوع، سرگیجه; سوزش معده",
            "side_effect_severity": "Mild",
            "sex": "زن",
            "age": "۳۴",
            "created_at": "2026-03-01",
            "compliance_score": "5",
        },
        NOW,
    )
    assert record.patient_ref == "p1"
    assert [one.name for one in record.answers.side_effects] == ["تهوع", "سرگیجه", "سوزش معده"]
    assert {one.severity for one in record.answers.side_effects} == {"mild"}
    assert (record.sex, record.age, record.answers.compliance_score) == ("female", 34, 5)
    assert record.observed_at == 1_772_323_200_000


def test_whole_numbers_are_read_as_spreadsheets_write_them() -> None:
    record = parse_record(GOOD | {"rating": "4.0", "age": "34.00", "compliance_score": "۵٫۰"}, NOW)
    assert (record.answers.rating, record.age, record.answers.compliance_score) == (4, 34, 5)


@pytest.mark.parametrize(
    ("text", "worse"),
    [
        *(("yes", True), ("True", True), ("1.0", True), ("بله", True), ("۱", True)),
        *(("no", False), ("FALSE", False), ("0", False), ("خیر", False), ("", False)),
    ],
)
def test_who_got_worse_is_read_as_one_would_write_it(text: str, worse: bool) -> None:
    assert parse_record(GOOD | {"got_worse": text}, NOW).answers.got_worse is worse


def test_a_severity_without_names_still_counts() -> None:
    record = parse_record(GOOD | {"side_effect_severity": "severe"}, NOW)
    assert severity_of(record.answers.side_effects) == "severe"
    assert joined_names(record.answers.side_effects) == ""


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"patient_ref": " "}, ("patient_ref", "missing")),
        ({"condition": None}, ("condition", "missing")),
        ({"remedy": "x" * 201}, ("remedy", "string_too_long")),
        ({"rating": ""}, ("rating", "missing")),
        ({"rating": "good"}, ("rating", "int_parsing")),
        ({"rating": "4.5"}, ("rating", "int_parsing")),
        ({"rating": "0"}, ("rating", "greater_than_equal")),
        ({"symptom_improvement": "6"}, ("symptom_improvement", "less_than_equal")),
        ({"compliance_score": "9"}, ("compliance_score", "less_than_equal")),
        ({"got_worse": "perhaps"}, ("got_worse", "literal_error")),
        ({"side_effect_severity": "awful"}, ("side_effect_severity", "literal_error")),
        ({"side_effects": "x" * 2501}, ("side_effects", "string_too_long")),
        ({"comment": "x" * 501}, ("comment", "string_too_long")),
        ({"comment": "a\0b"}, ("comment", "text_unstorable")),
        ({"comment": "a\udcffb"}, ("comment", "text_not_utf8")),
        ({"comment": "a\ud800b"}, ("comment", "text_unstorable")),
        ({"rating": ".0"}, ("rating", "int_parsing")),
        ({"rating": "4.05"}, ("rating", "int_parsing")),
        ({"sex": "?"}, ("sex", "literal_error")),
        ({"age": "121"}, ("age", "less_than_equal")),
        ({"created_at": "yesterday"}, ("created_at", "datetime_parsing")),
        ({"created_at": "2026-11-23"}, ("created_at", "observed_in_future")),
        ({"created_at": "1969-12-31"}, ("created_at", "observed_before_1970")),
    ],
)
def test_what_is_wrong_is_named(cells: dict[str, Any], why: tuple[str, str]) -> None:
    assert refused(**cells) == why


@given(st.dictionaries(st.sampled_from([*GOOD, "age", "created_at", "sex"]), st.text(max_size=30)))
def test_a_row_is_read_or_refused_and_nothing_else(cells: dict[str, str]) -> None:
    with suppress(RecordError):
        record = parse_record(GOOD | cells, NOW)
        assert 1 <= record.answers.rating <= 5
        assert record.observed_at is None or 0 <= record.observed_at <= NOW


@given(st.lists(st.text(max_size=20), max_size=5))
def test_names_of_side_effects_come_back_from_an_export(names: list[str]) -> None:
    effects = [SideEffect(name=name.strip()) for name in names]
    written = joined_names(effects)
    assert tuple(one.name for one in split_side_effects(written)) == effect_names(effects)
