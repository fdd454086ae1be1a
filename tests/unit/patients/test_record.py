"""What a record says when its lists change: unknown, none, or what is listed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.patients.record import LISTS, PatientRecord, patched, problem_of

EMPTY = PatientRecord(1, None, "", None, None, None, (), (), (), (), None, None, version=1)
NOTHING = ("ندارد", "none", "NKDA", "no known allergies", "هیچ دارویی مصرف نمی‌کنم", "خیر")
SOMETHING = ("وارفارین", "no new medicines", "نمی‌دانم", "not known", "-", "دیابت ندارم", "unknown")

texts = st.lists(st.sampled_from(NOTHING + SOMETHING), max_size=3)
patches = st.dictionaries(st.sampled_from(LISTS), st.none() | texts)


@pytest.mark.parametrize("text", NOTHING)
def test_a_denial_as_text_is_none_known(text: str) -> None:
    after = patched(EMPTY, {"allergies": [text]})
    assert (after.allergies, after.none_known) == ((), ("allergies",))


@pytest.mark.parametrize("text", SOMETHING)
def test_what_is_no_denial_stays_as_it_was_typed(text: str) -> None:
    after = patched(EMPTY, {"allergies": [text]})
    assert (after.allergies, after.none_known) == ((text,), ())


def test_a_denial_beside_something_is_kept() -> None:
    after = patched(EMPTY, {"medicines": ["ندارد", "وارفارین"]})
    assert (after.medicines, after.none_known) == (("ندارد", "وارفارین"), ())


@pytest.mark.parametrize(
    ("given_", "none"),
    [
        ({"none_known": ["medicines", "conditions"]}, ("conditions", "medicines")),
        ({"none_known": []}, ()),
        ({"none_known": None}, ()),
        ({"allergies": []}, ("allergies",)),
        ({"allergies": None}, ()),
        ({"allergies": ["گردو"]}, ()),
        ({"medicines": ["none"]}, ("allergies", "medicines")),
    ],
)
def test_none_known_is_said_kept_and_taken_back(given_: Any, none: Any) -> None:
    assert patched(patched(EMPTY, {"none_known": ["allergies"]}), given_).none_known == none


def test_nothing_is_none_and_listed() -> None:
    for given_ in (
        {"none_known": ["medicines"]},
        {"none_known": ["medicines"], "medicines": ["x"]},
    ):
        record = patched(patched(EMPTY, {"medicines": ["وارفارین"]}), given_)
        problem = problem_of(record, given_, 2026)
        assert problem is not None
        assert problem.fields[0].code == "none_known_but_listed"


@given(st.lists(patches))
def test_no_list_is_ever_both(history: list[dict[str, Any]]) -> None:
    record = EMPTY
    for given_ in history:
        record = patched(record, given_)
        assert not [name for name in record.none_known if getattr(record, name)]
