"""Which diagnoses and patients have a recommendation in a standing plan."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from tajriba.diagnoses.tables import diagnosis, plan_item
from tajriba.kit.database.transactions import PreparedIn, ReadTx

_holders = PreparedIn(
    lambda ids: (
        select(plan_item.c.diagnosis_id)
        .where(plan_item.c.recommendation_id == bindparam("recommendation_id"))
        .where(plan_item.c.diagnosis_id.in_(ids))
    )
)


def holders(tx: ReadTx, recommendation_id: int, among: Sequence[int]) -> list[int]:
    """Return which of the diagnoses have the recommendation in their plan."""
    return [row[0] for row in tx.fetch_in(_holders, among, recommendation_id=recommendation_id)]


def patients_with(tx: ReadTx, recommendation_id: int) -> list[int]:
    """Return the patients who have the recommendation in a standing plan."""
    statement = (
        select(diagnosis.c.patient_id)
        .join(plan_item, plan_item.c.diagnosis_id == diagnosis.c.id)
        .where(plan_item.c.recommendation_id == recommendation_id)
        .distinct()
    )
    return [row.patient_id for row in tx.all(statement.order_by(diagnosis.c.patient_id))]
