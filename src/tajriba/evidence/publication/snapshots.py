"""Storing published snapshots."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.sums import MIN_PATIENTS, SUMS, Trend, Window, values_of
from tajriba.evidence.tables import (
    KEY,
    evidence_change,
    evidence_history,
    evidence_published,
)
from tajriba.kit.database.transactions import Prepared, WriteTx

_forget = Prepared(
    lambda _: delete(evidence_change).where(
        *(evidence_change.c[name] == bindparam(name) for name in KEY)
    )
)
_RECENT = [f"recent_{name}" for name in SUMS]
_FIGURES = [column.name for column in evidence_published.c if column.name not in KEY]
_put = Prepared(
    lambda insert: (statement := insert(evidence_published)).on_conflict_do_update(
        index_elements=KEY,
        set_={name: statement.excluded[name] for name in _FIGURES}
        | {"version": evidence_published.c.version + statement.excluded.version},
    ),
    columns=[*KEY, *_FIGURES],
)


class Snapshot(NamedTuple):
    """The window of a key as of now, and whether enough patients reported on both sides of it."""

    key: Key
    window: Window
    trend_shows: bool = False

    @property
    def shown(self) -> bool:
        """Whether enough patients are in it."""
        return self.window.whole.patients >= MIN_PATIENTS


def store(tx: WriteTx, snapshots: Sequence[Snapshot]) -> None:
    """Store snapshots over those before them, and forget who changed their keys."""
    tx.many(_put, [_row(tx, one) for one in snapshots])
    tx.many(_forget, [one.key._asdict() for one in snapshots if one.key.level != Level.CELL])
    for one in snapshots:
        if one.shown and not one.key.part and one.key.level != Level.CELL:
            _keep_history(tx, one.key, one.window)


def _row(tx: WriteTx, one: Snapshot) -> dict[str, object]:
    now = one.window
    trend: Trend = now.trend if one.trend_shows else "insufficient"
    low, high = now.interval or (0.0, 1.0)
    return {
        **one.key._asdict(),
        "version": 1,
        "shown": one.shown,
        "day": tx.today,
        "published_at": tx.now,
        **dict(zip(SUMS, values_of(now.whole), strict=True)),
        **dict(zip(_RECENT, values_of(now.recent), strict=True)),
        "trend": trend,
        "low": low,
        "high": high,
        "rise": now.rise if one.trend_shows else None,
    }


def _keep_history(tx: WriteTx, key: Key, now: Window) -> None:
    tx.put(
        evidence_history,
        [*KEY, "day"],
        **key._asdict(),
        day=tx.today,
        total=now.whole.total,
        successes=now.whole.successes,
        patients=now.whole.patients,
    )
