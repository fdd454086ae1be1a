"""The message that is fanned out, and reading its number back."""

import json
import re
from typing import Any

from bench.kit.clients.identical_streams import DiscordError, Numbered

SIZE = 300
FIRST = 1_000_001
"""Numbers have seven digits, so that every message has the same size."""

_NUMBER = re.compile(rb'"feedback_id":(\d+)')
_EVENT = re.compile(rb'"event_id":(\d+)')


def data_of(number: int) -> dict[str, Any]:
    """The data of message `number`: a report's, its one side effect's name fills it to SIZE."""
    short = _data(number, "")
    return _data(number, "n" * (SIZE - len(_text(number, short))))


def message(number: int) -> bytes:
    """Message `number` as JSON of exactly SIZE bytes, as the peers are given it."""
    return _text(number, data_of(number)).encode()


def numbered(text: bytes) -> int:
    """The number of a message; raises DiscordError for one that is none, or too small."""
    found = _NUMBER.search(text)
    if found is None or len(text) < SIZE:
        raise DiscordError(f"no message of {SIZE} bytes: {text!r}")
    return int(found[1])


def numbered_in_log_order() -> Numbered:
    """The same for ours, whose `event_id` must grow from message to message as well."""
    last = 0

    def read(text: bytes) -> int:
        nonlocal last
        found = _EVENT.search(text)
        if found is None or int(found[1]) <= last:
            raise DiscordError(f"not behind event {last}: {text!r}")
        last = int(found[1])
        return numbered(text)

    return read


def _data(number: int, name: str) -> dict[str, Any]:
    return {
        "feedback_id": number,
        "recommendation_id": 5,
        "rating": 4,
        "symptom_improvement": 4,
        "withdrawn": False,
        "average_rating": 4.0,
        "improvement_score": 4.0,
        "side_effects": [{"name": name, "count": 2}],
        "sample_size": 1,
    }


def _text(number: int, data: dict[str, Any]) -> str:
    whole = {
        "type": "feedback_update",
        "diagnosis_id": 1,
        "event_id": 1,
        "timestamp": "2026-11-22T11:44:09.077Z",
        "data": {**data, "feedback_id": number},
    }
    return json.dumps(whole, separators=(",", ":"))
