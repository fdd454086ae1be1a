"""Models of live messages: the envelope, and the messages of the connection itself."""

from typing import Final, Literal

from pydantic import BaseModel, Field

from tajriba.kit.http.schemas import View
from tajriba.kit.i18n import Lang
from tajriba.realtime.protocol.client_messages import MAX_POSITION

_TIMESTAMP: Final = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"


class Envelope(View):
    """What every message of the server has; `data` is of the message's type."""

    type: str
    diagnosis_id: int = Field(
        ge=0,
        description="The reader's diagnosis; 0 on the stream of a practitioner.",
        examples=[123],
    )
    event_id: int = Field(
        ge=0,
        description="The event's position; it grows along all that one connection hears, with "
        "gaps, and counts nothing of others. Of what is no event of the log: the position that the "
        "connection has reached.",
        examples=[987],
    )
    timestamp: str = Field(
        pattern=_TIMESTAMP,
        description="ISO 8601, UTC, milliseconds.",
        examples=["2026-11-22T10:30:00.000Z"],
    )


class Connect(View):
    """Comes first: who is signed in, and whether what was missed follows."""

    user_id: int = Field(ge=1, examples=[12])
    last_event_id: int = Field(
        ge=0, description="What follows is behind it; 0: no event yet.", examples=[987]
    )
    recovered: bool | None = Field(
        description="null: a first connection. true: exactly what was missed follows, once, in "
        "order. false: it can't be told; take the snapshot anew.",
        examples=[None],
    )


class Resync(View):
    """What was missed can't be told; take the snapshot anew."""


class Pong(View):
    """Answers `ping`."""


class Misunderstood(View):
    """A message was not understood; the connection stays open."""

    code: Literal["message_not_json", "message_unknown", "message_bad_ack"]
    detail: str = Field(
        description="Why, in the reader's language.",
        examples=["This message is not a JSON object."],
    )


CONTROL: Final[dict[str, type[BaseModel]]] = {
    "connect": Connect,
    "resync": Resync,
    "pong": Pong,
    "error": Misunderstood,
}
"""The data of each type that is no event of the log."""


class Authenticate(View):
    """The first message of a browser, once: who is there."""

    type: Literal["auth"]
    ticket: str = Field(
        description="From POST /ws/ticket; good once, for 30 seconds.",
        examples=["pXJ0c2VjcmV0LXRoYXQtaXMtc2hvd24tb25jZQ"],
    )
    after: int | None = Field(
        None,
        ge=0,
        le=MAX_POSITION,
        description="The last event that was applied; what was missed since then follows.",
        examples=[980],
    )
    lang: Lang = Field("fa", description="The language of names and reasons.", examples=["fa"])


class PingMessage(View):
    """Asks for a `pong`."""

    type: Literal["ping"]


class Acknowledge(View):
    """Everything up to an event has been taken in."""

    type: Literal["ack"]
    event_id: int = Field(ge=0, le=MAX_POSITION, examples=[987])


FROM_CLIENT: Final[dict[str, type[BaseModel]]] = {
    "auth": Authenticate,
    "ping": PingMessage,
    "ack": Acknowledge,
}
"""Each whole message that a client may send."""
