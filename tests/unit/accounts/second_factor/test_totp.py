"""Codes by the time: as RFC 6238 computes them, near their time, and once."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.accounts.second_factor.totp import STEP_SECONDS, code_at, new_secret, step_of, uri_of

RFC = base64.b32encode(b"12345678901234567890").decode()
"""The secret of appendix B; its codes there have eight digits, of which six are the last."""


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(RFC, seconds // STEP_SECONDS) == code


@given(st.integers(10, 10**10), st.integers(-5, 5))
def test_a_code_is_good_near_its_time_and_once(step: int, late: int) -> None:
    seconds = (step + late) * STEP_SECONDS
    found = step_of(RFC, code_at(RFC, step), seconds, after=0)
    if abs(late) <= 1:
        assert found == step
    assert found is None or step_of(RFC, code_at(RFC, step), seconds, after=found) != found


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read(typed: str) -> None:
    found = step_of(RFC, typed, 59, after=0)
    assert found is None or code_at(RFC, found) == "".join(
        str(int(one)) for one in typed if one.isdecimal()
    )


def test_persian_digits_and_spaces_are_read() -> None:
    assert step_of(RFC, "۲۸۷ ۰۸۲", 59, after=0) == 1


def test_secrets_are_random_and_told_to_an_authenticator() -> None:
    one, other = new_secret(), new_secret()
    assert one != other
    assert len(base64.b32decode(one)) == 20
    assert uri_of(one, "a:b@example.org").startswith("otpauth://totp/Tajriba:a%3Ab%40example.org?")
    assert f"secret={one}" in uri_of(one, "a@example.org")
