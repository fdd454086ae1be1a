"""Parsing clients' messages, and the reasons for closing a socket, without I/O."""

from collections import deque
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeGuard

import orjson

from tajriba.kit.errors import Kind
from tajriba.kit.i18n import DEFAULT_LANG, LANGS, Lang
from tajriba.realtime.protocol.errors import BadAck, NotJson, UnknownMessage

MAX_MESSAGE_BYTES = 64 * 1024
MESSAGES_A_MINUTE = 100
MAX_POSITION = 2**63 - 1
_MINUTE_MS = 60_000


class Closing(NamedTuple):
    """A close code and the reason that goes with it."""

    code: int
    reason: str


NOT_SIGNED_IN: Final = Closing(1008, "not_signed_in")
AUTH_TIMEOUT: Final = Closing(1008, "auth_timeout")
NOT_ALLOWED: Final = Closing(1008, "not_allowed")
BAD_AFTER: Final = Closing(1008, "bad_after")
BINARY: Final = Closing(1008, "binary_message")
SECOND_AUTH: Final = Closing(1008, "second_auth")
TOO_MANY: Final = Closing(1008, "too_many_messages")
SESSION_ENDED: Final = Closing(1008, "session_ended")
CARE_ENDED: Final = Closing(1008, "care_ended")
BAD_ORIGIN: Final = Closing(1008, "bad_origin")
TOO_LARGE: Final = Closing(1009, "too_large")
FAILED: Final = Closing(1011, "failed")
RESTARTING: Final = Closing(1012, "restarting")
TOO_SLOW: Final = Closing(1013, "too_slow")
OVERLOADED: Final = Closing(1013, "overloaded")

CLOSING_OF: Final[dict[Kind, Closing]] = {
    "unauthenticated": NOT_SIGNED_IN,
    "forbidden": NOT_ALLOWED,
    "not_found": NOT_ALLOWED,
    "rate_limited": OVERLOADED,
    "unavailable": OVERLOADED,
}
"""How the socket's edge answers the errors that can stop a client from entering."""


class Refused(Exception):
    """The socket must be closed; `closing` says how."""

    def __init__(self, closing: Closing) -> None:
        super().__init__(closing.reason)
        self.closing = closing


@dataclass(frozen=True, slots=True)
class Auth:
    """Who is there; `after` and `lang` are still as they came."""

    ticket: object
    after: object
    lang: object


@dataclass(frozen=True, slots=True)
class Ping:
    """Asks for a `pong`."""


@dataclass(frozen=True, slots=True)
class Ack:
    """The client has taken in everything up to an event."""

    event_id: int


def text_of(message: Any) -> str | None:
    """Return the text of an ASGI message, None where the client has gone; raises `Refused`."""
    if message["type"] == "websocket.disconnect":
        return None
    text = message.get("text")
    if not isinstance(text, str):
        raise Refused(BINARY)
    if len(text) > MAX_MESSAGE_BYTES or len(text.encode("utf-8", "replace")) > MAX_MESSAGE_BYTES:
        raise Refused(TOO_LARGE)
    return text


def parse(text: str) -> Auth | Ping | Ack:
    """Return what a client says; raises `NotJson`, `UnknownMessage` or `BadAck`."""
    said = _object(text)
    match said.get("type"):
        case "auth":
            return Auth(said.get("ticket"), said.get("after"), said.get("lang"))
        case "ping":
            return Ping()
        case "ack":
            return Ack(_acknowledged(said.get("event_id")))
        case _:
            raise UnknownMessage


def _object(text: str) -> dict[str, Any]:
    try:
        said = orjson.loads(text)
    except ValueError as problem:
        raise NotJson from problem
    if not isinstance(said, dict):
        raise NotJson
    return said


def _acknowledged(value: object) -> int:
    if not _is_position(value):
        raise BadAck
    return value


def position_of(value: object) -> int | None:
    """Return an `after` as it came in a message, None without one; raises `Refused`."""
    if value is None:
        return None
    if not _is_position(value):
        raise Refused(BAD_AFTER)
    return value


def position_of_text(text: str | None) -> int | None:
    """Return an `after` as it came in a query, None without one; raises `Refused`."""
    if text is None:
        return None
    digits = text.isascii() and text.isdigit() and len(text) <= 19
    return position_of(int(text) if digits else text)


def _is_position(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value <= MAX_POSITION


def lang_of(value: object) -> Lang:
    """Return the language that a client names, ours by default where we don't speak it."""
    return next((lang for lang in LANGS if lang == value), DEFAULT_LANG)


class Meter:
    """Counts messages in a moving minute."""

    __slots__ = ("_times",)

    def __init__(self) -> None:
        self._times: deque[int] | None = None  # most sockets never say a word

    def hit(self, now: int) -> None:
        """Count a message at `now` (milliseconds); raises `Refused` where it is one too many."""
        if self._times is None:
            self._times = deque(maxlen=MESSAGES_A_MINUTE)
        full = len(self._times) == MESSAGES_A_MINUTE
        if full and now - self._times[0] < _MINUTE_MS:
            raise Refused(TOO_MANY)
        self._times.append(now)
