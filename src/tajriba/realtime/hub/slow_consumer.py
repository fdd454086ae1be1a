"""Detecting slow consumers: clients that do not take what waits for them. Pure."""

from typing import Final

STALLED_MS: Final = 7_000


class SlowConsumers:
    """Since when each client's backlog has not shrunk; knows only those that have one."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[int, int]] = {}

    def stalled(self, client: int, backlog: int, now: int) -> bool:
        """Return whether a client with `backlog` bytes waiting has taken nothing for 7 s."""
        if not backlog:
            self._seen.pop(client, None)
            return False
        since, before = self._seen.get(client, (now, backlog))
        if backlog < before:
            since = now
        self._seen[client] = since, backlog
        return now - since >= STALLED_MS

    def forget(self, client: int) -> None:
        """Know nothing of a client that is gone."""
        self._seen.pop(client, None)
