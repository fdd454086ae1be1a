"""The rate limit of received bytes: a token bucket for each client. Pure."""

from typing import Final

SLICE: Final = 4 * 1024
"""Bytes that are read before others get their turn: some hundred of the smallest frames."""

BURST: Final = 128 * 1024
"""Bytes that are heard at once: a few of the longest messages."""

PER_SECOND: Final = 32 * 1024
"""Bytes a second that are heard in the long run, however small their frames."""


class TokenBucket:
    """A leaky bucket of bytes."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: float) -> None:
        self._left: float = BURST
        self._at = now

    def spend(self, size: int, now: float) -> float:
        """Take `size` bytes at `now` (seconds); return how long to wait before more is heard."""
        self._left = min(BURST, self._left + (now - self._at) * PER_SECOND) - size
        self._at = now
        return max(0.0, -self._left / PER_SECOND)
