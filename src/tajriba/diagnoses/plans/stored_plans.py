"""What stands in the plans of a patient, before any check."""

from sqlalchemy import bindparam, select

from tajriba.diagnoses.tables import diagnosis, plan_item
from tajriba.kit.database.transactions import Prepared, ReadTx

_standing = Prepared(
    lambda _: (
        select(plan_item.c.diagnosis_id, plan_item.c.recommendation_id)
        .join(diagnosis, diagnosis.c.id == plan_item.c.diagnosis_id)
        .where(diagnosis.c.patient_id == bindparam("patient_id"))
        .order_by(plan_item.c.diagnosis_id, plan_item.c.position)
    )
)


def stored_plans(tx: ReadTx, patient_id: int) -> list[tuple[int, int]]:
    """Return each diagnosis and recommendation of a patient's plans, the oldest diagnosis first."""
    return [(row[0], row[1]) for row in tx.fetch(_standing, patient_id=patient_id)]


def planned_since(tx: ReadTx, diagnosis_id: int) -> dict[int, int]:
    """Return since when (ms) each recommendation of a plan is in it, in their written order."""
    statement = select(plan_item.c.recommendation_id, plan_item.c.added_at).where(
        plan_item.c.diagnosis_id == diagnosis_id
    )
    rows = tx.all(statement.order_by(plan_item.c.position))
    return {row.recommendation_id: row.added_at for row in rows}
