"""The type of an event. Pure, so that code without a database builds and reads events too."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """A fact at a position of the log; `data` holds codes and parameters, not words."""

    id: int
    topic: str
    type: str
    created_at: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A fact that is to be appended."""

    topic: str
    type: str
    data: dict[str, Any]
