"""What others may see: snapshots that advance only where nobody's answer can be read off them.

The rules stand in docs/evidence.md, "Publication", with what an attacker could try.
"""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import bindparam, delete, select

from tajriba.evidence.core import (
    MIN_PATIENTS,
    RECENT_DAYS,
    WINDOW_DAYS,
    Trend,
    Window,
    values_of,
)
from tajriba.evidence.disclosure import (
    changed_enough,
    enough_between,
    is_few,
    ready_among,
    ready_parts,
    rest_of_all,
    rest_of_cells,
    rest_of_children,
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
from tajriba.evidence.service import published_cells
from tajriba.evidence.windows import window
from tajriba.kit.db import Prepared, ReadTx, WriteTx
from tajriba.knowledge.service import ids_for_condition, ids_with_herb


def publish_recommendation(tx: WriteTx, recommendation_id: int) -> bool:
    """Advance what is published of a recommendation that is ready, and of its parts that may be.

    Returns whether it is shown.
    """
    key = Key(Level.RECOMMENDATION, recommendation_id)
    shown = _publish(tx, key, [recommendation_id])
    if shown:
        _publish_parts(tx, key)
        name_parts(tx, key)
        _publish_cells(tx, key)
    return shown


def publish_siblings(tx: WriteTx, herb_id: int, condition_id: int) -> list[int]:
    """Advance the recommendations of a herb and of a condition that are ready, and return them.

    Before their parents, which hold their reports too: a recommendation that advanced alone soon
    after would tell, by the difference, of its newest reports.
    """
    family = {*ids_with_herb(tx, herb_id), *ids_for_condition(tx, condition_id)}
    waiting = ready_among(tx, Level.RECOMMENDATION, sorted(family))
    return [one for one in waiting if publish_recommendation(tx, one)]


def publish_parents(tx: WriteTx, herb_ids: Iterable[int], condition_ids: Iterable[int]) -> None:
    """Advance what is published of herbs and conditions, and the sum of all.

    A parent waits while the difference to its published recommendations would be the reports of
    one to four patients.
    """
    for condition_id in condition_ids:
        _publish_parent(tx, Key(Level.CONDITION, condition_id), ids_for_condition)
    for herb_id in herb_ids:
        _publish_parent(tx, Key(Level.HERB, herb_id), ids_with_herb)
    if changed_enough(tx, ALL_KEY) and not any(map(is_few, rest_of_all(tx))):
        _publish(tx, ALL_KEY)


def _publish_parent(tx: WriteTx, key: Key, children: Callable[[ReadTx, int], list[int]]) -> None:
    if not changed_enough(tx, key):
        return
    recommendation_ids = children(tx, key.ref)
    if is_few(rest_of_children(tx, recommendation_ids)):
        return
    _publish(tx, key, recommendation_ids)


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


def _older_side_shows(tx: ReadTx, recommendation_ids: Sequence[int]) -> bool:
    """Return whether enough patients reported in the older side of the trend."""
    first, last = tx.today - WINDOW_DAYS + 1, tx.today - RECENT_DAYS
    return enough_between(tx, recommendation_ids, first, last)


def _publish_parts(tx: WriteTx, key: Key) -> None:
    """Advance the counts of side effects that enough patients named since."""
    for part in ready_parts(tx, key):
        _publish(tx, key._replace(part=part))


def _publish_cells(tx: WriteTx, key: Key) -> None:
    """Advance the cells by mizaj, but never so that one to four patients remain as the rest."""
    shown = {cell.key.sub for cell in published_cells(tx, [key.ref])}
    cells = {Key(Level.CELL, key.ref, sub) for sub in shown}.union(_cells(tx, key))
    windows = {cell: window(tx, cell).whole.patients for cell in cells}
    advancing = sorted(
        (cell for cell in windows if changed_enough(tx, cell)),
        key=lambda cell: (-windows[cell], cell),
    )
    while advancing and is_few(_rest(tx, key, windows, shown, advancing)):
        advancing.pop()
    for cell in advancing:
        _publish(tx, cell)


def _rest(
    tx: ReadTx, key: Key, windows: dict[Key, int], shown: set[int], advancing: list[Key]
) -> set[int]:
    """Return whom the recommendation less its cells would tell of, once these have advanced."""
    now = {cell.sub for cell in advancing if windows[cell] >= MIN_PATIENTS}
    gone = {cell.sub for cell in advancing} - now
    return rest_of_cells(tx, key.ref, shown - gone, now)


_subs = Prepared(
    lambda _: (
        select(evidence_day.c.sub)
        .where(evidence_day.c.level == bindparam("level"), evidence_day.c.ref == bindparam("ref"))
        .where(evidence_day.c.day > bindparam("start"))
        .distinct()
    )
)


def _cells(tx: ReadTx, key: Key) -> list[Key]:
    rows = tx.fetch(_subs, level=Level.CELL, ref=key.ref, start=tx.today - WINDOW_DAYS)
    return [Key(Level.CELL, key.ref, row[0]) for row in rows]


def _publish(tx: WriteTx, key: Key, recommendation_ids: Sequence[int] = ()) -> bool:
    """Store the snapshot of a key as of now, and forget who changed; returns whether it shows.

    Its trend shows where enough patients reported of `recommendation_ids` on either side of it.
    """
    now = window(tx, key)
    shown = now.whole.patients >= MIN_PATIENTS
    trend_shows = _trend_shows(tx, now, recommendation_ids)
    trend: Trend = now.trend if trend_shows else "insufficient"
    low, high = now.interval or (0.0, 1.0)
    figures = {
        **key._asdict(),
        "version": 1,
        "shown": shown,
        "day": tx.today,
        "published_at": tx.now,
        **dict(zip(SUMS, values_of(now.whole), strict=True)),
        **dict(zip(_RECENT, values_of(now.recent), strict=True)),
        "trend": trend,
        "low": low,
        "high": high,
        "rise": now.rise if trend_shows else None,
    }
    tx.many(_put, [figures])
    tx.many(_forget, [key._asdict()])
    if shown and not key.part:
        _keep_history(tx, key, now)
    return shown


def _trend_shows(tx: ReadTx, now: Window, recommendation_ids: Sequence[int]) -> bool:
    if now.recent.patients < MIN_PATIENTS or now.older.total < MIN_PATIENTS:
        return False
    return _older_side_shows(tx, recommendation_ids)


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
