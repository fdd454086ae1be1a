"""Disclosure control: how many patients a new snapshot would be about, before it is published."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import published_refs
from tajriba.evidence.sums import MIN_PATIENTS, WINDOW_DAYS
from tajriba.evidence.tables import KEY, evidence_change, evidence_published
from tajriba.feedback.reporting_activity import patients_between
from tajriba.kit.database.transactions import Prepared, PreparedIn, ReadTx


def _changed(column: str) -> Select[Any]:
    """Select a column of what changed, and still shows, since a publication."""
    return select(evidence_change.c[column]).where(
        evidence_change.c.net != bindparam("nothing"), evidence_change.c.latest > bindparam("start")
    )


def _changed_by_enough(column: str, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select the values of a column that 5 distinct patients changed."""
    of = evidence_change.c[column]
    return (
        _changed(column)
        .where(*conditions)
        .group_by(of)
        .having(func.count() >= bindparam("enough"))
        .order_by(of)
    )


def _is(name: str, parameter: str) -> ColumnElement[bool]:
    return evidence_change.c[name] == bindparam(parameter)


_changes = Prepared(
    lambda _: (
        _changed("patient_id")
        .where(*(evidence_change.c[name] == bindparam(name) for name in KEY))
        .limit(MIN_PATIENTS)
    )
)


def is_few(patients: set[int]) -> bool:
    """Return whether something would be told of somebody, but of too few to hide among."""
    return 0 < len(patients) < MIN_PATIENTS


def changed_enough(tx: ReadTx, key: Key) -> bool:
    """Return whether 5 distinct patients changed something since the key was published."""
    return len(tx.fetch(_changes, **key._asdict(), nothing=0, start=_start(tx))) >= MIN_PATIENTS


_ready = Prepared(
    lambda _: _changed_by_enough("ref", _is("level", "level"), _is("part", "nothing"))
)


def ready(tx: ReadTx, level: Level) -> list[int]:
    """Return the subjects of a level that 5 distinct patients changed since their publication."""
    rows = tx.fetch(_ready, level=level, nothing=0, start=_start(tx), enough=MIN_PATIENTS)
    return [int(row[0]) for row in rows]


_ready_among = PreparedIn(
    lambda refs: _changed_by_enough(
        "ref",
        _is("level", "level"),
        evidence_change.c.ref.in_(refs),
        _is("sub", "nothing"),
        _is("part", "nothing"),
    )
)


def ready_among(tx: ReadTx, level: Level, refs: Sequence[int]) -> list[int]:
    """Return which subjects of a level 5 distinct patients changed since their publication."""
    rows = tx.fetch_in(
        _ready_among, refs, level=level, nothing=0, start=_start(tx), enough=MIN_PATIENTS
    )
    return sorted({int(row[0]) for row in rows})


_ready_parts = Prepared(
    lambda _: _changed_by_enough(
        "part",
        *(_is(name, name) for name in KEY[:3]),
        evidence_change.c.part > bindparam("nothing"),
    )
)


def ready_parts(tx: ReadTx, key: Key) -> list[int]:
    """Return the side effects of a key that 5 distinct patients changed since."""
    level, ref, sub, _ = key
    rows = tx.fetch(
        _ready_parts,
        level=level,
        ref=ref,
        sub=sub,
        nothing=0,
        start=_start(tx),
        enough=MIN_PATIENTS,
    )
    return [int(row[0]) for row in rows]


def rest_of_children(tx: ReadTx, recommendation_ids: Sequence[int]) -> set[int]:
    """Return up to 5 or more patients whom a parent of now, less its published recommendations,
    tells of: who changed one that shows, and who reported on one that does not."""
    shown = published_refs(tx, Level.RECOMMENDATION, recommendation_ids)
    waiting = _pending(tx, Level.RECOMMENDATION, sorted(shown))
    return waiting | _reported(tx, sorted(set(recommendation_ids) - shown))


_pending_level = Prepared(
    lambda _: (
        _changed("patient_id")
        .where(evidence_change.c.level == bindparam("level"))
        .where(evidence_change.c.part == bindparam("nothing"))
        .distinct()
        .limit(MIN_PATIENTS)
    )
)


def rest_of_all(tx: ReadTx) -> list[set[int]]:
    """Return up to 5 patients each whom the sum of all, less what is published of conditions, of
    herbs or of recommendations, tells of."""
    return [_rest_of_level(tx, level) for level in (Level.CONDITION, Level.HERB)] + [
        _rest_of_level(tx, Level.RECOMMENDATION) | _reported(tx, _hidden(tx))
    ]


def _rest_of_level(tx: ReadTx, level: Level) -> set[int]:
    return {row[0] for row in tx.fetch(_pending_level, level=level, nothing=0, start=_start(tx))}


_no_longer = Prepared(
    lambda _: (
        select(evidence_published.c.ref)
        .where(evidence_published.c.level == bindparam("level"))
        .where(evidence_published.c.part == bindparam("nothing"))
        .where(evidence_published.c.shown == bindparam("shown"))
    )
)


def _hidden(tx: ReadTx) -> list[int]:
    """Return the recommendations that were shown, and are no longer for want of patients."""
    rows = tx.fetch(_no_longer, level=Level.RECOMMENDATION, nothing=0, shown=False)
    return [int(row[0]) for row in rows]


_pending_among = PreparedIn(
    lambda refs: (
        _changed("patient_id")
        .where(evidence_change.c.level == bindparam("level"))
        .where(evidence_change.c.ref.in_(refs))
        .where(evidence_change.c.sub == bindparam("sub"))
        .where(evidence_change.c.part == bindparam("nothing"))
        .distinct()
        .limit(MIN_PATIENTS)
    )
)


def _pending(tx: ReadTx, level: Level, refs: Sequence[int], sub: int = 0) -> set[int]:
    """Return up to 5 or more patients who changed something since these keys were published."""
    rows = tx.fetch_in(_pending_among, refs, level=level, sub=sub, nothing=0, start=_start(tx))
    return {row[0] for row in rows}


def _reported(tx: ReadTx, recommendation_ids: Sequence[int]) -> set[int]:
    return patients_between(tx, recommendation_ids, *_days(tx), MIN_PATIENTS)


def _start(tx: ReadTx) -> int:
    """Return the day before the window's first: what changed until then has left it."""
    return tx.today - WINDOW_DAYS


def _days(tx: ReadTx) -> tuple[int, int]:
    return _start(tx) + 1, tx.today


def enough_between(tx: ReadTx, recommendation_ids: Sequence[int], first: int, last: int) -> bool:
    """Return whether 5 distinct patients reported on days first..last."""
    return len(patients_between(tx, recommendation_ids, first, last, MIN_PATIENTS)) >= MIN_PATIENTS
