"""How a client of each side enters, and what it must answer to stay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.kit.clients.websocket_frames import TEXT, frame


@dataclass(frozen=True, slots=True)
class Dialect:
    """A side's way of talking over a WebSocket.

    `answers` maps the start of a text that is no message to what the client answers, empty for
    nothing; a text that starts with `entered` ends the entrance.
    """

    path: str
    entered: bytes | None
    headers: dict[str, str] = field(default_factory=dict)
    answers: Mapping[bytes, bytes] = field(default_factory=dict)

    def answer(self, text: bytes) -> bytes | None:
        """The frame that a text asks for, empty where it asks for none, None for a message."""
        for start, said in self.answers.items():
            if text.startswith(start):
                return frame(TEXT, said) if said else b""
        return None


SOCKET_IO = Dialect(
    "/socket.io/?EIO=4&transport=websocket",
    entered=b"40{",
    answers={b"0{": b"40", b"40{": b"", b"2": b"3"},
)
"""Engine.IO 4: open, connect to the root namespace, ping and pong."""

WS = Dialect("/live", entered=None)
"""Nothing but the upgrade."""


def ours(diagnosis_id: int, token: str, after: int | None = None) -> Dialect:
    """A native client of a diagnosis; `after` resumes."""
    query = "" if after is None else f"?after={after}"
    return Dialect(
        f"/ws/{diagnosis_id}{query}",
        entered=b'{"type":"connect"',
        headers={"Authorization": f"Bearer {token}", "Accept-Language": "fa"},
    )


Choose = Callable[[int], Dialect]
"""The dialect of the n-th client."""
