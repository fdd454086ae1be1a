"""Texts are read as they were written, under any key that is there, and nowhere else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.kit.data_keys import (
    NO_KEYS,
    DataKeys,
    DataUnreadable,
    new_data_key,
    parse_data_keys,
)

OLD, NEW, OTHER = (DataKeys([(name, bytes([byte]) * 32)]) for byte, name in enumerate("abc"))
BOTH = DataKeys([("b", bytes([1]) * 32), ("a", bytes([0]) * 32)])
texts = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    ["aesgcm:", "aesgcm::", "aesgcm:a:", "aesgcm:a:AAAA", "[]", '["تهوع"]']
)


@given(texts, st.sampled_from([NO_KEYS, OLD, BOTH]))
def test_a_text_is_read_as_it_was_written(text: str, keys: DataKeys) -> None:
    stored = keys.encrypt(text, "feedback.comment:1")
    assert keys.decrypt(stored, "feedback.comment:1") == text
    assert keys.is_current(stored)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_what_is_stored_does_not_show_it(text: str) -> None:
    stored = OLD.encrypt(text, "place")
    assert stored != OLD.encrypt(text, "place")
    raw = base64.b64decode(stored.removeprefix("aesgcm:a:"))
    assert len(raw) == 12 + len(text.encode()) + 16


@given(texts)
def test_keys_rotate(text: str) -> None:
    stored = OLD.encrypt(text, "place")
    assert BOTH.decrypt(stored, "place") == text
    assert not BOTH.is_current(stored)
    assert NEW.decrypt(BOTH.encrypt(text, "place"), "place") == text
    assert BOTH.decrypt(NO_KEYS.encrypt(text, "place"), "place") == text
    assert not NO_KEYS.is_current(stored)
    assert not BOTH.is_current(NO_KEYS.encrypt(text, "place"))


@given(texts, st.integers(0, 200))
def test_what_was_changed_or_moved_is_not_read(text: str, at: int) -> None:
    stored = OLD.encrypt(text, "place")
    raw = bytearray(base64.b64decode(stored.removeprefix("aesgcm:a:")))
    raw[at % len(raw)] ^= 1
    changed = f"aesgcm:a:{base64.b64encode(raw).decode()}"
    for told, place in ((changed, "place"), (stored, "other")):
        with pytest.raises(DataUnreadable) as refused:
            OLD.decrypt(told, place)
        assert refused.value.params == {"data_key": "a"}


@pytest.mark.parametrize("stored", ["aesgcm:a:", "aesgcm:a:AAAA", "aesgcm:a:no Base64", "aesgcm:a"])
def test_what_is_no_text_is_not_read(stored: str) -> None:
    with pytest.raises(DataUnreadable):
        OLD.decrypt(stored, "place")


def test_a_missing_or_other_key_is_named() -> None:
    for keys in (NO_KEYS, NEW, DataKeys([("a", b"x" * 32)])):
        with pytest.raises(DataUnreadable) as refused:
            keys.decrypt(OLD.encrypt("سردرد", "place"), "place")
        assert refused.value.params == {"data_key": "a"}


def test_keys_are_read_as_they_are_printed() -> None:
    one, two = new_data_key("k1"), new_data_key("k2")
    assert one.split(":")[1] != two.split(":")[1]
    keys = parse_data_keys(f" {two} ,{one},")
    assert (keys.names, keys.first) == (["k2", "k1"], "k2")
    assert keys.decrypt(parse_data_keys(one).encrypt("سردرد", "p"), "p") == "سردرد"
    assert parse_data_keys("").first is None


@pytest.mark.parametrize(
    "text",
    [
        "k1",
        "k1:",
        "k1:AAAA",
        "k1:not Base64",
        ":" + "A" * 43 + "=",
        "k 1:" + "A" * 43 + "=",
        "k" * 21 + ":" + "A" * 43 + "=",
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="NAME:KEY") as refused:
        parse_data_keys(text)
    assert "AAAA" not in str(refused.value)


def test_two_keys_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        parse_data_keys(f"{new_data_key('k1')},{new_data_key('k1')}")
