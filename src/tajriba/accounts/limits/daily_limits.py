"""What one account, or one address, may do in a UTC day, over all processes and restarts.

A process counts in memory, so that no request waits for it, and adds its counts to those of the
database every few seconds, where it learns what the others counted. Until then each process lets
pass what it does not know of: seconds' worth, which the limits of a minute bound.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

import structlog
from sqlalchemy import select, update

from tajriba.accounts.errors import DailyLimitReached
from tajriba.accounts.tables import daily_count
from tajriba.kit.clock import DAY_MS, Clock, day_of
from tajriba.kit.database.transactions import Database, WriteTx
from tajriba.kit.notification.wakeup import Wakeup

Counted = Literal[
    "reports", "diagnoses", "plans", "predictions", "exports", "invitations", "registrations"
]
EVERY_SECONDS: Final = 5.0
_log = structlog.get_logger()


class _Key(NamedTuple):
    """Who did what on which day, counted since 1970."""

    day: int
    counted: Counted
    caller: str


class DailyLimits:
    """Counts of a process, and what it knows of all; without limits, it lets everything pass."""

    def __init__(self, database: Database, clock: Clock, most: Mapping[str, int]) -> None:
        self._database = database
        self._clock = clock
        self._most = most
        self._day = 0
        self._known: dict[_Key, int] = {}
        self._own: Counter[_Key] = Counter()
        self._wakeup = Wakeup(EVERY_SECONDS)

    def count(self, counted: Counted, caller: int | str, times: int = 1) -> None:
        """Count what an account (by its id) or an address does, or is refused to do.

        Raises `DailyLimitReached` where it would be more than a day's; that is not counted.
        """
        if not self._most:
            return
        now = self._clock()
        self._begin(day_of(now))
        key = _Key(self._day, counted, str(caller))
        if self._known.get(key, 0) + self._own[key] + times > self._most[counted]:
            raise DailyLimitReached(-(-(DAY_MS - now % DAY_MS) // 1000))
        self._own[key] += times

    def _begin(self, day: int) -> None:
        if day != self._day:
            self._day = day
            self._known.clear()

    async def run(self) -> None:
        """Add the counts to those of the database every few seconds, until cancelled."""
        await self._wakeup.rounds(self.merge, _failed)

    async def merge(self) -> None:
        """Add what was counted to the database, and learn what is counted there."""
        own = Counter({key: times for key, times in self._own.items() if times})
        if own:
            totals = await self._database.write(_add, own)
            self._own -= own
            self._known |= {key: times for key, times in totals.items() if key.day == self._day}

    async def close(self) -> None:
        """Add what was counted; what fails is logged."""
        try:
            await self.merge()
        except Exception as problem:  # noqa: BLE001 - the process ends
            _failed(problem)


def _add(tx: WriteTx, counts: Mapping[_Key, int]) -> dict[_Key, int]:
    """Add counts to those that stand there, and return the sums."""
    totals = {}
    for key, times in counts.items():
        mine = [daily_count.c[name] == value for name, value in key._asdict().items()]
        more = update(daily_count).where(*mine).values(times=daily_count.c.times + times)
        if not tx.run(more):
            tx.run(daily_count.insert().values(times=times, **key._asdict()))
        totals[key] = int(tx.scalar(select(daily_count.c.times).where(*mine)))
    return totals


def _failed(problem: Exception) -> None:
    _log.error("daily_counts_not_written", exc_info=problem)
