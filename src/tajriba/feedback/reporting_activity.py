"""Who reported on what, and when: counts and dates without the answers."""

from sqlalchemy import func, select

from tajriba.feedback.tables import feedback
from tajriba.kit.database.transactions import ReadTx


def last_changes(tx: ReadTx, patient_id: int, diagnosis_id: int) -> dict[int, int]:
    """Return when a diagnosis' reports last changed (ms), by recommendation.

    Reads the patient's own reports only; a withdrawal is a change.
    """
    changed = func.max(func.coalesce(feedback.c.withdrawn_at, feedback.c.updated_at))
    statement = (
        select(feedback.c.recommendation_id, changed.label("changed"))
        .where(feedback.c.patient_id == patient_id, feedback.c.diagnosis_id == diagnosis_id)
        .group_by(feedback.c.recommendation_id)
    )
    return {row.recommendation_id: int(row.changed) for row in tx.all(statement)}


def remedies_of(tx: ReadTx, patient_id: int) -> list[int]:
    """Return which recommendations a patient ever reported of."""
    ids = select(feedback.c.recommendation_id).where(feedback.c.patient_id == patient_id)
    return sorted(row.recommendation_id for row in tx.all(ids.distinct()))


def reporters(tx: ReadTx, recommendation_id: int) -> tuple[list[int], list[int]]:
    """Return which patients ever reported of a recommendation, and in which diagnoses."""
    pairs = (
        select(feedback.c.patient_id, feedback.c.diagnosis_id)
        .where(feedback.c.recommendation_id == recommendation_id)
        .distinct()
    )
    rows = tx.all(pairs)
    return sorted({row.patient_id for row in rows}), sorted({row.diagnosis_id for row in rows})


def submitted(tx: ReadTx) -> dict[int, int]:
    """Return how many reports of each recommendation there ever were, withdrawn ones too."""
    statement = select(feedback.c.recommendation_id, func.count().label("n"))
    rows = tx.all(statement.group_by(feedback.c.recommendation_id))
    return {row.recommendation_id: int(row.n) for row in rows}
