"""Addresses that are one have one key; those that look alike and are not one have none."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.accounts.email_address import email_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("v@example.com", " v@example.com "),
        ("v@example.com", "\tV@EXAMPLE.com\n"),
        ("jose\u0301@example.com", "jos\u00e9@example.com"),
        ("a@b\u00fccher.example", "a@xn--bcher-kva.example"),
        ("a@B\u00dcCHER.example", "a@b\u00fccher.example"),
    ],
)
def test_an_address_has_one_key(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stra\u00dfe@example.com", "strasse@example.com"),
        ("a@stra\u00dfe.example", "a@strasse.example"),
        ("\ufb01n@example.com", "fin@example.com"),
    ],
)
def test_two_addresses_have_two(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)


@pytest.mark.parametrize(
    "mark",
    ["\u200b", "\u200c", "\u200e", "\u202e", "\ufeff", "\u00ad", "\ufe0f", "\u3164", "\u00a0"],
)
def test_what_can_not_be_seen_is_refused(mark: str) -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        email_key(f"v{mark}@example.com")


@pytest.mark.parametrize("text", ["", "@", "a@", "@b.org", "a@b@c.org", "nobody", "a@\ud800.org"])
def test_what_is_no_address_has_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - by the codec or by us
        email_key(text)


@given(st.emails(), st.sampled_from(["", " ", "\n"]))
def test_the_key_of_a_key_is_the_key(email: str, around: str) -> None:
    key = email_key(around + unicodedata.normalize("NFD", email).upper() + around)
    assert email_key(key) == key == email_key(email)
