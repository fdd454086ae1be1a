"""The clock. Code that needs the time is given a clock, so that tests can set it."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache

Clock = Callable[[], int]
"""Returns milliseconds since 1970-01-01 UTC."""

MINUTE_MS = 60_000
DAY_MS = 86_400_000


def system_clock() -> int:
    """Return the machine's time in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def day_of(ms: int) -> int:
    """Return the whole UTC days since 1970 of a time in milliseconds."""
    return ms // DAY_MS


@lru_cache(maxsize=1024)
def iso(ms: int) -> str:
    """Return the ISO 8601 UTC text of a time in milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def iso_day(day: int) -> str:
    """Return the ISO 8601 date of a day since 1970."""
    return datetime.fromtimestamp(day * 86_400, UTC).date().isoformat()


def to_ms(moment: datetime) -> int:
    """Return the milliseconds since 1970 UTC of an aware `moment`."""
    return round(moment.timestamp() * 1000)


def date_of(ms: int) -> date:
    """Return the UTC date of a time in milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC).date()


def year_of(ms: int) -> int:
    """Return the Gregorian year in UTC of a time in milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC).year
