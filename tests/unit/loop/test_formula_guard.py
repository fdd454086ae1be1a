"""No cell of an export starts a formula, and an import reads what was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.loop.transfer.formula_guard import guarded, plain


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "'="])
def test_a_formula_is_text(start: str) -> None:
    assert guarded(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@given(st.text(alphabet="'=+-@a \t", max_size=6) | st.text(max_size=20))
def test_what_was_written_is_read(cell: str) -> None:
    written = guarded(cell)
    assert plain(written) == cell
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet="abcگل ۱2.'", max_size=10))
def test_what_is_no_formula_stays(cell: str) -> None:
    assert guarded(cell) == cell
    assert plain(cell) == cell
