"""Whom a publication would tell of: what must be known before any snapshot may advance."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from tajriba.evidence.core import MIN_PATIENTS, WINDOW_DAYS
from tajriba.evidence.keys import MIZAJ_BY_NUMBER, Key, Level
from tajriba.evidence.models import KEY, evidence_change
from tajriba.evidence.service import published
from tajriba.feedback.service import patients_between
from tajriba.kit.db import Prepared, ReadTx

MIZAJES = (0, *MIZAJ_BY_NUMBER)
"""The numbers of all mizajes, the unknown one first."""

_changes = Prepared(
    lambda _: (
        select(evidence_change.c.patient_id)
        .where(*(evidence_change.c[name] == bindparam(name) for name in KEY))
        .where(evidence_change.c.net != bindparam("nothing"))
        .limit(MIN_PATIENTS)
    )
)


def is_few(patients: set[int]) -> bool:
    """Return whether something would be told of somebody, but of too few to hide among."""
    return 0 < len(patients) < MIN_PATIENTS


def changed_enough(tx: ReadTx, key: Key) -> bool:
    """Return whether 5 distinct patients changed something since the key was published."""
    return len(tx.fetch(_changes, **key._asdict(), nothing=0)) >= MIN_PATIENTS


def ready(tx: ReadTx, level: Level) -> list[int]:
    """Return the subjects of a level that 5 distinct patients changed since their publication."""
    rows = tx.all(
        select(evidence_change.c.ref)
        .where(evidence_change.c.level == level.value, evidence_change.c.part == 0)
        .where(evidence_change.c.net != 0)
        .group_by(evidence_change.c.ref)
        .having(func.count() >= MIN_PATIENTS)
        .order_by(evidence_change.c.ref)
    )
    return [int(row.ref) for row in rows]


def ready_parts(tx: ReadTx, key: Key) -> list[int]:
    """Return the side effects of a key that 5 distinct patients changed since."""
    rows = tx.all(
        select(evidence_change.c.part)
        .where(evidence_change.c.level == key.level, evidence_change.c.ref == key.ref)
        .where(evidence_change.c.sub == key.sub, evidence_change.c.part > 0)
        .where(evidence_change.c.net != 0)
        .group_by(evidence_change.c.part)
        .having(func.count() >= MIN_PATIENTS)
    )
    return [int(row.part) for row in rows]


def rest_of_children(tx: ReadTx, recommendation_ids: Sequence[int]) -> set[int]:
    """Return up to 5 or more patients whom a parent of now, less its published recommendations,
    tells of: who changed one that shows, and who reported on one that does not."""
    keys = [Key(Level.RECOMMENDATION, one) for one in recommendation_ids]
    shown = {key.ref for key in published(tx, keys)}
    hidden = [one for one in recommendation_ids if one not in shown]
    return _pending(tx, Level.RECOMMENDATION, sorted(shown)) | _reported(tx, hidden, MIZAJES)


def rest_of_cells(tx: ReadTx, recommendation_id: int, shown: set[int], now: set[int]) -> set[int]:
    """Return up to 5 or more patients whom a recommendation of now, less its cells, tells of.

    `shown` are the mizajes whose cells show, `now` those that advance with it.
    """
    withheld = [one for one in MIZAJES if one not in shown | now]
    waiting = _pending(tx, Level.CELL, [recommendation_id], sorted(shown - now))
    return waiting | _reported(tx, [recommendation_id], withheld)


def rest_of_all(tx: ReadTx) -> list[set[int]]:
    """Return up to 5 patients each whom the sum of all, less what is published of conditions, of
    herbs or of recommendations, tells of."""
    levels = (Level.CONDITION, Level.HERB, Level.RECOMMENDATION)
    return [_pending(tx, level) for level in levels]


def _pending(
    tx: ReadTx, level: Level, refs: Sequence[int] | None = None, subs: Sequence[int] = (0,)
) -> set[int]:
    patients = select(evidence_change.c.patient_id).where(
        evidence_change.c.level == level.value,
        evidence_change.c.sub.in_(subs),
        evidence_change.c.part == 0,
        evidence_change.c.net != 0,
    )
    if refs is not None:
        patients = patients.where(evidence_change.c.ref.in_(refs))
    return {row.patient_id for row in tx.all(patients.distinct().limit(MIN_PATIENTS))}


def _reported(tx: ReadTx, recommendation_ids: Sequence[int], mizajes: Sequence[int]) -> set[int]:
    first, last = tx.today - WINDOW_DAYS + 1, tx.today
    return patients_between(tx, recommendation_ids, mizajes, first, last, MIN_PATIENTS)


def enough_between(tx: ReadTx, recommendation_ids: Sequence[int], first: int, last: int) -> bool:
    """Return whether 5 distinct patients reported on days first..last."""
    found = patients_between(tx, recommendation_ids, MIZAJES, first, last, MIN_PATIENTS)
    return len(found) >= MIN_PATIENTS
