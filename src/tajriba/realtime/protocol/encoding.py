"""Encoding messages as text. A shared event is encoded once per language, not per reader."""

from collections.abc import Callable
from typing import Any

import orjson

from tajriba.events.service import Event
from tajriba.kit.clock import iso
from tajriba.kit.i18n import Lang

_KEPT = 512

Words = Callable[[Event, Lang], dict[str, Any]]


def message(type_: str, diagnosis_id: int, event_id: int, at: int, data: dict[str, Any]) -> str:
    """Return a message of the protocol; `at` is in milliseconds."""
    return _around(type_, event_id, at, data).replace(_PLACE, str(diagnosis_id), 1)


class Frames:
    """Turns events into messages for their readers."""

    def __init__(self, word: Words) -> None:
        self._word = word
        self._made: dict[tuple[int, Lang], tuple[str, str]] = {}

    def of(self, event: Event, lang: Lang, diagnosis_id: int) -> str:
        """Return the message of an event for a reader of this language and diagnosis."""
        head, tail = self._made.get((event.id, lang)) or self._make(event, lang)
        return f"{head}{diagnosis_id}{tail}"

    def _make(self, event: Event, lang: Lang) -> tuple[str, str]:
        whole = _around(event.type, event.position, event.created_at, self._word(event, lang))
        head, _, tail = whole.partition(_PLACE)
        if len(self._made) >= _KEPT:
            del self._made[next(iter(self._made))]
        self._made[event.id, lang] = head, tail
        return head, tail


_PLACE = "\0"  # JSON text can't hold it, so it marks one place only


def _around(type_: str, event_id: int, at: int, data: dict[str, Any]) -> str:
    rest = orjson.dumps({"event_id": event_id, "timestamp": iso(at), "data": data}).decode()
    return f'{{"type":{orjson.dumps(type_).decode()},"diagnosis_id":{_PLACE},{rest[1:]}'
