"""Codes of invitations: ten digits that only the key's holder knows."""

from hypothesis import given
from hypothesis import strategies as st

from tajriba.patients.care.codes import CareCodes

ids = st.integers(1, 2**63 - 1)


@given(ids, st.text(max_size=30))
def test_a_code_fits_its_own_invitation(care_id: int, typed: str) -> None:
    codes = CareCodes("k" * 32)
    code = codes.of(care_id)
    assert len(code) == 10
    assert code.isdigit()
    assert codes.fits(care_id, code)
    assert codes.fits(care_id, f" {code[:5]}-{code[5:]}{typed}") == (not _digits(typed))
    assert codes.fits(care_id, typed) == (_digits(typed) == code)


def _digits(typed: str) -> str:
    return "".join(str(int(one)) for one in typed if one.isdecimal())


@given(ids, ids)
def test_neither_another_invitation_nor_another_key_has_it(one: int, other: int) -> None:
    codes, others = CareCodes("k" * 32), CareCodes("l" * 32)
    assert codes.fits(other, codes.of(one)) == (one == other)
    assert not others.fits(one, codes.of(one))
