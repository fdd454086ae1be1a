"""The client's decisions without I/O: its position in the event log, when and how it reconnects."""

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, TypeVar

import orjson

from tajriba.client.errors import NotUnderstood
from tajriba.client.shapes import (
    DiagnosisUpdate,
    EffectivenessUpdate,
    Event,
    FeedbackUpdate,
    Practice,
    RecommendationUpdate,
    Report,
    SafetyAlert,
    SafetyAlertClosed,
    Snapshot,
)

TRIES: Final = 6
FIRST_SECONDS: Final = 0.25
LONGEST_SECONDS: Final = 30.0
_DOUBLINGS: Final = 16  # far beyond the longest pause, and no overflow however long it takes

Step = Literal["come_back", "renew", "snapshot", "stop"]
_STEPS: Final[dict[str, Step]] = {
    "not_signed_in": "renew",
    "session_ended": "renew",
    "bad_after": "snapshot",
    "not_allowed": "stop",
    "care_ended": "stop",
}
_TYPES: Final[dict[str, type[Event]]] = {
    "feedback_update": FeedbackUpdate,
    "effectiveness_update": EffectivenessUpdate,
    "recommendation_update": RecommendationUpdate,
    "diagnosis_update": DiagnosisUpdate,
    "safety_alert": SafetyAlert,
    "safety_alert_closed": SafetyAlertClosed,
}
_ASIDE: Final = frozenset({"connect", "resync", "pong", "error"})
"""Types that are no events of the log."""


def pause(attempt: int, draw: float) -> float:
    """Return how many seconds to wait after failed try `attempt` (0 is the first).

    Exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", 2015): evenly
    drawn below a bound that doubles up to 30 s. `draw` is from 0 to 1.
    """
    return draw * min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(attempt, _DOUBLINGS))


def step_after(code: int, reason: str) -> Step:
    """Return what to do after a close of this code and reason (docs/protocol.md)."""
    return _STEPS.get(reason, "come_back") if code == 1008 else "come_back"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the log a reader stands, and whether what it holds is still whole."""

    position: int = 0
    whole: bool = False


def taken(snapshot: Snapshot | Practice) -> Place:
    """Return where a reader stands who has just taken a snapshot."""
    return Place(snapshot.event_id, whole=True)


def heard(place: Place, message: Event) -> tuple[Place, bool]:
    """Return where a reader stands after a message, and whether it is an event to hand on.

    What is at or before its position was handed on before, or stands in its snapshot.
    """
    if message.type in _ASIDE:
        return Place(place.position, place.whole and not _tells_of_a_gap(message)), False
    if message.event_id <= place.position:
        return place, False
    return Place(message.event_id, place.whole), True


def _tells_of_a_gap(message: Event) -> bool:
    recovered = message.data.get("recovered")
    return message.type == "resync" or (message.type == "connect" and recovered is False)


def message_of(text: bytes | str) -> Event:
    """Return a message of the socket; raises `NotUnderstood`."""
    try:
        said = orjson.loads(text)
        type_, data = said["type"], said["data"]
        values = type_, said["diagnosis_id"], said["event_id"], said["timestamp"], data
    except (ValueError, TypeError, LookupError) as problem:
        raise NotUnderstood from problem
    if not (isinstance(data, dict) and isinstance(type_, str) and isinstance(values[2], int)):
        raise NotUnderstood
    return _TYPES.get(type_, Event)(*values)


def snapshot_of(data: Any) -> Snapshot:
    """Return a live snapshot; raises `NotUnderstood`."""
    return _of_fields(Snapshot, data)


def practice_of(data: Any) -> Practice:
    """Return the snapshot of a practice; raises `NotUnderstood`."""
    return _of_fields(Practice, data)


_Shape = TypeVar("_Shape", Snapshot, Practice)


def _of_fields(shape: type[_Shape], data: Any) -> _Shape:
    try:
        return shape(**{name: data[name] for name in shape.__dataclass_fields__})
    except (TypeError, LookupError) as problem:
        raise NotUnderstood from problem


def body_of(report: Report) -> dict[str, Any]:
    """Return the body that submits a report; what was left open is left out."""
    body = {name: value for name, value in asdict(report).items() if value not in (None, [], "")}
    if report.observed_at is not None:
        body["observed_at"] = report.observed_at.isoformat()
    return body
