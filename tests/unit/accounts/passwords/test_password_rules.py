"""Passwords that are tried first, and one form of how a password is typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.accounts.passwords.password_rules import composed, is_guessable


@pytest.mark.parametrize(
    "password",
    [
        "password", "PassWord", " password ", "12345678", "۱۲۳۴۵۶۷۸", "١٢٣٤٥٦٧٨", "87654321",
        "aaaaaaaaaaaa", "abcdefghijklm", "qwertyui", "maryam@example.org", "Maryam.Ahmadi",
        "maryam ahmadi", "maryamahmadi", "maryam1404", "Ahmadi-Maryam!", "Tajriba2026", "تجربه۱۴۰۴",
        "admin-tajriba", "clinic.maryam.1",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str) -> None:
    known = ("maryam.ahmadi@example.org", "Maryam Ahmadi", "maryam@example.org")
    assert is_guessable(password, *known)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "a-long-password",
        "گل‌محمدی در باران",
        "tajriba-by-the-sea",
        "84:71;90",
    ],
)
def test_others_are_not(password: str) -> None:
    assert not is_guessable(password, "maryam@example.org", "مریم احمدی")


@given(st.text(max_size=40))
def test_however_it_is_typed_it_is_composed_alike(password: str) -> None:
    typed = unicodedata.normalize("NFD", password)
    assert composed(typed) == composed(password) == composed(composed(password))
