"""How long messages took: since their transaction began, and since the report's 201.

The server's `timestamp` of an event is the moment at which its transaction began, in whole
milliseconds, rounded down; the client reads the same clock of the same machine. So what is
counted holds the commit itself besides, and up to a millisecond too much: never too little.
"""

import time
from collections import defaultdict
from datetime import datetime
from functools import lru_cache

import orjson

_MS = 1000


@lru_cache(4096)
def _ms(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp() * _MS


class Stopwatch:
    """Latencies in ms, by type of message; only what commits after `start` counts."""

    def __init__(self) -> None:
        self.since_begun: defaultdict[str, list[float]] = defaultdict(list)
        self.since_answer: list[float] = []
        self._started = float("inf")
        self._heard_at: dict[int, float] = {}
        self._answered_at: dict[int, float] = {}

    def start(self) -> None:
        """Count from now on."""
        self._started = time.time() * _MS

    def heard(self, text: bytes, at: float) -> None:
        """Take a message that a client read `at` seconds since 1970."""
        said = orjson.loads(text)
        begun = _ms(said["timestamp"])
        if begun >= self._started:
            self.since_begun[said["type"]].append(at * _MS - begun)
        if said["type"] == "feedback_update":
            number = said["data"]["feedback_id"]
            self._heard_at[number] = at
            self._pair(number, begun)

    def answered(self, answer: bytes) -> None:
        """Take the answer to a report."""
        _, _, body = answer.partition(b"\r\n\r\n")
        data = orjson.loads(body)["data"]
        self._answered_at[data["id"]] = time.time()
        self._pair(data["id"], _ms(data["created_at"]))

    def has_heard(self, reports: int) -> bool:
        """Whether every one of so many reports was answered and heard of."""
        return len(self._heard_at) >= reports and len(self._answered_at) >= reports

    def _pair(self, number: int, begun: float) -> None:
        heard, answered = self._heard_at.get(number), self._answered_at.get(number)
        if heard is not None and answered is not None and begun >= self._started:
            self.since_answer.append((heard - answered) * _MS)
