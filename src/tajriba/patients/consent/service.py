"""Consent by purpose, each with the version of the notice and the time, ended ones too."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, func, or_, select, update

from tajriba.accounts.service import full_names
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import PreparedIn, ReadTx, WriteTx
from tajriba.patients.access import patient_of_user
from tajriba.patients.consent.schemas import (
    NOTICE_VERSION,
    PURPOSES,
    ConsentEntry,
    Consents,
    Purpose,
)
from tajriba.patients.tables import care, consent, patient

NOTICE: Final = "notice"
"""The purpose of a row that says which version of the notice was accepted."""

_consenting = PreparedIn(
    lambda ids: (
        select(patient.c.id, func.coalesce(consent.c.after_report, 0))
        .outerjoin(
            consent,
            and_(
                consent.c.user_id == patient.c.user_id,
                consent.c.purpose == bindparam("purpose"),
                consent.c.ended_at.is_(None),
            ),
        )
        .where(patient.c.id.in_(ids), or_(patient.c.user_id.is_(None), consent.c.id.is_not(None)))
    )
)


def consenting(tx: ReadTx, patient_ids: Sequence[int], purpose: Purpose) -> dict[int, int]:
    """Return those of some patients who agree to a purpose now, each with the report after which
    theirs count; and whom an operator imported, who have no account: their consent is the
    clinic's to have."""
    return dict(tx.fetch_in(_consenting, patient_ids, purpose=purpose))


def choose(
    tx: WriteTx, user_id: int, purposes: Collection[Purpose], newest_report: int
) -> set[Purpose]:
    """Accept the notice that stands, agree to these purposes and to no other; return those that
    have ended by it. A consent to an earlier version of the notice is given anew, and goes on.

    Who agrees again to what they had ended does so for reports that are newer than the newest.
    """
    rows = _rows(tx, user_id)
    held = {row.purpose: row for row in rows if row.ended_at is None}
    ended = {row.purpose for row in rows}
    wanted = {NOTICE, *purposes}
    for purpose, row in held.items():
        if purpose not in wanted or row.notice_version != NOTICE_VERSION:
            tx.run(update(consent).where(consent.c.id == row.id).values(ended_at=tx.now))
    for purpose in sorted(wanted):
        if purpose not in held or held[purpose].notice_version != NOTICE_VERSION:
            tx.add(
                consent,
                user_id=user_id,
                purpose=purpose,
                notice_version=NOTICE_VERSION,
                given_at=tx.now,
                after_report=_after(held.get(purpose), newest_report * (purpose in ended)),
            )
    return {one for one in PURPOSES if one in held and one not in wanted}


def _after(held: Row[Any] | None, newest_report: int) -> int:
    return newest_report if held is None else int(held.after_report)


def purposes_of(tx: ReadTx, user_id: int) -> list[Purpose]:
    """Return what a person agrees to now."""
    held = {row.purpose for row in _rows(tx, user_id) if row.ended_at is None}
    return [one for one in PURPOSES if one in held]


def accepted_version(tx: ReadTx, user_id: int) -> int | None:
    """Return which version of the notice a person accepted last, None before any."""
    rows = [row for row in _rows(tx, user_id) if row.purpose == NOTICE]
    return max((int(row.notice_version) for row in rows), default=None)


def consents_of(tx: ReadTx, user_id: int) -> Consents:
    """Return what a person agrees to, and what they agreed to once."""
    rows = [_entry(row, None) for row in _rows(tx, user_id)]
    entries = [*rows, *_care_entries(tx, user_id)]
    return Consents(
        notice_version=NOTICE_VERSION,
        accepted_version=accepted_version(tx, user_id),
        purposes=purposes_of(tx, user_id),
        history=sorted(entries, key=lambda one: one.given_at, reverse=True),
    )


def _rows(tx: ReadTx, user_id: int) -> Sequence[Row[Any]]:
    mine = select(consent).where(consent.c.user_id == user_id)
    return tx.all(mine.order_by(consent.c.id.desc()))


def _care_entries(tx: ReadTx, user_id: int) -> list[ConsentEntry]:
    patient_id = patient_of_user(tx, user_id)
    accepted = (care.c.patient_id == patient_id, care.c.accepted_at.is_not(None))
    rows = tx.all(select(care).where(*accepted)) if patient_id else []
    names = full_names(tx, [row.practitioner_id for row in rows])
    return [_entry(row, names[row.practitioner_id]) for row in rows]


def _entry(row: Row[Any], practitioner_name: str | None) -> ConsentEntry:
    is_care = practitioner_name is not None
    return ConsentEntry(
        purpose="care" if is_care else row.purpose,
        practitioner_name=practitioner_name,
        notice_version=row.notice_version,
        given_at=iso(row.accepted_at if is_care else row.given_at),
        ended_at=None if row.ended_at is None else iso(row.ended_at),
    )
