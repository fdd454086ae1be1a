"""Messages as text: shared events are worded once per language."""

import json
from typing import Any

from tajriba.events.service import Event
from tajriba.kit.i18n import Lang
from tajriba.realtime.protocol.encoding import _KEPT, Frames, message

AT = 1_795_348_800_000


class Wording:
    def __init__(self) -> None:
        self.asked: list[tuple[int, Lang]] = []

    def __call__(self, event: Event, lang: Lang) -> dict[str, Any]:
        self.asked.append((event.id, lang))
        return {"herb_name": {"fa": "بابونه \0", "en": "chamomile"}[lang], **event.data}


def test_a_message_is_an_envelope() -> None:
    assert json.loads(message("pong", 12, 9, AT, {"a": "\0"})) == {
        "type": "pong",
        "diagnosis_id": 12,
        "event_id": 9,
        "timestamp": "2026-11-22T12:00:00.000Z",
        "data": {"a": "\0"},
    }


def test_an_event_is_worded_once_per_language_and_spliced_per_reader() -> None:
    wording = Wording()
    frames = Frames(wording)
    event = Event(987, "recommendation:7", "effectiveness_update", AT, {"score": 0.5}, 4001)
    texts = [frames.of(event, "fa", 1), frames.of(event, "fa", 22), frames.of(event, "en", 3)]
    assert wording.asked == [(987, "fa"), (987, "en")]
    assert [json.loads(text)["diagnosis_id"] for text in texts] == [1, 22, 3]
    assert json.loads(texts[1]) == {
        "type": "effectiveness_update",
        "diagnosis_id": 22,
        "event_id": 4001,
        "timestamp": "2026-11-22T12:00:00.000Z",
        "data": {"herb_name": "بابونه \0", "score": 0.5},
    }


def test_what_is_kept_is_bounded() -> None:
    wording = Wording()
    frames = Frames(wording)
    for position in range(_KEPT + 1):
        frames.of(Event(position, "t", "feedback_update", AT, {}, 7), "en", 1)
    frames.of(Event(_KEPT, "t", "feedback_update", AT, {}, 7), "en", 1)
    assert len(wording.asked) == _KEPT + 1
    frames.of(Event(0, "t", "feedback_update", AT, {}, 7), "en", 1)
    assert len(wording.asked) == _KEPT + 2
