"""The exact windows of keys: what a figure is made of, at most 90 rows each."""

from dataclasses import replace

from sqlalchemy import bindparam, case, func, select

from tajriba.evidence.core import RECENT_DAYS, WINDOW_DAYS, Sums, Window
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.models import SUMS, evidence_day
from tajriba.kit.db import Prepared, ReadTx

_since = evidence_day.c.day > bindparam("start")
_recent = evidence_day.c.day > bindparam("recent")
_windows = Prepared(
    lambda _: (
        select(
            evidence_day.c.part,
            *(func.sum(evidence_day.c[name]) for name in SUMS),
            *(func.sum(case((_recent, evidence_day.c[name]), else_=0)) for name in SUMS),
        )
        .where(
            evidence_day.c.level == bindparam("level"),
            evidence_day.c.ref == bindparam("ref"),
            evidence_day.c.sub == bindparam("sub"),
            evidence_day.c.part == bindparam("part"),
            _since,
            evidence_day.c.day <= bindparam("today"),
        )
        .group_by(evidence_day.c.part)
    )
)


def window(tx: ReadTx, key: Key) -> Window:
    """Return the exact sums of a key's window, which ends today. Reads at most 90 rows."""
    rows = tx.fetch(
        _windows,
        **key._asdict(),
        start=tx.today - WINDOW_DAYS,
        recent=tx.today - RECENT_DAYS,
        today=tx.today,
    )
    if not rows:
        return Window()
    values = rows[0][1:]
    return Window(Sums(*map(int, values[: len(SUMS)])), Sums(*map(int, values[len(SUMS) :])))


def own_window(tx: ReadTx, diagnosis_id: int, recommendation_id: int) -> Window:
    """Return the exact window of one recommendation within one diagnosis: of one patient."""
    found = window(tx, Key(Level.DIAGNOSIS, diagnosis_id, recommendation_id))
    return Window(of_one_patient(found.whole), of_one_patient(found.recent))


def of_one_patient(sums: Sums) -> Sums:
    """Return sums whose reports, where there are any, are all of one patient."""
    return replace(sums, patients=1 if sums.total else 0)
