"""Who may see a patient. Only this module makes the ids that prove the check."""

from collections.abc import Iterable, Sequence
from typing import NewType

from sqlalchemy import bindparam, select

from tajriba.accounts.schemas import Principal
from tajriba.kit.database.transactions import Prepared, PreparedIn, ReadTx
from tajriba.kit.errors import NotFound
from tajriba.patients.cohort import Traits
from tajriba.patients.tables import care, patient

VisiblePatientId = NewType("VisiblePatientId", int)
"""A patient whom the person who asks may see now."""

OwnPatientId = NewType("OwnPatientId", int)
"""The record of the person who asks."""

_NONE = "[]"
"""An empty list of terms as it is stored."""

_of_user = Prepared(
    lambda _: select(
        patient.c.id,
        patient.c.mizaj,
        patient.c.sex,
        patient.c.birth_year,
        patient.c.conditions,
    ).where(patient.c.user_id == bindparam("user_id"))
)
_active_care = Prepared(
    lambda _: select(care.c.id).where(
        care.c.patient_id == bindparam("patient_id"),
        care.c.practitioner_id == bindparam("practitioner_id"),
        care.c.status == bindparam("status"),
    )
)

_carers = PreparedIn(
    lambda ids: (
        select(care.c.patient_id, care.c.practitioner_id)
        .where(care.c.patient_id.in_(ids), care.c.status == bindparam("status"))
        .order_by(care.c.patient_id, care.c.practitioner_id)
    )
)


def patient_of_user(tx: ReadTx, user_id: int) -> int | None:
    """Return the id of an account's patient record, None where it has none."""
    rows = tx.fetch(_of_user, user_id=user_id)
    return int(rows[0][0]) if rows else None


def own_patient(tx: ReadTx, principal: Principal) -> OwnPatientId:
    """Return the record of a patient who is signed in; raises `NotFound` for anybody else."""
    return own_patient_with_traits(tx, principal)[0]


def own_patient_with_traits(tx: ReadTx, principal: Principal) -> tuple[OwnPatientId, Traits]:
    """Like `own_patient`, with that by which patients are alike."""
    is_patient = principal.role == "patient"
    rows = tx.fetch(_of_user, user_id=principal.user_id) if is_patient else []
    if not rows:
        raise NotFound
    patient_id, mizaj, sex, birth_year, conditions = rows[0]
    return OwnPatientId(patient_id), Traits(mizaj, sex, birth_year, conditions != _NONE)


def cares_for(tx: ReadTx, practitioner_id: int, patient_id: int) -> bool:
    """Return whether the patient consents, now, to the care of this account."""
    return bool(
        tx.fetch(
            _active_care, patient_id=patient_id, practitioner_id=practitioner_id, status="active"
        )
    )


def practitioners_of(tx: ReadTx, patient_id: int) -> list[int]:
    """Return the accounts to whose care a patient consents now."""
    return [practitioner_id for _, practitioner_id in carers_of(tx, [patient_id])]


def carers_of(tx: ReadTx, patient_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return some patients with each account to whose care they consent now."""
    return [(row[0], row[1]) for row in tx.fetch_in(_carers, patient_ids, status="active")]


def visible_patient(tx: ReadTx, principal: Principal, patient_id: int) -> VisiblePatientId:
    """Return the id of a patient whom this person may see; raises `NotFound` otherwise.

    That is the patient, and a practitioner in active care of them; never any other role.
    """
    if not _may_see(tx, principal, patient_id):
        exists = tx.scalar(select(patient.c.id).where(patient.c.id == patient_id))
        raise NotFound(of=("patient", patient_id) if exists else None)
    note_read(principal, [patient_id])
    return VisiblePatientId(patient_id)


def note_read(principal: Principal, patient_ids: Iterable[int]) -> None:
    """Note whose records are read for a person: what another reads is written into the audit trail
    before it is answered."""
    if principal.role != "patient":
        principal.records_read.update(patient_ids)


def _may_see(tx: ReadTx, principal: Principal, patient_id: int) -> bool:
    if principal.role == "patient":
        return patient_of_user(tx, principal.user_id) == patient_id
    return principal.role == "practitioner" and cares_for(tx, principal.user_id, patient_id)


def visible_patients(tx: ReadTx, principal: Principal) -> list[VisiblePatientId]:
    """Return every patient whom this person may see."""
    if principal.role == "patient":
        return [VisiblePatientId(own_patient(tx, principal))]
    found = [VisiblePatientId(one) for one in patients_in_care(tx, principal)]
    note_read(principal, found)
    return found


def patients_in_care(tx: ReadTx, principal: Principal) -> list[int]:
    """Return the patients in a practitioner's active care, for who shows some of them or none."""
    if principal.role != "practitioner":
        return []
    statement = select(care.c.patient_id).where(
        care.c.practitioner_id == principal.user_id, care.c.status == "active"
    )
    return [row.patient_id for row in tx.all(statement)]
