"""Framing of the two kinds of connection: WebSocket frames and server-sent events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from tajriba.kit.i18n import Lang
from tajriba.realtime.protocol.client_messages import Closing
from tajriba.realtime.transports.uvicorn_transport import close_frame, text_frame

Message = dict[str, Any]
"""A message of ASGI."""


@dataclass(frozen=True, slots=True, eq=False)
class Framing:
    """How a message of the protocol is put, and what ASGI is told to send and to close.

    `frame` and `close_frame` make the bytes for those whose transport is written to directly.
    """

    put: Callable[[str, int], str]
    send: Callable[[str], Message]
    close: Callable[[Closing], Message]
    frame: Callable[[str], bytes] | None = None
    close_frame: Callable[[Closing], bytes] | None = None
    tells_resync: bool = False


class Reader(NamedTuple):
    """What an event is put for: readers that are equal get the same bytes."""

    diagnosis_id: int
    lang: Lang
    framing: Framing


def closing_message(closing: Closing) -> Message:
    """Return the ASGI message that closes a socket."""
    return {"type": "websocket.close", "code": closing.code, "reason": closing.reason}


def _body(text: str, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": text.encode(), "more_body": more}


SOCKET: Final = Framing(
    put=lambda text, _: text,
    send=lambda text: {"type": "websocket.send", "text": text},
    close=closing_message,
    frame=text_frame,
    close_frame=close_frame,
)

STREAM: Final = Framing(
    put=lambda text, event_id: f"id: {event_id}\ndata: {text}\n\n",
    send=_body,
    close=lambda closing: _body(f": {closing.reason}\n\n", more=False),
    tells_resync=True,
)
