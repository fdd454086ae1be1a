"""What stands in the plans of a patient, before any check."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from tajriba.diagnoses.tables import diagnosis, plan_item
from tajriba.kit.database.transactions import Prepared, ReadTx


class Planned(NamedTuple):
    """A remedy of a plan; without days of the plan's own it is taken as long as it says."""

    recommendation_id: int
    duration_days: int | None = None
    added_at: int = 0


_standing = Prepared(
    lambda _: (
        select(plan_item.c.diagnosis_id, plan_item.c.recommendation_id, plan_item.c.duration_days)
        .join(diagnosis, diagnosis.c.id == plan_item.c.diagnosis_id)
        .where(diagnosis.c.patient_id == bindparam("patient_id"))
        .order_by(plan_item.c.diagnosis_id, plan_item.c.position)
    )
)


def stored_plans(tx: ReadTx, patient_id: int) -> list[tuple[int, Planned]]:
    """Return each diagnosis and remedy of a patient's plans, the oldest diagnosis first."""
    rows = tx.fetch(_standing, patient_id=patient_id)
    return [(row[0], Planned(row[1], row[2])) for row in rows]


def planned_remedies(tx: ReadTx, diagnosis_id: int) -> list[Planned]:
    """Return the remedies of a plan in their written order."""
    columns = (plan_item.c[name] for name in Planned._fields)
    statement = select(*columns).where(plan_item.c.diagnosis_id == diagnosis_id)
    return [Planned(*row) for row in tx.all(statement.order_by(plan_item.c.position))]
