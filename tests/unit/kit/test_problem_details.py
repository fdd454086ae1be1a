"""What is wrong with a field is said wholly in the reader's language."""

import json
import re
from typing import Any, Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core.core_schema import ErrorType

from tajriba.kit.http.problem_details import invalid, problem_response
from tajriba.kit.i18n import Lang

NAMES = {"JSON", "ISO", "UTF", "null", "true", "false"}
"""Latin words that no language translates; all others in a Persian message are leaks."""

CHOICES = st.one_of(
    st.from_regex(r"[a-z]{1,9}( or [a-z]{1,9}){0,2}", fullmatch=True),
    st.booleans(),
    st.none(),
    st.integers(10, 99),
)


def message(lang: Lang, *errors: Any) -> str:
    """Return what a reader is told of one bad field."""
    (field,) = json.loads(bytes(problem_response(invalid(errors), lang).body))["fields"]
    return str(field["message"])


CONTEXT = {
    "expected": "'this', 'that' or 'those'",
    "expected_tags": "'this', 'that', 'those'",
    "error": "input is too short",
    "pattern": "[a-z]+",
    **dict.fromkeys(("gt", "ge", "lt", "le", "multiple_of"), 7.5),
    **dict.fromkeys(("min_length", "max_length", "actual_length"), 7),
}
"""What Pydantic says beside the type of an error."""


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_no_error_type_speaks_english_to_a_persian_reader(kind: str) -> None:
    error = {"type": kind, "loc": ("body", "x"), "ctx": CONTEXT}

    said = re.sub(r"\d\S*", "", message("fa", error))

    assert set(re.findall(r"[A-Za-z]{2,}", said)) <= NAMES | {"this", "that", "those"}
    assert said != message("en", error)


@given(st.lists(CHOICES, min_size=1, max_size=6, unique_by=str))
def test_choices_are_listed_as_they_are_sent(choices: list[str | bool | int | None]) -> None:
    closed: Any = Literal[tuple(choices)]
    adapter: TypeAdapter[Any] = TypeAdapter(closed)
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python("none of them")

    error = caught.value.errors()[0]
    _, _, listed = message("fa", {**error, "loc": ("query", "x")}).partition(": ")

    said = [one if isinstance(one, str) else json.dumps(one) for one in choices]
    assert listed == "، ".join(said) + "."
