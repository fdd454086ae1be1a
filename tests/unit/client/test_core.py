"""What the client decides by itself: pauses, places in the log, closes, shapes."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.client.core import (
    LONGEST_SECONDS,
    Place,
    body_of,
    heard,
    message_of,
    pause,
    snapshot_of,
    step_after,
    taken,
)
from tajriba.client.errors import NotUnderstood
from tajriba.client.shapes import Event, FeedbackUpdate, Report, SideEffect, Snapshot

attempts = st.integers(0, 10**9)
draws = st.floats(0, 1)


def event(event_id: int, type_: str = "feedback_update", **data: Any) -> Event:
    return Event(type_, 1, event_id, "2026-11-22T10:30:00.000Z", data)


@given(attempts, draws)
def test_a_pause_is_drawn_evenly_below_a_bound_that_doubles(attempt: int, draw: float) -> None:
    bound = pause(attempt, 1)
    assert pause(attempt, draw) == draw * bound
    assert pause(attempt + 1, 1) == min(2 * bound, LONGEST_SECONDS)
    assert 0 < bound <= LONGEST_SECONDS


def test_pauses_start_short() -> None:
    assert [pause(n, 1) for n in range(9)] == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30]


@given(st.integers(0, 50), st.lists(st.integers(0, 60)))
def test_each_event_is_handed_on_once_and_in_order(start: int, ids: list[int]) -> None:
    place, handed = Place(start, whole=True), []
    for event_id in ids:
        place, fresh = heard(place, event(event_id))
        if fresh:
            handed.append(event_id)
        assert place.position == max([start, *handed])
    assert handed == sorted(set(handed))
    assert all(event_id > start for event_id in handed)


@pytest.mark.parametrize(
    ("type_", "data", "whole"),
    [
        ("connect", {"recovered": True}, True),
        ("connect", {"recovered": None}, True),
        ("connect", {"recovered": False}, False),
        ("resync", {}, False),
        ("pong", {}, True),
        ("error", {"code": "message_unknown"}, True),
    ],
)
def test_messages_beside_the_log(type_: str, data: dict[str, Any], whole: bool) -> None:
    assert heard(Place(5, True), event(9, type_, **data)) == (Place(5, whole), False)


def test_a_snapshot_makes_it_whole_again() -> None:
    assert taken(Snapshot(7, [], [], [], False, [])) == Place(7, whole=True)


@pytest.mark.parametrize(
    ("code", "reason", "step"),
    [
        (1008, "not_signed_in", "renew"),
        (1008, "session_ended", "renew"),
        (1008, "bad_after", "snapshot"),
        (1008, "not_allowed", "stop"),
        (1008, "care_ended", "stop"),
        (1008, "too_many_messages", "come_back"),
        (1012, "restarting", "come_back"),
        (1013, "too_slow", "come_back"),
        (1006, "", "come_back"),
        (1000, "not_allowed", "come_back"),
    ],
)
def test_what_a_close_asks_for(code: int, reason: str, step: str) -> None:
    assert step_after(code, reason) == step


def test_a_message_gets_its_class() -> None:
    said = {
        "type": "feedback_update",
        "diagnosis_id": 1,
        "event_id": 2,
        "timestamp": "",
        "data": {},
    }
    assert isinstance(message_of(json.dumps(said)), FeedbackUpdate)
    assert type(message_of(json.dumps(said | {"type": "not_known_yet"}))) is Event


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "1", '"type"',
     '{"type": "a", "diagnosis_id": 1, "event_id": 1, "timestamp": ""}',
     '{"type": 1, "diagnosis_id": 1, "event_id": 1, "timestamp": "", "data": {}}',
     '{"type": "a", "diagnosis_id": 1, "event_id": "1", "timestamp": "", "data": {}}',
     '{"type": "a", "diagnosis_id": 1, "event_id": 1, "timestamp": "", "data": []}'],
)  # fmt: skip
def test_what_is_no_message(text: str) -> None:
    with pytest.raises(NotUnderstood):
        message_of(text)


@pytest.mark.parametrize("data", [None, [], {}, {"event_id": 1}])
def test_what_is_no_snapshot(data: Any) -> None:
    with pytest.raises(NotUnderstood):
        snapshot_of(data)


def test_a_snapshot_may_hold_more_than_we_know() -> None:
    data = {"event_id": 3, "evidence": [], "ranking": [], "urgent": [], "mood": "good"}
    data |= {"withheld": False, "recent_events": []}
    assert snapshot_of(data) == Snapshot(3, [], [], [], False, [])


def test_a_body_leaves_out_what_was_left_open() -> None:
    report = Report(diagnosis_id=1, recommendation_id=2, rating=3, symptom_improvement=4)
    assert body_of(report) == {
        "diagnosis_id": 1, "recommendation_id": 2, "rating": 3, "symptom_improvement": 4,
        "got_worse": False,
    }  # fmt: skip


def test_a_body_says_when_and_what() -> None:
    report = Report(
        diagnosis_id=1,
        recommendation_id=2,
        rating=3,
        symptom_improvement=4,
        side_effects=[SideEffect("تهوع", "mild")],
        observed_at=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
    )
    body = body_of(report)
    assert body["side_effects"] == [{"name": "تهوع", "severity": "mild"}]
    assert body["observed_at"] == "2026-11-22T10:30:00+00:00"
