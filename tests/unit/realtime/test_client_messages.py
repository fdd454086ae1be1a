"""What clients may say, table by table."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.kit.errors import AppError
from tajriba.realtime.protocol.client_messages import (
    BAD_AFTER,
    BINARY,
    MAX_MESSAGE_BYTES,
    MESSAGES_A_MINUTE,
    TOO_LARGE,
    TOO_MANY,
    Ack,
    Auth,
    Meter,
    Ping,
    Refused,
    lang_of,
    parse,
    position_of,
    position_of_text,
    text_of,
)
from tajriba.realtime.protocol.errors import BadAck, NotJson, UnknownMessage


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"type":"ping"}', Ping()),
        ('{"type":"ping","more":1}', Ping()),
        ('{"type":"ack","event_id":0}', Ack(0)),
        ('{"type":"ack","event_id":9223372036854775807}', Ack(2**63 - 1)),
        ('{"type":"auth"}', Auth(None, None, None)),
        ('{"type":"auth","ticket":"t","after":3,"lang":"en"}', Auth("t", 3, "en")),
    ],
)
def test_what_is_understood(text: str, said: object) -> None:
    assert parse(text) == said


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NotJson),
        ("{", NotJson),
        ("[]", NotJson),
        ("null", NotJson),
        ('"ping"', NotJson),
        ("[" * 5000, NotJson),
        ('{"type":"\\ud800"}', NotJson),
        ("{}", UnknownMessage),
        ('{"type":null}', UnknownMessage),
        ('{"type":"PING"}', UnknownMessage),
        ('{"type":["ping"]}', UnknownMessage),
        ('{"type":"ack"}', BadAck),
        ('{"type":"ack","event_id":"1"}', BadAck),
        ('{"type":"ack","event_id":-1}', BadAck),
        ('{"type":"ack","event_id":true}', BadAck),
        ('{"type":"ack","event_id":1.0}', BadAck),
        ('{"type":"ack","event_id":9223372036854775808}', BadAck),
    ],
)
def test_what_is_an_error(text: str, error: type[AppError]) -> None:
    with pytest.raises(error):
        parse(text)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(repr))
def test_any_text_is_understood_or_an_error(text: str) -> None:
    with suppress(NotJson, UnknownMessage, BadAck):
        parse(text)


@pytest.mark.parametrize("value", [None, 0, 980, 2**63 - 1])
def test_a_position_to_resume_from(value: int | None) -> None:
    assert position_of(value) == value
    assert position_of_text(None if value is None else str(value)) == value


@pytest.mark.parametrize("value", [-1, True, False, 1.0, "1", [], {}, 2**63, 1e300])
def test_a_bad_position_closes(value: object) -> None:
    with pytest.raises(Refused) as refused:
        position_of(value)
    assert refused.value.closing == BAD_AFTER


@pytest.mark.parametrize("text", ["", " 1", "+1", "-1", "1.0", "۱۲", "²", "9" * 19, "9" * 5000])
def test_a_bad_position_in_a_query_closes(text: str) -> None:
    with pytest.raises(Refused) as refused:
        position_of_text(text)
    assert refused.value.closing == BAD_AFTER


@pytest.mark.parametrize(
    ("value", "lang"), [("fa", "fa"), ("en", "en"), ("de", "fa"), (None, "fa"), ([], "fa")]
)
def test_a_language_that_we_do_not_speak_is_ours(value: object, lang: str) -> None:
    assert lang_of(value) == lang


def test_text_and_its_absence() -> None:
    assert text_of({"type": "websocket.receive", "text": "hi"}) == "hi"
    assert text_of({"type": "websocket.receive", "text": "x" * MAX_MESSAGE_BYTES})
    assert text_of({"type": "websocket.disconnect", "code": 1001}) is None


@pytest.mark.parametrize(
    ("message", "closing"),
    [
        ({"bytes": b"hi"}, BINARY),
        ({"text": None, "bytes": b""}, BINARY),
        ({"text": "x" * (MAX_MESSAGE_BYTES + 1)}, TOO_LARGE),
        ({"text": "ی" * (MAX_MESSAGE_BYTES // 2 + 1)}, TOO_LARGE),
    ],
)
def test_what_is_no_text_of_ours(message: dict[str, Any], closing: object) -> None:
    with pytest.raises(Refused) as refused:
        text_of({"type": "websocket.receive"} | message)
    assert refused.value.closing == closing


def test_the_minute_moves() -> None:
    meter = Meter()
    for number in range(MESSAGES_A_MINUTE):
        meter.hit(number)
    with pytest.raises(Refused) as refused:
        meter.hit(59_999)
    assert refused.value.closing == TOO_MANY
    meter.hit(60_000)
    with pytest.raises(Refused):
        meter.hit(60_000)
    meter.hit(60_001)
