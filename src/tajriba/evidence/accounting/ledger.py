"""Updating evidence with each report, in memory first, so that a group writes each row once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, and_, bindparam, or_, select

from tajriba.evidence.accounting.counted_values import counted_values, stratum_of, value_of
from tajriba.evidence.keys import NO_DAY, Key, Level, Report, course_keys, diagnosis_key
from tajriba.evidence.sums import SUMS, Counts, Sums, counts_of
from tajriba.evidence.tables import KEY, PLACE, evidence_day, evidence_waiting
from tajriba.feedback.service import Stored, reports_that_count
from tajriba.kit.database.transactions import Prepared, WriteTx

_TOTAL = SUMS.index("total")
_NOTHING: Counts = (0,) * len(SUMS)
_WAITING = ("report_id", "day", "stratum", *SUMS)
_waiting = evidence_waiting.c

Place = tuple[int, int, int]
"""recommendation, part, patient"""

_add_days = Prepared(
    lambda insert: (statement := insert(evidence_day)).on_conflict_do_update(
        index_elements=[*KEY, "day"],
        set_={name: evidence_day.c[name] + statement.excluded[name] for name in SUMS},
    ),
    columns=[*KEY, "day", *SUMS],
)


def _putting(names: Sequence[str], where: Callable[[Any], ColumnElement[bool] | None]) -> Prepared:
    """Return a statement that sets whose value waits, and keeps since when it does."""

    def build(insert: Callable[[Table], Any]) -> Executable:
        statement = insert(evidence_waiting)
        new = statement.excluded
        upsert: Executable = statement.on_conflict_do_update(
            index_elements=PLACE, set_={name: new[name] for name in names}, where=where(new)
        )
        return upsert

    return Prepared(build, columns=[*PLACE, *_WAITING, "since", "looked_up"])


_put_found = _putting([*_WAITING, "looked_up"], lambda _: None)
_put_later = _putting(
    _WAITING,
    lambda new: or_(
        new.day > _waiting.day,
        and_(new.day == _waiting.day, new.report_id >= _waiting.report_id),
    ),
)
"""A report that is older than the one that waits changes nothing."""

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
        self._later: dict[Place, tuple[Any, ...]] = {}
        self._found: dict[Place, tuple[Any, ...]] = {}
        self._courses: dict[tuple[int, int], dict[int, list[int]]] = {}
        self._new: set[int] = set()

    def new_patient(self, patient_id: int) -> None:
        """Tell of a patient whom this transaction created: nothing of theirs need be looked up."""
        self._new.add(patient_id)

    def add(self, report: Report) -> None:
        """Count a report that was stored."""
        self._sum(report, 1)
        for part, counts in counted_values(report):
            place = (report.recommendation_id, part, report.patient_id)
            into = self._found if place in self._found else self._later
            row = (report.feedback_id, report.day, stratum_of(report), *counts)
            if place not in into or (row[1], row[0]) >= (into[place][1], into[place][0]):
                into[place] = row

    def remove(self, report: Report, left: Callable[[Stored], Report]) -> None:
        """Uncount a report that is withdrawn, or replaced, in the stored feedback already.

        `left` makes of a stored report what it counts.
        """
        self.remove_all([report], left)

    def remove_all(self, reports: Sequence[Report], left: Callable[[Stored], Report]) -> None:
        """Like `remove`, for many reports: what is left of each remedy is looked up once."""
        said: dict[tuple[int, int], set[int]] = defaultdict(set)
        for report in reports:
            self._sum(report, -1)
            parts = said[report.patient_id, report.recommendation_id]
            parts.update(part for part, _ in counted_values(report))
        for (patient_id, recommendation_id), parts in said.items():
            stored = reports_that_count(self._tx, patient_id, recommendation_id)
            for part, row in _latest(map(left, stored), parts).items():
                place = (recommendation_id, part, patient_id)
                self._later.pop(place, None)
                self._found[place] = row

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
        today = self._tx.today
        for statement, rows in ((_put_found, self._found), (_put_later, self._later)):
            found = statement is _put_found
            values = [(*key, *row, today, found) for key, row in rows.items()]
            self._tx.many_rows(statement, values)
            rows.clear()
        self._days.clear()

    def _sum(self, report: Report, sign: int) -> None:
        change = [sign * count for count in counts_of(report.answers, report.success)]
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


def _latest(left_over: Iterator[Report], parts: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """Return the row of the latest report that says something of each part; of nothing, if none.

    Reads no further than it has to.
    """
    found: dict[int, tuple[Any, ...]] = {}
    wanted = set(parts)
    while wanted and (one := next(left_over, None)) is not None:
        for part in sorted(wanted):
            if (counts := value_of(one, part)) is not None:
                found[part] = (one.feedback_id, one.day, stratum_of(one), *counts)
        wanted -= found.keys()
    return found | dict.fromkeys(wanted, (0, 0, 0, *_NOTHING))


def _accumulate(sums: list[int], change: Sequence[int]) -> None:
    sums[:] = map(add, sums, change)
