"""What signed-in people were refused, in the audit trail: written before the answer, and bounded.

The first of an account in a minute stand there one by one; the rest of the minute is one entry that
says how many they were, so that a flood of requests does not fill the disk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from tajriba.audit.service import Entry, record_all
from tajriba.kit.clock import Clock
from tajriba.kit.database.transactions import Database, WriteTx
from tajriba.kit.errors import AppError
from tajriba.kit.notification.wakeup import Wakeup

DENIED: Final = "access.deny"
MOST_A_MINUTE: Final = 10
"""So many denials of an account stand in the trail one by one."""

_MINUTE_MS: Final = 60_000
_EVERY_SECONDS: Final = 60.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Denial:
    """What somebody was refused: the code of the error, by which route with which ids.

    `of` is whose record it was, as the subject of an entry, where that is known.
    """

    actor_id: int
    code: str
    by: str
    ids: dict[str, str] = field(default_factory=dict)
    of: tuple[str, int] | None = None


def is_denial(problem: AppError) -> bool:
    """Return whether somebody may not do this, or reached for what is another's; not where nothing
    is there."""
    return problem.kind == "forbidden" or problem.of is not None


@dataclass(slots=True)
class _Minute:
    """What an account was refused in one minute: how many times in all."""

    number: int
    times: int = 0


class Denials:
    """Writes the denials of a process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._minutes: dict[int, _Minute] = {}
        self._counted: list[Entry] = []
        self._wakeup = Wakeup(_EVERY_SECONDS)

    async def note(self, denial: Denial) -> None:
        """Write a denial, or count it; raises `Unavailable` where it can't be written."""
        minute = self._minute(denial.actor_id)
        minute.times += 1
        if minute.times <= MOST_A_MINUTE:
            await self._database.write_grouped(_record, _entry(denial))

    async def run(self) -> None:
        """Write what was counted once its minute is over, until cancelled."""
        await self._wakeup.rounds(self.flush, _failed)

    async def flush(self) -> None:
        """Write what was counted in minutes that are over; what fails is kept for the next time."""
        self._end_minutes(before=self._clock() // _MINUTE_MS)
        counted = list(self._counted)
        if counted:
            await self._database.write(record_all, counted)
            del self._counted[: len(counted)]

    async def close(self) -> None:
        """Write all that was counted; what fails is logged."""
        self._end_minutes(before=None)
        try:
            await self.flush()
        except Exception as problem:  # noqa: BLE001 - the process ends
            _failed(problem)

    def _minute(self, actor_id: int) -> _Minute:
        number = self._clock() // _MINUTE_MS
        found = self._minutes.get(actor_id)
        if found is None or found.number != number:
            self._end(actor_id)
            found = self._minutes[actor_id] = _Minute(number)
        return found

    def _end_minutes(self, before: int | None) -> None:
        over = [
            actor_id
            for actor_id, minute in self._minutes.items()
            if before is None or minute.number < before
        ]
        for actor_id in over:
            self._end(actor_id)

    def _end(self, actor_id: int) -> None:
        ended = self._minutes.pop(actor_id, None)
        if ended is not None and ended.times > MOST_A_MINUTE:
            after = {"times": ended.times - MOST_A_MINUTE}
            self._counted.append(Entry(actor_id, DENIED, "user", actor_id, after=after))


def _entry(denial: Denial) -> Entry:
    subject, subject_id = denial.of or ("user", denial.actor_id)
    after: dict[str, Any] = {"by": denial.by, "code": denial.code, "ids": denial.ids}
    return Entry(denial.actor_id, DENIED, subject, subject_id, after=after)


def _record(tx: WriteTx, entries: Sequence[Entry]) -> Sequence[None]:
    record_all(tx, entries)
    return [None] * len(entries)


def _failed(problem: Exception) -> None:
    _log.error("denials_not_written", exc_info=problem)
