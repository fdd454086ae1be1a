"""Care: a practitioner asks by e-mail, the patient consents, either ends it.

Anybody may register with anybody's e-mail. So an invitation is shown to who has proved that the
address is theirs; another consents by the code that the practitioner shows them in person.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, select, update

from tajriba.accounts.email.email_verification import has_proved_email
from tajriba.accounts.email_address import email_key
from tajriba.accounts.schemas import Principal
from tajriba.accounts.service import find_account, full_names
from tajriba.audit.service import Entry, record
from tajriba.events.service import NewEvent, append
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import NotFound
from tajriba.patients import repository
from tajriba.patients.access import own_patient, patient_of_user
from tajriba.patients.care.schemas import CareStatus, CareView
from tajriba.patients.consent.schemas import NOTICE_VERSION
from tajriba.patients.errors import CareEnded, CareExists, CareNotPending, WrongCareCode
from tajriba.patients.tables import care

_OPEN = ("pending", "active")
_WAS_ACCEPTED = care.c.accepted_at.is_not(None)


def care_topic(practitioner_id: int, patient_id: int) -> str:
    """Return the internal topic on which the end of a care is told."""
    return f"care:{practitioner_id}:{patient_id}"


def link_invitations(tx: WriteTx, email: str, patient_id: int) -> None:
    """Make the pending invitations to an e-mail those of a patient."""
    tx.run(
        update(care)
        .where(care.c.email_key == email_key(email), care.c.status == "pending")
        .values(patient_id=patient_id)
    )


def invite(tx: WriteTx, principal: Principal, email: str) -> CareView:
    """Ask whoever has this e-mail, now or later, for consent; raises `CareExists`.

    The answer is the same whether or not there is such an account.
    """
    key = email_key(email)
    same = select(care.c.id).where(
        care.c.practitioner_id == principal.user_id,
        care.c.email_key == key,
        care.c.status.in_(_OPEN),
    )
    if tx.first(same):
        raise CareExists
    account = find_account(tx, email)
    care_id = tx.add(
        care,
        practitioner_id=principal.user_id,
        email_key=key,
        patient_id=patient_of_user(tx, account.user_id) if account else None,
        status="pending",
        created_at=tx.now,
    )
    record(tx, Entry(principal.user_id, "care.invite", "care", care_id))
    return _view(tx, care_id)


def list_care(
    tx: ReadTx, principal: Principal, status: CareStatus | None, after: int, limit: int
) -> list[CareView]:
    """Return the care of this person, by id behind `after`; a patient's without the ended."""
    statement = select(care).where(_party(tx, principal), care.c.id > after)
    if status is not None:
        statement = statement.where(care.c.status == status)
    if principal.role == "patient":
        statement = statement.where(care.c.status.in_(_OPEN))
    return _views(tx, tx.all(statement.order_by(care.c.id).limit(limit)))


def accept(tx: WriteTx, principal: Principal, care_id: int) -> CareView:
    """Consent to care; raises `NotFound` for a stranger's, `CareNotPending`."""
    found = _find(tx, principal, care_id)
    if found.status != "pending":
        raise CareNotPending
    _accept(tx, principal, found)
    return _view(tx, care_id)


def accept_by_code(tx: WriteTx, principal: Principal, fits: Callable[[int], bool]) -> CareView:
    """Consent to the invitation to one's e-mail whose code `fits`; raises `WrongCareCode`."""
    mine = care.c.patient_id == own_patient(tx, principal)
    for found in tx.all(select(care).where(mine, care.c.status == "pending")):
        if fits(found.id):
            _accept(tx, principal, found)
            return _view(tx, found.id)
    raise WrongCareCode


def _accept(tx: WriteTx, principal: Principal, found: Row[Any]) -> None:
    accepted = {"accepted_at": tx.now, "notice_version": NOTICE_VERSION}
    _move(tx, principal, found, "active", **accepted)


class Ended(NamedTuple):
    """Care that has ended, and whose it was; None for an invitation to nobody that is known."""

    care: CareView
    patient_id: int | None


def end(tx: WriteTx, principal: Principal, care_id: int) -> Ended:
    """End an invitation or care at once, for screens too; raises `NotFound`, `CareEnded`."""
    found = _find(tx, principal, care_id)
    if found.status == "ended":
        raise CareEnded
    _move(tx, principal, found, "ended", ended_at=tx.now)
    if found.patient_id is not None:
        topic = care_topic(found.practitioner_id, found.patient_id)
        append(tx, [NewEvent(topic, "care_ended", {})])
    return Ended(_view(tx, care_id), found.patient_id)


def _move(
    tx: WriteTx, principal: Principal, found: Row[Any], status: CareStatus, **times: int
) -> None:
    tx.run(update(care).where(care.c.id == found.id).values(status=status, **times))
    action = {"active": "care.accept", "ended": "care.end"}[status]
    before, after = {"status": found.status}, {"status": status}
    record(tx, Entry(principal.user_id, action, "care", found.id, before, after))


def _party(tx: ReadTx, principal: Principal) -> ColumnElement[bool]:
    if principal.role != "patient":
        return care.c.practitioner_id == principal.user_id
    mine = care.c.patient_id == own_patient(tx, principal)
    return mine if has_proved_email(tx, principal.user_id) else and_(mine, _WAS_ACCEPTED)


def _find(tx: ReadTx, principal: Principal, care_id: int) -> Row[Any]:
    found = tx.first(select(care).where(care.c.id == care_id, _party(tx, principal)))
    if found is None:
        exists = tx.scalar(select(care.c.id).where(care.c.id == care_id))
        raise NotFound(of=("care", care_id) if exists else None)
    return found


def _view(tx: ReadTx, care_id: int) -> CareView:
    return _views(tx, tx.all(select(care).where(care.c.id == care_id)))[0]


def _views(tx: ReadTx, rows: Sequence[Row[Any]]) -> list[CareView]:
    practitioners = full_names(tx, [row.practitioner_id for row in rows])
    patients = repository.names(tx, [row.patient_id for row in rows if row.status == "active"])
    return [
        _shown(row, practitioners[row.practitioner_id], patients.get(row.patient_id))
        for row in rows
    ]


def _shown(row: Row[Any], practitioner: str, patient: str | None) -> CareView:
    return CareView(
        id=row.id,
        status=row.status,
        email=row.email_key,
        practitioner_id=row.practitioner_id,
        practitioner_name=practitioner,
        patient_id=row.patient_id if row.status == "active" else None,
        patient_name=patient if row.status == "active" else None,
        created_at=iso(row.created_at),
        accepted_at=None if row.accepted_at is None else iso(row.accepted_at),
        ended_at=None if row.ended_at is None else iso(row.ended_at),
    )
