"""The cells of a recommendation by stratum: summed over its cohorts, published with it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, update

from tajriba.evidence.accounting.net_change import added
from tajriba.evidence.accounting.windows import cohort_rows, window_of_rows
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.publication.complementary_suppression import (
    Count,
    SuppressionInput,
    needs_suppression_check,
)
from tajriba.evidence.publication.snapshots import Snapshot, store
from tajriba.evidence.sums import SUMS, WINDOW_DAYS, Window
from tajriba.evidence.tables import evidence_cell_change, evidence_published
from tajriba.kit.database.transactions import Prepared, ReadTx, WriteTx
from tajriba.patients.cohort import AXES, Axis, axis_of, digits_of, marks_of

_TOTAL, _PATIENTS = (1 + SUMS.index(name) for name in ("total", "patients"))
_change = evidence_cell_change.c
_of_recommendation = _change.recommendation_id == bindparam("ref")
_changes = Prepared(
    lambda _: (
        evidence_cell_change.select()
        .with_only_columns(_change.cohort, _change.patient_id, *(_change[axis] for axis in AXES))
        .where(_of_recommendation, _change.latest > bindparam("start"))
    )
)
_shown = Prepared(
    lambda _: (
        evidence_published.select()
        .with_only_columns(evidence_published.c.sub)
        .where(
            evidence_published.c.level == bindparam("level"),
            evidence_published.c.ref == bindparam("ref"),
            evidence_published.c.part == bindparam("nothing"),
            evidence_published.c.shown,
            evidence_published.c.day > bindparam("start"),
        )
    )
)


def _suppression_input(axis: Axis) -> Prepared:
    worth, radix = digits_of(axis)
    return Prepared(
        lambda _: (
            update(evidence_cell_change)
            .where(_of_recommendation, _change.cohort // worth % radix == bindparam("digit"))
            .values({axis: 0})
        )
    )


_settle = {axis: _suppression_input(axis) for axis in AXES}
_forget = Prepared(
    lambda _: delete(evidence_cell_change).where(
        _of_recommendation, *(_change[axis] == bindparam("nothing") for axis in AXES)
    )
)


@dataclass(frozen=True, slots=True)
class Cells:
    """The windows of a recommendation's cohorts, and what is to be weighed before any advances."""

    cohorts: list[Sequence[int]]
    suppression_input: SuppressionInput


def read_cells(tx: ReadTx, recommendation_id: int, whole: Window) -> Cells:
    """Return the cells of a recommendation whose window is `whole`.

    Its cohorts are read only where they are to be weighed.
    """
    start = tx.today - WINDOW_DAYS
    rows = tx.fetch(_shown, level=Level.CELL, ref=recommendation_id, nothing=0, start=start)
    shown, changed = {row[0] for row in rows}, _changed(tx, recommendation_id, start)
    cohorts = cohort_rows(tx, recommendation_id) if needs_suppression_check(shown, changed) else []
    suppression_input = SuppressionInput(
        Count(whole.whole.total, whole.whole.patients),
        {row[0]: Count(int(row[_TOTAL]), int(row[_PATIENTS])) for row in cohorts},
        shown,
        changed,
    )
    return Cells(cohorts, suppression_input)


def _changed(tx: ReadTx, recommendation_id: int, start: int) -> dict[int, set[int]]:
    """Return who changed each cell since it was published, and did not take it back."""
    nets: defaultdict[tuple[int, int], int] = defaultdict(int)
    rows = tx.fetch(_changes, ref=recommendation_id, start=start)
    for cohort, patient_id, *by_axis in rows:
        for mark, net in zip(marks_of(cohort), by_axis, strict=True):
            nets[mark, patient_id] = added(nets[mark, patient_id], net)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for (mark, patient_id), net in nets.items():
        if mark and net:
            found[mark].add(patient_id)
    return found


def publish_cells(tx: WriteTx, recommendation_id: int, cells: Cells, marks: list[int]) -> None:
    """Store the snapshots of cells as of now, and forget who changed them."""
    store(tx, [_snapshot(recommendation_id, cells, mark) for mark in marks])
    for mark in marks:
        axis = axis_of(mark)
        worth, _ = digits_of(axis)
        tx.many(_settle[axis], [{"ref": recommendation_id, "digit": mark // worth}])
    if marks:
        tx.many(_forget, [{"ref": recommendation_id, "nothing": 0}])


def _snapshot(recommendation_id: int, cells: Cells, mark: int) -> Snapshot:
    rows = [row for row in cells.cohorts if mark in marks_of(row[0])]
    return Snapshot(Key(Level.CELL, recommendation_id, mark), window_of_rows(rows))
