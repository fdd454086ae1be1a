"""Who counts for others: who agrees to it, and is vouched for: of whom more is known than that an
account was made."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import and_, bindparam, select

from tajriba.accounts.service import with_vouched_address
from tajriba.kit.database.transactions import PreparedIn, ReadTx
from tajriba.patients.consent.schemas import Purpose
from tajriba.patients.consent.service import consenting
from tajriba.patients.tables import care, patient

DAYS: Final = 7
"""How long an account with a proven address must have been there."""

_known = PreparedIn(
    lambda ids: (
        select(patient.c.id, patient.c.user_id, care.c.id)
        .outerjoin(
            care, and_(care.c.patient_id == patient.c.id, care.c.status == bindparam("status"))
        )
        .where(patient.c.id.in_(ids))
    )
)


def who_counts(
    tx: ReadTx, patient_ids: Sequence[int], purpose: Purpose, *, everybody: bool
) -> set[int]:
    """Return those of some patients who agree to a purpose; and who are vouched for, where not
    everybody counts."""
    agreed = set(consenting(tx, patient_ids, purpose))
    return agreed if everybody else vouched(tx, sorted(agreed))


def vouched(tx: ReadTx, patient_ids: Sequence[int]) -> set[int]:
    """Return those of some patients who are in a practitioner's care, with the consent of both,
    whom an operator imported, or whose address is proven and whose account is a week old."""
    known = tx.fetch_in(_known, patient_ids, status="active")
    alone = sorted({user_id for _, user_id, care_id in known if user_id and care_id is None})
    proved = with_vouched_address(tx, alone, DAYS)
    return {
        patient_id
        for patient_id, user_id, care_id in known
        if care_id is not None or user_id is None or user_id in proved
    }
