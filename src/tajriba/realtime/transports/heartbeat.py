"""When the next heartbeat of a connection is due: a ping of a WebSocket, a comment of a stream."""

from typing import Final

HEARTBEAT_SECONDS: Final = 25.0
JITTER_SECONDS: Final = 5.0


def heartbeat(share: float) -> float:
    """Return seconds to the next heartbeat, for a `share` of 0 to 1 of the jitter's width."""
    return HEARTBEAT_SECONDS + (2 * share - 1) * JITTER_SECONDS
