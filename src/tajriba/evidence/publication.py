"""What others may see: snapshots that advance only where nobody's answer can be read off them.

The rules stand in docs/evidence.md, "Publication", with what an attacker could try.
"""

from collections.abc import Callable, Iterable
from dataclasses import astuple

from sqlalchemy import bindparam, case, delete, func, select

from tajriba.evidence.core import (
    MIN_PATIENTS,
    RECENT_DAYS,
    WINDOW_DAYS,
    Sums,
    Trend,
    Window,
)
from tajriba.evidence.keys import ALL_KEY, Key, Level
from tajriba.evidence.models import (
    KEY,
    SUMS,
    evidence_change,
    evidence_day,
    evidence_history,
    evidence_published,
)
from tajriba.evidence.naming import name_parts
from tajriba.evidence.service import published
from tajriba.feedback.service import has_patients
from tajriba.kit.db import Prepared, ReadTx, WriteTx
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.service import ids_for_condition, ids_with_herb

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


def publish_recommendation(tx: WriteTx, facts: RecommendationFacts) -> bool:
    """Advance what is published of a recommendation, and of what it is part of, where that may be.

    Returns whether the recommendation itself advanced and is shown.
    """
    key = Key(Level.RECOMMENDATION, facts.id)
    if not changed_enough(tx, key):
        return False
    shown = _publish(tx, key, _older_side_shows(tx, [facts.id]))
    if shown:
        _publish_parts(tx, key)
        name_parts(tx, key)
        _publish_cells(tx, key)
    return shown


def publish_parents(tx: WriteTx, herb_ids: Iterable[int], condition_ids: Iterable[int]) -> None:
    """Advance what is published of herbs and conditions, and the sum of all.

    A parent waits while the difference to its published recommendations would be the reports of
    one to four patients.
    """
    for condition_id in condition_ids:
        _publish_parent(tx, Key(Level.CONDITION, condition_id), ids_for_condition)
    for herb_id in herb_ids:
        _publish_parent(tx, Key(Level.HERB, herb_id), ids_with_herb)
    if changed_enough(tx, ALL_KEY):
        _publish(tx, ALL_KEY, False)


def _publish_parent(tx: WriteTx, key: Key, children: Callable[[ReadTx, int], list[int]]) -> None:
    if not changed_enough(tx, key):
        return
    recommendation_ids = children(tx, key.ref)
    if 0 < _unpublished_patients(tx, recommendation_ids) < MIN_PATIENTS:
        return
    _publish(tx, key, _older_side_shows(tx, recommendation_ids))


def _unpublished_patients(tx: ReadTx, recommendation_ids: list[int]) -> int:
    """Return how many distinct patients the recommendations' published evidence lacks, up to 5."""
    patients = (
        select(evidence_change.c.patient_id)
        .where(
            evidence_change.c.level == Level.RECOMMENDATION.value,
            evidence_change.c.ref.in_(recommendation_ids),
            evidence_change.c.part == 0,
        )
        .distinct()
        .limit(MIN_PATIENTS)
    )
    return len(tx.all(patients))


_forget = Prepared(
    lambda _: delete(evidence_change).where(
        *(evidence_change.c[name] == bindparam(name) for name in KEY)
    )
)
_version = Prepared(
    lambda _: select(evidence_published.c.version).where(
        *(evidence_published.c[name] == bindparam(name) for name in KEY)
    )
)
_changes = Prepared(
    lambda _: (
        select(evidence_change.c.patient_id)
        .where(*(evidence_change.c[name] == bindparam(name) for name in KEY))
        .limit(MIN_PATIENTS)
    )
)


def changed_enough(tx: ReadTx, key: Key) -> bool:
    """Return whether 5 distinct patients changed something since the key was published."""
    return len(tx.fetch(_changes, **key._asdict())) >= MIN_PATIENTS


def ready(tx: ReadTx, level: Level) -> list[int]:
    """Return the subjects of a level that 5 distinct patients changed since their publication."""
    rows = tx.all(
        select(evidence_change.c.ref)
        .where(evidence_change.c.level == level.value, evidence_change.c.part == 0)
        .group_by(evidence_change.c.ref)
        .having(func.count() >= MIN_PATIENTS)
        .order_by(evidence_change.c.ref)
    )
    return [int(row.ref) for row in rows]


def _older_side_shows(tx: ReadTx, recommendation_ids: list[int]) -> bool:
    """Return whether enough patients reported in the older side of the trend."""
    first, last = tx.today - WINDOW_DAYS + 1, tx.today - RECENT_DAYS
    return has_patients(tx, recommendation_ids, first, last, MIN_PATIENTS)


def _publish_parts(tx: WriteTx, key: Key) -> None:
    """Advance the counts of side effects that enough patients named since."""
    parts = (
        select(evidence_change.c.part)
        .where(
            evidence_change.c.level == key.level,
            evidence_change.c.ref == key.ref,
            evidence_change.c.sub == key.sub,
            evidence_change.c.part > 0,
        )
        .group_by(evidence_change.c.part)
        .having(func.count() >= MIN_PATIENTS)
    )
    for row in tx.all(parts):
        _publish(tx, key._replace(part=row.part), False)


def _publish_cells(tx: WriteTx, key: Key) -> None:
    """Advance the cells by mizaj, but never so that one to four patients remain as the rest."""
    windows = {cell: window(tx, cell).whole.patients for cell in _cells(tx, key)}
    shown = {cell for cell in published(tx, list(windows)) if windows[cell] >= MIN_PATIENTS}
    ready = sorted(
        (cell for cell, patients in windows.items() if patients and changed_enough(tx, cell)),
        key=lambda cell: (-windows[cell], cell),
    )
    everybody = window(tx, key).whole.patients
    while ready:
        rest = everybody - sum(windows[cell] for cell in shown.union(ready))
        if not 0 < rest < MIN_PATIENTS:
            break
        ready.pop()
    for cell in ready:
        _publish(tx, cell, False)


def _cells(tx: ReadTx, key: Key) -> list[Key]:
    rows = tx.all(
        select(evidence_day.c.sub)
        .where(evidence_day.c.level == Level.CELL.value, evidence_day.c.ref == key.ref)
        .where(evidence_day.c.day > tx.today - WINDOW_DAYS)
        .distinct()
    )
    return [Key(Level.CELL, key.ref, row.sub) for row in rows]


def _publish(tx: WriteTx, key: Key, older_shows: bool) -> bool:
    """Store the snapshot of a key as of now, and forget who changed; returns whether it shows."""
    now = window(tx, key)
    shown = now.whole.patients >= MIN_PATIENTS
    trend_shows = older_shows and now.recent.patients >= MIN_PATIENTS
    trend: Trend = now.trend if trend_shows else "insufficient"
    low, high = now.interval or (0.0, 1.0)
    previous = tx.fetch(_version, **key._asdict())
    tx.put(
        evidence_published,
        KEY,
        **key._asdict(),
        version=previous[0][0] + 1 if previous else 1,
        shown=shown,
        day=tx.today,
        published_at=tx.now,
        **dict(zip(SUMS, astuple(now.whole), strict=True)),
        **dict(zip((f"recent_{name}" for name in SUMS), astuple(now.recent), strict=True)),
        trend=trend,
        low=low,
        high=high,
        rise=now.rise if trend_shows else None,
    )
    tx.many(_forget, [key._asdict()])
    if shown and not key.part:
        _keep_history(tx, key, now)
    return shown


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
