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
