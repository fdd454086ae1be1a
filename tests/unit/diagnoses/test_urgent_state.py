"""What a record tells of urgency."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tajriba.diagnoses.urgency.urgent_state import RECORD_FACTS, facts_of
from tajriba.patients.record import PatientRecord

EMPTY = PatientRecord(1, None, "", None, None, None, (), (), (), (), None, None, version=1)
TODAY = date(2026, 11, 29)


@given(st.none() | st.integers(1900, 2026), st.none() | st.booleans(), st.none() | st.booleans())
def test_the_fields_of_a_record_tell_of_no_other_sign(
    birth_year: int | None, pregnant: bool | None, nursing: bool | None
) -> None:
    record = replace(EMPTY, birth_year=birth_year, pregnant=pregnant, nursing=nursing)
    assert facts_of(record, TODAY) <= RECORD_FACTS


def test_age_and_pregnancy_are_signs() -> None:
    born_now = facts_of(replace(EMPTY, birth_year=2026), TODAY)
    born_long_ago = facts_of(replace(EMPTY, birth_year=1940, pregnant=True), TODAY)
    assert born_now | born_long_ago == RECORD_FACTS
