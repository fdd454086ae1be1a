"""Updating evidence with each report, in memory first, so that a group writes each row once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from operator import add
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    Table,
    bindparam,
    case,
    literal_column,
    select,
)

from tajriba.evidence.accounting.distinct_patients import Latest, Place, Row
from tajriba.evidence.accounting.net_change import MODULUS, added, net_of
from tajriba.evidence.keys import (
    NO_DAY,
    Key,
    Level,
    Report,
    cohort_key,
    course_keys,
    diagnosis_key,
    shared_keys,
)
from tajriba.evidence.sums import SUMS, Sums, counts_of
from tajriba.evidence.tables import (
    KEY,
    evidence_cell_change,
    evidence_change,
    evidence_day,
    evidence_patient,
)
from tajriba.feedback.service import latest_place
from tajriba.kit.database.transactions import Prepared, WriteTx
from tajriba.patients.cohort import AXES, marks_of

_TOTAL, _PATIENTS = (SUMS.index(name) for name in ("total", "patients"))
_MODULUS: ColumnElement[int] = literal_column(str(MODULUS), BigInteger)
_PATIENT_KEY = ("patient_id", "recommendation_id", "part")

_add_days = Prepared(
    lambda insert: (statement := insert(evidence_day)).on_conflict_do_update(
        index_elements=[*KEY, "day"],
        set_={name: evidence_day.c[name] + statement.excluded[name] for name in SUMS},
    ),
    columns=[*KEY, "day", *SUMS],
)
_put_patients = Prepared(
    lambda insert: (statement := insert(evidence_patient)).on_conflict_do_update(
        index_elements=_PATIENT_KEY,
        set_={name: statement.excluded[name] for name in ("latest", "cohort")},
    ),
    columns=[*_PATIENT_KEY, "herb_id", "condition_id", "latest", "cohort"],
)
_drop_patient = Prepared(
    lambda _: evidence_patient.delete().where(
        *(evidence_patient.c[name] == bindparam(name) for name in _PATIENT_KEY)
    ),
    columns=_PATIENT_KEY,
)


def _adding_changes(table: Table, key: Sequence[str], nets: Sequence[str]) -> Prepared:
    """Return a statement that adds nets (`net_change`) to those of a row, and sets its latest
    day."""

    def build(insert: Callable[[Table], Any]) -> Executable:
        statement = insert(table)
        new = statement.excluded
        later = case((new.latest > table.c.latest, new.latest), else_=table.c.latest)
        summed = {name: (table.c[name] + new[name]) % _MODULUS for name in nets}
        upsert: Executable = statement.on_conflict_do_update(
            index_elements=key, set_={**summed, "latest": later}
        )
        return upsert

    return Prepared(build, columns=[*key, *nets, "latest"])


_put_changes = _adding_changes(evidence_change, [*KEY, "patient_id"], ["net"])
_put_cell_changes = _adding_changes(
    evidence_cell_change, ["recommendation_id", "cohort", "patient_id"], AXES
)
_patient_rows = Prepared(
    lambda _: select(
        evidence_patient.c.recommendation_id,
        evidence_patient.c.part,
        evidence_patient.c.herb_id,
        evidence_patient.c.condition_id,
        evidence_patient.c.latest,
        evidence_patient.c.cohort,
    ).where(evidence_patient.c.patient_id == bindparam("patient_id"))
)
_course = Prepared(
    lambda _: select(evidence_day.c.part, *(evidence_day.c[name] for name in SUMS)).where(
        evidence_day.c.level == bindparam("level"),
        evidence_day.c.ref == bindparam("diagnosis_id"),
        evidence_day.c.sub == bindparam("recommendation_id"),
    )
)


class Ledger:
    """The changes of one transaction. Nothing is stored before `flush`."""

    def __init__(self, tx: WriteTx) -> None:
        self._tx = tx
        self._days: dict[tuple[Key, int], list[int]] = defaultdict(lambda: [0] * len(SUMS))
        self._latest: dict[int, Latest] = {}
        self._moved: dict[tuple[int, Row], Place | None] = {}
        self._changed: dict[tuple[Key, int], list[int]] = defaultdict(lambda: [0, 0])
        self._cells: dict[tuple[Key, int], list[int]] = defaultdict(lambda: [0, 0])
        self._courses: dict[tuple[int, int], dict[int, list[int]]] = {}
        self._new: set[int] = set()

    def new_patient(self, patient_id: int) -> None:
        """Tell of a patient whom this transaction created: nothing of theirs need be looked up."""
        self._latest[patient_id] = Latest([])
        self._new.add(patient_id)

    def add(self, report: Report) -> None:
        """Count a report that was stored."""
        keys = shared_keys(report)
        self._sum(report, keys, 1)
        now = (report.day, report.cohort)
        places = {row: max(place, now) for row, place in self._own(report).items()}
        self._follow(report, keys, places)

    def remove(self, report: Report) -> None:
        """Uncount a report that is withdrawn, or replaced, in the stored feedback already."""
        keys = shared_keys(report)
        self._sum(report, keys, -1)
        left = {row: latest_place(self._tx, report.patient_id, *row) for row in self._own(report)}
        self._follow(report, keys, left)

    def course(self, diagnosis_id: int, recommendation_id: int) -> Sums:
        """Return the sums of a diagnosis' whole course, with what this transaction changed."""
        return Sums(*self._course(diagnosis_id, recommendation_id)[0])

    def course_effects(self, diagnosis_id: int, recommendation_id: int) -> dict[int, int]:
        """Return how often each side effect was named in a diagnosis' whole course."""
        course = self._course(diagnosis_id, recommendation_id)
        return {part: sums[_TOTAL] for part, sums in course.items() if part and sums[_TOTAL]}

    def flush(self) -> None:
        """Store every change."""
        days = [(*key, day, *sums) for (key, day), sums in self._days.items() if any(sums)]
        self._tx.many_rows(_add_days, days)
        self._flush_patients()
        changes = [(*key, who, net, day) for (key, who), (net, day) in self._changed.items() if net]
        self._tx.many_rows(_put_changes, changes)
        cells = [
            (key.ref, key.sub, who, *(net if mark else 0 for mark in marks_of(key.sub)), day)
            for (key, who), (net, day) in self._cells.items()
            if net
        ]
        self._tx.many_rows(_put_cell_changes, cells)
        for done in (self._days, self._moved, self._changed, self._cells):
            done.clear()

    def _flush_patients(self) -> None:
        put, drop = [], []
        for (patient_id, row), place in self._moved.items():
            if place is None:
                drop.append((patient_id, *row))
            else:
                put.append((patient_id, *row, *self._latest[patient_id].parents[row[0]], *place))
        self._tx.many_rows(_put_patients, put)
        self._tx.many_rows(_drop_patient, drop)

    def _sum(self, report: Report, keys: list[Key], sign: int) -> None:
        change = [sign * count for count in counts_of(report.answers, report.success)]
        net = net_of(change)
        for key in keys:
            _accumulate(self._days[key, report.day], change)
            _note(self._changed[key, report.patient_id], net, report.day)
        if cohort := cohort_key(report):
            _accumulate(self._days[cohort, report.day], change)
            _note(self._cells[cohort, report.patient_id], net, report.day)
        _accumulate(self._days[diagnosis_key(report), report.day], change)
        course = self._course(report.diagnosis_id, report.recommendation_id, report.patient_id)
        for key in course_keys(report):
            _accumulate(course.setdefault(key.part, [0] * len(SUMS)), change)
            _accumulate(self._days[key, NO_DAY], change)

    def _course(
        self, diagnosis_id: int, recommendation_id: int, patient_id: int | None = None
    ) -> dict[int, list[int]]:
        found = self._courses.get((diagnosis_id, recommendation_id))
        if found is None:
            stored = patient_id not in self._new
            rows = self._read_course(diagnosis_id, recommendation_id) if stored else []
            found = {row[0]: list(row[1:]) for row in rows}
            found.setdefault(0, [0] * len(SUMS))
            self._courses[diagnosis_id, recommendation_id] = found
        return found

    def _read_course(self, diagnosis_id: int, recommendation_id: int) -> list[Any]:
        return self._tx.fetch(
            _course,
            level=Level.COURSE,
            diagnosis_id=diagnosis_id,
            recommendation_id=recommendation_id,
        )

    def _own(self, report: Report) -> dict[Row, Place]:
        """Return where the rows that a report counts for stood before it."""
        places = self._latest_of(report.patient_id).places
        rows = [(report.recommendation_id, part) for part in (0, *report.effects)]
        return {row: places.get(row, (-1, 0)) for row in rows}

    def _latest_of(self, patient_id: int) -> Latest:
        found = self._latest.get(patient_id)
        if found is None:
            rows = self._tx.fetch(_patient_rows, patient_id=patient_id)
            found = self._latest[patient_id] = Latest(rows)
        return found

    def _follow(self, report: Report, keys: list[Key], places: Mapping[Row, Place | None]) -> None:
        """Set where the rows stand, and move the patient's mark where a key's latest day moved."""
        latest = self._latest_of(report.patient_id)
        latest.parents[report.recommendation_id] = (report.herb_id, report.condition_id)
        moved = {row: place for row, place in places.items() if latest.places.get(row) != place}
        if not moved:
            return
        whole = (report.recommendation_id, 0)
        before = [latest.of(key) for key in keys] if latest.places else [None] * len(keys)
        cohort = latest.places.get(whole)
        for row, place in moved.items():
            self._moved[report.patient_id, row] = place
            if place is None:
                latest.places.pop(row, None)
            else:
                latest.places[row] = place
        for key, old in zip(keys, before, strict=True):
            new = latest.of(key)
            if new != old:
                self._mark(key, old, -1)
                self._mark(key, new, 1)
        self._move_cohort(report.recommendation_id, cohort, latest.places.get(whole))

    def _move_cohort(self, recommendation_id: int, old: Place | None, new: Place | None) -> None:
        """Move the patient's mark to the one cohort of their latest report."""
        if old == new:
            return
        for place, change in ((old, -1), (new, 1)):
            if place and place[1]:
                self._mark(Key(Level.COHORT.value, recommendation_id, place[1]), place[0], change)

    def _mark(self, key: Key, day: int | None, change: int) -> None:
        if day is not None:
            self._days[key, day][_PATIENTS] += change


def _note(changed: list[int], net: int, day: int) -> None:
    changed[:] = added(changed[0], net), max(changed[1], day)


def _accumulate(sums: list[int], change: Sequence[int]) -> None:
    sums[:] = map(add, sums, change)
