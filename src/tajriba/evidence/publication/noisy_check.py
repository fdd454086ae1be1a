"""Checking what is published with noise against its atoms, and the atoms against who counts in
them.

The true sums are nowhere, so that they can't be compared; but that each atom's noise is as large as
it should be is seen by the number of its patients.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from sqlalchemy import select

from tajriba.evidence.keys import Level
from tajriba.evidence.publication.noisy_atoms import WEIGHT_OF_PATIENTS, YEAR_DAYS
from tajriba.evidence.publication.noisy_release import noisy_figures
from tajriba.evidence.publication.release_check import (
    Violation,
    name_of,
    published_rows,
    sum_of_parts,
)
from tajriba.evidence.sums import WINDOW_DAYS
from tajriba.evidence.tables import evidence_closing, evidence_noisy_atom, evidence_noisy_entry
from tajriba.kit.database.transactions import ReadTx

_FURTHEST: Final = 10
"""Noise beyond so many times its scale comes once in 10²² atoms."""
_ENOUGH: Final = 10
"""So many atoms without any noise at all are no chance."""


def noisy_violations(tx: ReadTx) -> Iterator[Violation]:
    """Yield where the release is not what its rules say.

    A remedy's figures follow from its noisy atoms, and those of herbs, conditions and all from
    their remedies'; nobody counts more often than their budget allows; every atom has noise.
    """
    yield from _figures(tx)
    yield from _entries(tx)
    yield from _noise(tx)


def _figures(tx: ReadTx) -> Iterator[Violation]:
    rows = published_rows(tx)
    closings = [row.day for row in tx.all(select(evidence_closing.c.day))]
    figures = noisy_figures(tx, max(closings))
    showing = {key: row for key, row in rows.items() if row.day > tx.today - WINDOW_DAYS}
    for key, row in showing.items():
        if key.level == Level.CELL or key.part:
            expected = None
        elif key.level == Level.RECOMMENDATION:
            expected = figures.get(key.ref)
        else:
            expected = sum_of_parts(tx, key, row, rows)
        if expected != row.sums:
            yield name_of(key), expected, row.sums


def _entries(tx: ReadTx) -> Iterator[Violation]:
    """Yield who counts twice in a remedy's window, or more often in a year than was allowed."""
    entry = evidence_noisy_entry.c
    statement = (
        select(entry.patient_id, entry.recommendation_id, entry.day, evidence_closing.c.entries)
        .join(evidence_closing, evidence_closing.c.day == entry.day)
        .order_by(entry.patient_id, entry.day)
    )
    days: defaultdict[int, list[int]] = defaultdict(list)
    last: dict[tuple[int, int], int] = {}
    for patient_id, remedy, day, allowed in map(tuple, tx.all(statement)):
        place = f"patient={patient_id} recommendation={remedy} day={day}"
        days[patient_id].append(day)
        counted = sum(1 for one in days[patient_id] if one > day - YEAR_DAYS)
        if counted > allowed:
            yield f"{place} in a year", allowed, counted
        before = last.get((patient_id, remedy))
        if before is not None and before > day - WINDOW_DAYS:
            yield f"{place} twice in a window", before + WINDOW_DAYS, day
        last[patient_id, remedy] = day


def _noise(tx: ReadTx) -> Iterator[Violation]:
    entry, atom = evidence_noisy_entry.c, evidence_noisy_atom.c
    statement = select(entry.recommendation_id, entry.day)
    patients = Counter((row.recommendation_id, row.day) for row in tx.all(statement))
    noisy = tx.all(
        select(atom.recommendation_id, atom.day, atom.patients, evidence_closing.c.scale)
        .join(evidence_closing, evidence_closing.c.day == atom.day)
        .order_by(atom.day, atom.recommendation_id)
    )
    exact: Counter[int] = Counter()
    there: set[tuple[int, int]] = set()
    for remedy, day, figure, scale in map(tuple, noisy):
        there.add((remedy, day))
        noise = figure - WEIGHT_OF_PATIENTS * patients[remedy, day]
        exact[day] += not noise
        if abs(noise) > _FURTHEST * scale:
            yield f"noise of recommendation={remedy} day={day}", _FURTHEST * scale, noise
    for remedy, day in sorted(patients.keys() - there):
        yield f"atom of recommendation={remedy} day={day}", patients[remedy, day], None
    atoms = Counter(day for _, day in there)
    for day in sorted(day for day in atoms if exact[day] == atoms[day] >= _ENOUGH):
        yield f"noise of day={day}", "some", "none"
