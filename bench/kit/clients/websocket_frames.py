"""The WebSocket wire as a client sees it: the upgrade, frames in, masked frames out. Pure."""

from typing import NamedTuple

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
_KEY = "dGhlIHNhbXBsZSBub25jZQ=="


class WireError(Exception):
    """The server sent what no server should."""


class Frame(NamedTuple):
    """A whole, unfragmented frame; `end` is where it ends in what it was read from."""

    opcode: int
    payload: bytes
    end: int


def upgrade(path: str, headers: dict[str, str]) -> bytes:
    """The request that turns a connection into a WebSocket."""
    every = {
        "Host": "127.0.0.1",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": _KEY,
        **headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in every.items())
    return f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()


def frame_at(data: bytes, start: int) -> Frame | None:
    """The frame that begins at `start`, None where it is not all there.

    Raises WireError for a fragmented or masked one: none of the servers sends such.
    """
    if len(data) < start + 2:
        return None
    if not data[start] & 0x80 or data[start + 1] & 0x80:
        raise WireError("a fragmented or masked frame")
    size, body = data[start + 1], start + 2
    if size >= 126:
        wide = 2 if size == 126 else 8
        size, body = int.from_bytes(data[body : body + wide], "big"), body + wide
    end = body + size
    return Frame(data[start] & 15, data[body:end], end) if len(data) >= end else None


def frame(opcode: int, payload: bytes) -> bytes:
    """A client's frame of at most 65,535 bytes; its mask is zero, so the payload stays readable."""
    size = len(payload)
    head = bytes([0x80 | opcode])
    if size < 126:
        return head + bytes([0x80 | size]) + bytes(4) + payload
    return head + bytes([0x80 | 126]) + size.to_bytes(2, "big") + bytes(4) + payload
