"""Reading the exact sums of keys over the 90-day window: at most 90 rows each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, case, func, select

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.sums import RECENT_DAYS, SUMS, WINDOW_DAYS, Sums, Window
from tajriba.evidence.tables import evidence_day
from tajriba.kit.database.transactions import Prepared, ReadTx

_recent = evidence_day.c.day > bindparam("recent")
_sums = (
    *(func.sum(evidence_day.c[name]) for name in SUMS),
    *(func.sum(case((_recent, evidence_day.c[name]), else_=0)) for name in SUMS),
)
_within = (
    evidence_day.c.level == bindparam("level"),
    evidence_day.c.ref == bindparam("ref"),
    evidence_day.c.part == bindparam("part"),
    evidence_day.c.day > bindparam("start"),
    evidence_day.c.day <= bindparam("today"),
)
_windows = Prepared(
    lambda _: (
        select(evidence_day.c.part, *_sums)
        .where(evidence_day.c.sub == bindparam("sub"), *_within)
        .group_by(evidence_day.c.part)
    )
)


def window(tx: ReadTx, key: Key) -> Window:
    """Return the exact sums of a key's window, which ends today. Reads at most 90 rows."""
    rows = tx.fetch(_windows, **key._asdict(), **_days(tx))
    return _window(rows[0]) if rows else Window()


def _days(tx: ReadTx) -> dict[str, int]:
    return {
        "start": tx.today - WINDOW_DAYS,
        "recent": tx.today - RECENT_DAYS,
        "today": tx.today,
    }


def _window(row: Sequence[Any]) -> Window:
    """Return the window in a row whose first column says of what it is."""
    whole, recent = row[1 : len(SUMS) + 1], row[len(SUMS) + 1 :]
    return Window(Sums(*map(int, whole)), Sums(*map(int, recent)))


def own_window(tx: ReadTx, diagnosis_id: int, recommendation_id: int) -> Window:
    """Return the exact window of one recommendation within one diagnosis: of one patient."""
    found = window(tx, Key(Level.DIAGNOSIS, diagnosis_id, recommendation_id))
    return Window(of_one_patient(found.whole), of_one_patient(found.recent))


def of_one_patient(sums: Sums) -> Sums:
    """Return sums whose reports, where there are any, are all of one patient."""
    return replace(sums, patients=1 if sums.total else 0)
