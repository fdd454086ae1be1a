"""Publishing evidence: a snapshot advances only where nobody's answer can be inferred from it.

The rules stand in docs/evidence.md, "Publication", with what an attacker could try.
"""

from collections.abc import Callable, Iterable, Sequence

from tajriba.evidence.accounting.windows import window
from tajriba.evidence.keys import ALL_KEY, Key, Level
from tajriba.evidence.publication.complementary_suppression import suppress_complementary
from tajriba.evidence.publication.disclosure_control import (
    changed_enough,
    enough_between,
    is_few,
    ready_among,
    ready_parts,
    rest_of_all,
    rest_of_children,
)
from tajriba.evidence.publication.named_side_effects import name_parts
from tajriba.evidence.publication.snapshots import Snapshot, store
from tajriba.evidence.publication.strata import publish_cells, read_cells
from tajriba.evidence.sums import MIN_PATIENTS, RECENT_DAYS, WINDOW_DAYS, Window
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.service import ids_for_condition, ids_with_herb


def publish_recommendation(tx: WriteTx, recommendation_id: int) -> bool:
    """Advance what is published of a recommendation that is ready, and of its parts that may be.

    Returns whether it has advanced and is shown. It waits where that, less the cells that show,
    would tell of one to four patients.
    """
    key = Key(Level.RECOMMENDATION, recommendation_id)
    now = window(tx, key)
    cells = read_cells(tx, recommendation_id, now)
    marks, may = suppress_complementary(cells.suppression_input)
    if not may:
        return False
    shown = _store(tx, key, now, [recommendation_id])
    if shown:
        _publish_parts(tx, key)
        name_parts(tx, key)
        publish_cells(tx, recommendation_id, cells, marks)
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


def _older_side_shows(tx: ReadTx, recommendation_ids: Sequence[int]) -> bool:
    """Return whether enough patients reported in the older side of the trend."""
    first, last = tx.today - WINDOW_DAYS + 1, tx.today - RECENT_DAYS
    return enough_between(tx, recommendation_ids, first, last)


def _publish_parts(tx: WriteTx, key: Key) -> None:
    """Advance the counts of side effects that enough patients named since."""
    for part in ready_parts(tx, key):
        _publish(tx, key._replace(part=part))


def _publish(tx: WriteTx, key: Key, recommendation_ids: Sequence[int] = ()) -> bool:
    """Store the snapshot of a key as of now, and forget who changed; returns whether it shows.

    Its trend shows where enough patients reported of `recommendation_ids` on either side of it.
    """
    return _store(tx, key, window(tx, key), recommendation_ids)


def _store(tx: WriteTx, key: Key, now: Window, recommendation_ids: Sequence[int]) -> bool:
    snapshot = Snapshot(key, now, _trend_shows(tx, now, recommendation_ids))
    store(tx, [snapshot])
    return snapshot.shown


def _trend_shows(tx: ReadTx, now: Window, recommendation_ids: Sequence[int]) -> bool:
    if now.recent.patients < MIN_PATIENTS or now.older.total < MIN_PATIENTS:
        return False
    return _older_side_shows(tx, recommendation_ids)
