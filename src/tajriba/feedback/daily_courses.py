"""Each patient's reports day by day, as numbers without comments."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, select

from tajriba.feedback.tables import feedback
from tajriba.kit.database.transactions import ReadTx


@dataclass(frozen=True, slots=True)
class DayOfCourse:
    """The standing reports of one diagnosis on one UTC day (since 1970).

    `improvement` is their mean, 1-5; `got_worse` whether one of them says so; `last_at` the time in
    ms that the last of them tells of.
    """

    diagnosis_id: int
    day: int
    reports: int
    improvement: float
    got_worse: bool
    last_at: int


def days_of_courses(tx: ReadTx, patient_ids: Sequence[int], since: int) -> list[DayOfCourse]:
    """Return the days on which patients reported, from day `since`, by diagnosis, oldest first."""
    worse = func.max(cast(feedback.c.got_worse, Integer))
    statement = (
        select(
            feedback.c.diagnosis_id,
            feedback.c.day,
            func.count().label("reports"),
            func.sum(feedback.c.symptom_improvement).label("improvement"),
            worse.label("worse"),
            func.max(feedback.c.observed_at).label("last_at"),
        )
        .where(
            feedback.c.patient_id.in_(patient_ids),
            feedback.c.withdrawn_at.is_(None),
            feedback.c.day >= since,
        )
        .group_by(feedback.c.diagnosis_id, feedback.c.day)
        .order_by(feedback.c.diagnosis_id, feedback.c.day)
    )
    return [
        DayOfCourse(
            row.diagnosis_id,
            row.day,
            int(row.reports),
            int(row.improvement) / int(row.reports),
            bool(row.worse),
            int(row.last_at),
        )
        for row in tx.all(statement)
    ]
