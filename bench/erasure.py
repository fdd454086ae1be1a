"""How long it takes to erase a patient with many reports, and how long others wait meanwhile.

python -m bench.erasure [--reports 10000 --rounds 1 --json FILE]
"""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from sqlalchemy import func, select, update

from bench.kit.claim_command import Claim
from bench.kit.quantiles import quantile
from bench.kit.result_table import Row, show, within
from tajriba.audit.service import Entry, record
from tajriba.audit.verification import verify as verify_trail
from tajriba.feedback.answers import Answers, SideEffect
from tajriba.feedback.tables import feedback
from tajriba.kit.background_tasks import spawn
from tajriba.kit.clock import DAY_MS, system_clock
from tajriba.kit.database.sqlite import SqliteDatabase
from tajriba.kit.database.transactions import WriteTx
from tajriba.loop.transfer.record_format import Record
from tajriba.loop.transfer.record_import import Progress, import_batch
from tajriba.loop.verification.verification import verify
from tajriba.migrate import migrate
from tajriba.patients.service import register
from tajriba.patients.tables import patient
from tajriba.privacy.eraser import erase_due
from tajriba.privacy.tables import erasure

SECONDS, OTHERS_MS = 60.0, 250.0
REF, REMEDIES, DAYS, AT_ONCE = "erased", 4, 80, 500
ASKED = ("rating", "symptom_improvement", "side_effects", "comment")


@dataclass(frozen=True, slots=True)
class Options:
    """How many reports the patient has, and how often one is erased."""

    reports: int = 10_000
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Round:
    """One erasure: its seconds, and how long the writes of others took beside it."""

    reports: int
    seconds: float
    others_p99_ms: float
    others_longest_ms: float


def measure(options: Options) -> list[Round]:
    """Erase a patient from a new database for each round, beside another writer."""
    return [_erased(options.reports) for _ in range(options.rounds)]


def _erased(reports: int) -> Round:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tajriba.db"
        migrate(f"sqlite:///{path}")
        database = SqliteDatabase(path, system_clock)
        try:
            _fill(database, reports)
            seconds, waited = asyncio.run(_timed(database))
            _require_gone(database)
        finally:
            database.close()
    return Round(reports, seconds, quantile(waited, 0.99), max(waited))


def _fill(database: SqliteDatabase, reports: int) -> None:
    progress = Progress()
    for start in range(0, reports, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, reports))
        records = [_record(number) for number in numbers]
        progress.add(database.write_now(import_batch, records, progress, None))
    database.write_now(_ask)


def _record(number: int) -> Record:
    said = Answers(
        rating=1 + number % 5,
        symptom_improvement=1 + number % 3,
        side_effects=(SideEffect("nausea", "mild"),) if number % 3 == 0 else (),
        comment=f"report {number}",
    )
    at = system_clock() - (number % DAYS + 1) * DAY_MS
    return Record(REF, "headache", f"remedy {number % REMEDIES}", said, ASKED, None, None, at)


def _ask(tx: WriteTx) -> None:
    """Give the imported record an account that has asked to be erased."""
    made = register(tx, "erased@example.org", "-", "erased")
    tx.run(update(patient).where(patient.c.user_id == made.user_id).values(user_id=None))
    tx.run(update(patient).where(patient.c.ref == REF).values(user_id=made.user_id))
    tx.run(erasure.insert().values(user_id=made.user_id, asked_at=tx.now, due_at=tx.now))


async def _timed(database: SqliteDatabase) -> tuple[float, list[float]]:
    """Return the seconds of the erasure, and the milliseconds of each write beside it."""
    waited: list[float] = []
    started = time.perf_counter()
    erasing = spawn(_erase(database), "erase")
    while not erasing.done():
        begun = time.perf_counter()
        await database.write(record, Entry(None, "bench.write", "user", 0))
        waited.append((time.perf_counter() - begun) * 1000)
    await erasing
    return time.perf_counter() - started, waited


async def _erase(database: SqliteDatabase) -> None:
    await erase_due(database)


def _require_gone(database: SqliteDatabase) -> None:
    left = database.read_now(lambda tx: tx.scalar(select(func.count()).select_from(feedback)))
    whole = database.read_now(verify).total == 0
    if left or not whole or database.read_now(verify_trail).broken is not None:
        raise RuntimeError(f"{left} reports are left, or the evidence or the trail is wrong")


def judge(rounds: Sequence[Round], options: Options) -> list[Row]:
    """Hold the time, and how long others wait, to what they must not exceed."""
    what = f"erasure of a patient with {options.reports:,} reports"
    return [
        within(what, "", SECONDS, "s", [one.seconds for one in rounds]),
        within(f"{what}: others' p99", "", OTHERS_MS, "ms", [one.others_p99_ms for one in rounds]),
    ]


def report(console: Console, rounds: Sequence[Round]) -> None:
    """Print every round."""
    lines = [
        (
            f"{one.reports:,}",
            f"{one.seconds:.1f}",
            f"{one.others_p99_ms:.0f}",
            f"{one.others_longest_ms:.0f}",
        )
        for one in rounds
    ]
    heads = ("reports", "seconds", "others' p99 ms", "others' longest ms")
    show(console, "Erasing a patient beside another writer", heads, lines)


CLAIM = Claim("bench.erasure", __doc__, Options(), measure, judge, report)

if __name__ == "__main__":
    raise SystemExit(CLAIM.main())
