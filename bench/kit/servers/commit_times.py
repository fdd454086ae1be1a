"""When transactions committed: `tajriba serve` that writes it down, and the reader of that.

BENCH_COMMITS=FILE python -m bench.kit.servers.commit_times serve --port PORT
"""

import os
import time
from bisect import bisect_left
from collections import defaultdict
from pathlib import Path

import tajriba.app
import tajriba.database
from tajriba.cli import main
from tajriba.kit.clock import Clock, system_clock
from tajriba.kit.database.transactions import Database, Topics
from tajriba.settings import Settings

COMMITS = "BENCH_COMMITS"
_MS = 1000


class Commits:
    """Each topic's commits, as milliseconds since 1970."""

    def __init__(self, file: Path) -> None:
        self._by_topic: defaultdict[str, list[float]] = defaultdict(list)
        for line in file.read_text().splitlines():
            at, *topics = line.split()
            for topic in topics:
                self._by_topic[topic].append(float(at))

    def first(self, topic: str, begun: float) -> float:
        """Return when the first transaction committed that told a topic and did not commit
        before `begun` (ms); raises IndexError where none was written down."""
        found = self._by_topic[topic]
        return found[bisect_left(found, begun)]


def _write_down(file: Path) -> None:
    """Have every database that the app opens tell its commits."""
    lines = file.open("a", buffering=1)
    opens = tajriba.database.open_database

    def tell(topics: Topics) -> None:
        lines.write(f"{time.time() * _MS:.3f} {' '.join(topics)}\n")

    def open_database(settings: Settings, clock: Clock = system_clock) -> Database:
        database = opens(settings, clock)
        database.on_commit(tell)
        return database

    vars(tajriba.app)["open_database"] = open_database


if __name__ == "__main__":
    _write_down(Path(os.environ[COMMITS]))
    main()
