"""Publishing evidence: atoms close, and every figure that others see is a sum of whole atoms.

The rules stand in docs/evidence.md, "Publication"; the theorem in docs/adr/0030-atoms.md.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from tajriba.evidence.accounting.counted_values import OPTIONAL, WHOLE
from tajriba.evidence.keys import ALL_KEY, Key, Level
from tajriba.evidence.publication.atom_store import close, parts_of, settle, waiting_of
from tajriba.evidence.publication.atoms import Atom, Part, plan_atoms
from tajriba.evidence.publication.snapshots import store, sums_of
from tajriba.evidence.service import published_one
from tajriba.evidence.sums import Counts, Sums, values_of
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.service import ids_for_condition, ids_with_herb

Counted = Literal["vouched", "everybody"]
"""Whose reports count for others."""


def publish_recommendation(tx: WriteTx, recommendation_id: int, counted: Counted) -> bool:
    """Close the atoms of a recommendation that may close; return whether its figures advanced."""
    advanced = False
    for part in parts_of(tx, recommendation_id, everybody=counted == "everybody"):
        plan = plan_atoms(part)
        settle(tx, recommendation_id, part.part, plan.settled)
        for atom in plan.atoms:
            _publish(tx, recommendation_id, part, atom)
            advanced = True
    return advanced and _publish_whole(tx, recommendation_id)


def _publish(tx: WriteTx, recommendation_id: int, part: Part, atom: Atom) -> None:
    """Close an atom and add it to what is published of its stratum."""
    if part.part == WHOLE:
        key = Key(Level.CELL.value, recommendation_id, atom.stratum)
    else:
        key = Key(Level.RECOMMENDATION.value, recommendation_id, 0, part.part)
    before = published_one(tx, key)
    close(tx, recommendation_id, part, atom, anew=before is None)
    base = values_of(before.whole) if before else (0,) * len(atom.delta)
    store(tx, key, _sum([base, atom.delta]))


def _publish_whole(tx: WriteTx, recommendation_id: int) -> bool:
    """Store the sum of a recommendation's strata, and of the answers that may be left out.

    Returns False where no stratum shows.
    """
    strata = sums_of(tx, Level.CELL, [recommendation_id])
    if strata is None:
        return False
    key = Key(Level.RECOMMENDATION.value, recommendation_id)
    optional = [published_one(tx, key._replace(part=part)) for part in OPTIONAL]
    said = [_said(part, one.whole) for part, one in zip(OPTIONAL, optional, strict=True) if one]
    store(tx, key, _sum([strata, *said]))
    return True


def _said(part: int, whole: Sums) -> Counts:
    """Return the sums of an answer that may be left out, without its patients."""
    names = (OPTIONAL[part].sum, OPTIONAL[part].count)
    return values_of(Sums(**{name: getattr(whole, name) for name in names}))


def publish_parents(tx: WriteTx, herb_ids: Iterable[int], condition_ids: Iterable[int]) -> None:
    """Publish herbs, conditions and all together: the sums of what is published of their
    recommendations, and of nothing else."""
    for condition_id in condition_ids:
        children = ids_for_condition(tx, condition_id)
        _publish_sum(tx, Key(Level.CONDITION.value, condition_id), Level.RECOMMENDATION, children)
    for herb_id in herb_ids:
        children = ids_with_herb(tx, herb_id)
        _publish_sum(tx, Key(Level.HERB.value, herb_id), Level.RECOMMENDATION, children)
    _publish_sum(tx, ALL_KEY, Level.CONDITION, None)


def _publish_sum(tx: WriteTx, key: Key, level: Level, refs: Sequence[int] | None) -> None:
    if (found := sums_of(tx, level, refs)) is not None:
        store(tx, key, found)


def _sum(several: Sequence[Counts]) -> Counts:
    return tuple(map(sum, zip(*several, strict=True)))


def ready(tx: ReadTx) -> list[int]:
    """Return the recommendations of which anybody's value waits."""
    return waiting_of(tx)
