"""Storing published snapshots, and summing them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.sums import BEFORE, RECENT_DAYS, SUMS, WINDOW_DAYS, Counts, Sums, direction
from tajriba.evidence.tables import KEY, evidence_history, evidence_published
from tajriba.evidence.wilson_interval import wilson
from tajriba.kit.database.transactions import Prepared, PreparedIn, ReadTx, WriteTx

_snapshot = evidence_published.c
_FIGURES = [column.name for column in _snapshot if column.name not in KEY]
_put = Prepared(
    lambda insert: (statement := insert(evidence_published)).on_conflict_do_update(
        index_elements=KEY,
        set_={name: statement.excluded[name] for name in _FIGURES}
        | {"version": _snapshot.version + statement.excluded.version},
    ),
    columns=[*KEY, *_FIGURES],
)
_showing = (
    _snapshot.level == bindparam("level"),
    _snapshot.part == bindparam("nothing"),
    _snapshot.day > bindparam("start"),
)
_sums = [func.sum(_snapshot[name]) for name in SUMS]
_sums_of_level = Prepared(lambda _: select(*_sums).where(*_showing))
_sums_among = PreparedIn(lambda refs: select(*_sums).where(_snapshot.ref.in_(refs), *_showing))
_before = Prepared(
    lambda _: (
        select(*(evidence_history.c[name] for name in BEFORE))
        .where(
            *(evidence_history.c[name] == bindparam(name) for name in KEY),
            evidence_history.c.day > bindparam("start"),
            evidence_history.c.day <= bindparam("end"),
        )
        .order_by(evidence_history.c.day.desc())
        .limit(1)
    )
)


def sums_of(tx: ReadTx, level: Level, refs: Sequence[int] | None) -> Counts | None:
    """Return the sums of what shows of a level's subjects, of all where `refs` is None; None where
    nothing does."""
    values = {"level": level.value, "nothing": 0, "start": tx.today - WINDOW_DAYS}
    if refs is None:
        rows = tx.fetch(_sums_of_level, **values)
    else:
        rows = tx.fetch_in(_sums_among, refs, **values)
    several = [[int(each) for each in row] for row in rows if row[0] is not None]
    return tuple(map(sum, zip(*several, strict=True))) if several else None


def store(tx: WriteTx, key: Key, sums: Counts, *, trends: bool = True) -> None:
    """Store the snapshot of a key as of now, over the one before it; without `trends`, it is
    compared with nothing."""
    whole = Sums(*sums)
    before = _published_before(tx, key) if trends else Sums()
    rise = before.rise_to(whole)
    low, high = wilson(whole.score, whole.patients) or (0.0, 1.0)
    row: dict[str, Any] = {
        **key._asdict(),
        "version": 1,
        "day": tx.today,
        "published_at": tx.now,
        **dict(zip(SUMS, sums, strict=True)),
        **{f"before_{name}": getattr(before, name) for name in BEFORE},
        "trend": "insufficient" if rise is None else direction(rise, 0.1),
        "low": low,
        "high": high,
        "rise": rise,
    }
    tx.many(_put, [row])
    if not key.part and key.level != Level.CELL:
        kept = {name: getattr(whole, name) for name in (*BEFORE, "patients")}
        tx.put(evidence_history, [*KEY, "day"], **key._asdict(), day=tx.today, **kept)


def hide_others(tx: WriteTx, shown: Collection[Key]) -> None:
    """Have nothing show any more but these keys."""
    end = tx.today - WINDOW_DAYS
    columns = [_snapshot[name] for name in KEY]
    for place in map(tuple, tx.all(select(*columns).where(_snapshot.day > end))):
        if (key := Key(*place)) not in shown:
            here = (_snapshot[name] == value for name, value in key._asdict().items())
            changed = {"day": end, "version": _snapshot.version + 1}
            tx.run(update(evidence_published).where(*here).values(changed))


def _published_before(tx: ReadTx, key: Key) -> Sums:
    """Return what others saw of a key 30 days ago, nothing where it did not show."""
    end = tx.today - RECENT_DAYS
    rows = tx.fetch(_before, **key._asdict(), start=end - WINDOW_DAYS, end=end)
    return Sums(**dict(zip(BEFORE, rows[0], strict=True))) if rows else Sums()
