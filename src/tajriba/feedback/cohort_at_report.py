"""The cohort of a patient at the moment of a report, from the record and earlier reports."""

from sqlalchemy import bindparam, select

from tajriba.feedback.tables import feedback
from tajriba.kit.clock import year_of
from tajriba.kit.database.transactions import Prepared, ReadTx
from tajriba.patients.cohort import RESPONSES_LOOKED_AT, Cohort, Traits, cohort_at, responses_digit

_last = Prepared(
    lambda _: (
        select(feedback.c.success)
        .where(
            feedback.c.patient_id == bindparam("patient_id"),
            feedback.c.withdrawn_at.is_(None),
        )
        .order_by(feedback.c.id.desc())
        .limit(bindparam("most"))
    )
)


def cohort_now(tx: ReadTx, patient_id: int, traits: Traits, at: int) -> Cohort:
    """Return the cohort of a patient's next report, which is of time `at` (ms).

    The last standing reports count, of any remedy, in the order in which they were submitted; not
    where the record says nothing else.
    """
    if not traits.known:
        return Cohort()
    rows = tx.fetch(_last, patient_id=patient_id, most=RESPONSES_LOOKED_AT)
    responses = responses_digit(sum(row[0] for row in rows), len(rows))
    return cohort_at(traits, year_of(at), responses)
