"""Frame batching: at the end of a turn of the event loop, a client's frames are written at once."""

import asyncio


class FrameBatch:
    """Frames on their way: each write is a system call, which costs more than all else of it."""

    def __init__(self) -> None:
        self._frames: dict[asyncio.Transport, list[bytes]] = {}

    def put(self, transport: asyncio.Transport, frame: bytes) -> None:
        """Have a frame written behind those that were put for the same transport."""
        waiting = self._frames.get(transport)
        if waiting is not None:
            waiting.append(frame)
            return
        if not self._frames:
            asyncio.get_running_loop().call_soon(self._flush)
        self._frames[transport] = [frame]

    def flush(self, transport: asyncio.Transport) -> None:
        """Write now what was put for one transport: something else goes behind it."""
        _write(transport, self._frames.pop(transport, []))

    def _flush(self) -> None:
        frames, self._frames = self._frames, {}
        for transport, waiting in frames.items():
            _write(transport, waiting)


def _write(transport: asyncio.Transport, frames: list[bytes]) -> None:
    if frames and not transport.is_closing():
        transport.write(b"".join(frames))
