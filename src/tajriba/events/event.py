"""The type of an event. Pure, so that code without a database builds and reads events too."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """A fact in the log; `data` holds codes and parameters, not words.

    `id` is its place in the whole log, which stays inside; `position` is what its readers see
    (`events/positions.py`).
    """

    id: int
    topic: str
    type: str
    created_at: int
    data: dict[str, Any]
    position: int


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A fact that is to be appended; `shared` where it tells what everybody may read."""

    topic: str
    type: str
    data: dict[str, Any]
    shared: bool = False
