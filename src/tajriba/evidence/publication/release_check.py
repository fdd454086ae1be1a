"""Checking what is published against its atoms, and the atoms against their entries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from tajriba.evidence.accounting.counted_values import OPTIONAL, WHOLE
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.publication.atoms import MIXED
from tajriba.evidence.sums import MIN_PATIENTS, SUMS, WINDOW_DAYS, Counts
from tajriba.evidence.tables import (
    KEY,
    evidence_atom,
    evidence_entry,
    evidence_member,
    evidence_published,
)
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.service import parents_of

Violation = tuple[str, object, object]
"""Where, what should be, what is."""

Stratum = tuple[int, int, int]
"""recommendation, part, stratum"""


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """What shows of a key, as of which day."""

    day: int
    sums: Counts


def violations(tx: ReadTx) -> Iterator[Violation]:
    """Yield where the release is not what its rules say, over all that shows today.

    Every atom has 5 distinct patients whose value was new; a stratum is the sum of its atoms and of
    its patients' values; a recommendation of its strata; herbs, conditions and all of what was
    published of their recommendations when they were.
    """
    yield from _atoms_of_few(tx)
    rows = published_rows(tx)
    atoms, members = _sums_of_atoms(tx), _sums_of_members(tx)
    for key, row in rows.items():
        if row.day <= tx.today - WINDOW_DAYS:
            continue
        if (stratum := _stratum(key)) is not None:
            for what, found in (("atoms", atoms), ("patients", members)):
                if found.get(stratum) != row.sums:
                    yield f"{name_of(key)} of {what}", found.get(stratum), row.sums
        elif (expected := sum_of_parts(tx, key, row, rows)) != row.sums:
            yield name_of(key), expected, row.sums


def published_rows(tx: ReadTx) -> dict[Key, PublishedRow]:
    """Return every snapshot, those too that show no longer."""
    columns = (evidence_published.c[name] for name in (*KEY, "day", *SUMS))
    size = len(KEY)
    return {
        Key(*row[:size]): PublishedRow(row[size], tuple(row[size + 1 :]))
        for row in map(tuple, tx.all(select(*columns)))
    }


def name_of(key: Key) -> str:
    """Return a key in words."""
    return " ".join(f"{name}={value}" for name, value in key._asdict().items())


def _stratum(key: Key) -> Stratum | None:
    if key.level == Level.CELL:
        return key.ref, WHOLE, key.sub
    return (key.ref, key.part, MIXED) if key.part else None


def _atoms_of_few(tx: ReadTx) -> Iterator[Violation]:
    entry = evidence_entry.c
    fresh = (
        select(entry.atom_id, func.count().label("n"))
        .where(entry.fresh)
        .group_by(entry.atom_id)
        .subquery()
    )
    counted = func.coalesce(fresh.c.n, 0)
    few = (
        select(evidence_atom.c.id, counted.label("n"))
        .outerjoin(fresh, fresh.c.atom_id == evidence_atom.c.id)
        .where(counted < MIN_PATIENTS)
    )
    for row in tx.all(few):
        yield f"atom={row.id} of few", MIN_PATIENTS, row.n


def _sums_of_atoms(tx: ReadTx) -> dict[Stratum, Counts]:
    """Return the sum of each stratum's atoms since it last began anew."""
    atom = evidence_atom.c
    found: dict[Stratum, Counts] = {}
    columns = (atom.recommendation_id, atom.part, atom.stratum, atom.anew)
    rows = tx.all(select(*columns, *(atom[name] for name in SUMS)).order_by(atom.id))
    for remedy, part, stratum, anew, *sums in map(tuple, rows):
        place = (remedy, part, stratum)
        before = found.get(place) if not anew else None
        found[place] = _plus(before, tuple(sums))
    return found


def _sums_of_members(tx: ReadTx) -> dict[Stratum, Counts]:
    member = evidence_member.c
    of = (member.recommendation_id, member.part, member.stratum)
    sums = (func.sum(member[name]) for name in SUMS)
    found: dict[Stratum, Counts] = {}
    for row in tx.all(select(*of, *sums).group_by(*of)):
        remedy, part, stratum, *figures = tuple(row)
        found[remedy, part, stratum] = tuple(map(int, figures))
    return found


def sum_of_parts(
    tx: ReadTx, key: Key, row: PublishedRow, rows: dict[Key, PublishedRow]
) -> Counts | None:
    """Return what was published, when a key was, of what it consists of."""
    start, found = row.day - WINDOW_DAYS, None
    parents: defaultdict[int, Any] = defaultdict(lambda: None)
    for one, part in rows.items():
        if part.day > start and _is_part(tx, one, key, parents):
            sums = _only(one.part, part.sums) if one.part else part.sums
            found = _plus(found, sums)
    return found


def _is_part(tx: ReadTx, one: Key, key: Key, parents: dict[int, Any]) -> bool:
    if key.level == Level.ALL:
        return one.level == Level.CONDITION
    if key.level == Level.RECOMMENDATION:
        return one.ref == key.ref and (one.level == Level.CELL or one.part in OPTIONAL)
    if one.level != Level.RECOMMENDATION or one.part:
        return False
    if parents[one.ref] is None:
        parents[one.ref] = parents_of(tx, one.ref)
    of = parents[one.ref]
    ref: int = of.condition_id if key.level == Level.CONDITION else of.herb_id
    return ref == key.ref


def _only(part: int, sums: Counts) -> Counts:
    names = (OPTIONAL[part].sum, OPTIONAL[part].count)
    return tuple(value if name in names else 0 for name, value in zip(SUMS, sums, strict=True))


def _plus(one: Counts | None, other: Counts) -> Counts:
    return other if one is None else tuple(a + b for a, b in zip(one, other, strict=True))
