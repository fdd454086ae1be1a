"""How long messages took, from the commit of their transaction to the client that read them."""

from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from bench.kit.servers.commit_times import Commits

_MS = 1000


class _Heard(NamedTuple):
    type: str
    topic: str
    begun: float
    at: float


@lru_cache(4096)
def _ms(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp() * _MS


class Stopwatch:
    """Takes what clients read; only what begins after `start` counts.

    A message says when its transaction began, in whole milliseconds, rounded down: the first
    commit since then that told its topic is taken for its own. Where that is another one's, the
    message seems to have taken longer than it did, never less.
    """

    def __init__(self) -> None:
        self._heard: list[_Heard] = []
        self._reports: set[int] = set()
        self._started = float("inf")

    def start(self, now: float) -> None:
        """Count from now (seconds since 1970) on."""
        self._started = now * _MS

    def heard(self, text: bytes, at: float) -> None:
        """Take a message that a client read `at` seconds since 1970."""
        said = orjson.loads(text)
        if said["type"] == "feedback_update":
            self._reports.add(said["data"]["feedback_id"])
        begun = _ms(said["timestamp"])
        if begun >= self._started:
            self._heard.append(_Heard(said["type"], _topic(said), begun, at * _MS))

    def has_heard(self, reports: int) -> bool:
        """Whether so many reports were heard of."""
        return len(self._reports) >= reports

    def latencies(self, commits: Commits) -> dict[str, list[float]]:
        """Return the latencies in ms, by type of message."""
        found: defaultdict[str, list[float]] = defaultdict(list)
        for one in self._heard:
            found[one.type].append(one.at - commits.first(one.topic, one.begun))
        return dict(found)


def _topic(said: dict[str, Any]) -> str:
    if said["data"].get("scope") == "recommendation":
        return f"recommendation:{said['data']['recommendation_id']}"
    return f"diagnosis:{said['diagnosis_id']}"
