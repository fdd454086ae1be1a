"""Erasing a patient: asked for, undone until it is due, then done in short transactions.

Each takes away what is left of one kind, so that whatever ends between two of them goes on later.
"""

from collections import Counter
from collections.abc import Callable
from typing import Final

from sqlalchemy import ColumnElement, Table, delete, or_, select, update

from tajriba.accounts.service import end_sessions
from tajriba.accounts.tables import (
    email_link,
    identity,
    passkey,
    passkey_challenge,
    recovery_code,
    refresh_token,
    second_factor,
    session,
    user,
)
from tajriba.audit.service import Entry, record
from tajriba.audit.tables import audit
from tajriba.diagnoses.tables import diagnosis
from tajriba.diagnoses.urgency.safety_alerts import end_alerts
from tajriba.events.pruning import set_apart
from tajriba.events.service import NewEvent, append
from tajriba.events.tables import event
from tajriba.feedback.erasure import erase_reports
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.lab.training.service import ask_to_retrain
from tajriba.loop.announcement.submitted_counts import uncount_submitted
from tajriba.loop.submission.revision import take_back
from tajriba.loop.tables import announced
from tajriba.patients.access import patient_of_user
from tajriba.patients.care.service import care_topic
from tajriba.patients.tables import care, patient, registration
from tajriba.privacy.personal_tables import SECTIONS, Person
from tajriba.privacy.tables import erasure
from tajriba.realtime.tables import ticket

REPORTS_AT_ONCE: Final = 100
ROWS_AT_ONCE: Final = 500
_ERASED: Final = "erased"
"""The type of an event of which nothing but its position is left."""

_ENDINGS: Final = ("session_ended", "care_ended", "safety_alert_closed")

_MINE: Final = {section.name: section for section in SECTIONS}
_DELETED: Final = (
    "safety_alerts",
    "safety_holds",
    "plans",
    "predictions",
    "rankings",
    "idempotency_keys",
    "care_received",
    "consents",
    "diary",
    "intakes",
    "diagnoses",
)
"""The sections whose rows go as a whole, those that refer to others first."""


def due(tx: ReadTx) -> list[int]:
    """Return the accounts whose erasure is due, the oldest request first."""
    statement = select(erasure.c.user_id).where(erasure.c.due_at <= tx.now)
    return [row.user_id for row in tx.all(statement.order_by(erasure.c.due_at, erasure.c.user_id))]


def erase_some(tx: WriteTx, user_id: int) -> bool:
    """Erase a part of what is kept of an account whose erasure is due; return whether more is left.

    False, too, where the request was undone.
    """
    request = tx.first(select(erasure).where(erasure.c.user_id == user_id))
    if request is None or request.due_at > tx.now:
        return False
    who = Person(user_id, patient_of_user(tx, user_id) or 0)
    if request.started_at is None:
        _begin(tx, who)
        return True
    steps: tuple[Callable[[WriteTx, Person], bool], ...] = (
        _erase_reports,
        _erase_audit,
        _erase_events,
    )
    if any(step(tx, who) for step in steps):
        return True
    _finish(tx, who)
    return False


def _begin(tx: WriteTx, who: Person) -> None:
    """Let nobody in any more: neither the person nor who cared for them."""
    tx.run(update(erasure).where(erasure.c.user_id == who.user_id).values(started_at=tx.now))
    tx.run(update(user).where(user.c.id == who.user_id).values(disabled_at=tx.now))
    end_sessions(tx, who.user_id)
    active = (care.c.patient_id == who.patient_id, care.c.status == "active")
    practitioners = [row.practitioner_id for row in tx.all(select(care).where(*active))]
    tx.run(update(care).where(*active).values(status="ended", ended_at=tx.now))
    topics = [care_topic(one, who.patient_id) for one in practitioners]
    append(tx, [NewEvent(topic, "care_ended", {}) for topic in topics])
    for one in practitioners:
        end_alerts(tx, one, who.patient_id)


def _erase_reports(tx: WriteTx, who: Person) -> bool:
    erased = erase_reports(tx, who.patient_id, REPORTS_AT_ONCE)
    take_back(tx, erased.counted)
    for recommendation_id, number in Counter(
        one.recommendation_id for one in erased.reports
    ).items():
        uncount_submitted(tx, recommendation_id, number)
    ids = [one.id for one in erased.reports]
    of_reports = (audit.c.subject == "feedback", audit.c.subject_id.in_(ids))
    _blank_audit(tx, [row.id for row in tx.all(select(audit.c.id).where(*of_reports))])
    return bool(ids)


def _erase_audit(tx: WriteTx, who: Person) -> bool:
    mine = or_(_MINE["changes_of_mine"].mine(who), audit.c.actor_id == who.user_id)
    ids = [row.id for row in tx.all(select(audit.c.id).where(mine).limit(ROWS_AT_ONCE))]
    _blank_audit(tx, ids)
    return bool(ids)


def _blank_audit(tx: WriteTx, ids: list[int]) -> None:
    """Take away what tells of persons; the chain stays (`audit/hash_chain.py`)."""
    blank = {"actor_id": None, "subject_id": 0, "before": None, "after": None, "salt": None}
    tx.run(update(audit).where(audit.c.id.in_(ids)).values(**blank))


def _erase_events(tx: WriteTx, who: Person) -> bool:
    """Leave the positions of events, which clients resume from, and nothing else.

    The ends of sessions, of care and of alerts name numbers only, and are still to be delivered.
    """
    told = (event.c.type.not_in(_ENDINGS), _MINE["events"].mine(who))
    ids = [row.id for row in tx.all(select(event.c.id).where(*told).limit(ROWS_AT_ONCE))]
    if ids:
        set_apart(tx)
    blank = update(event).where(event.c.id.in_(ids))
    tx.run(blank.values(topic=_ERASED, type=_ERASED, data="{}"))
    return bool(ids)


def _finish(tx: WriteTx, who: Person) -> None:
    """Take away the rest. The rows of account and record stay, empty: their numbers stand in
    evidence, and must never become another's."""
    _delete_what_hangs_on(tx, who)
    for name in _DELETED:
        tx.run(delete(_MINE[name].table).where(_MINE[name].mine(who)))
    _empty(tx, user, user.c.id == who.user_id, email="", email_key=f"erased:{who.user_id}",
           password_hash="", full_name="", email_verified_at=None)  # fmt: skip
    _empty(tx, patient, patient.c.id == who.patient_id, user_id=None, ref=None, full_name="",
           name_key="", mizaj=None, birth_year=None, sex=None, conditions="[]", allergies="[]",
           medicines="[]", none_known="[]", pregnant=None, nursing=None)  # fmt: skip
    tx.run(delete(erasure).where(erasure.c.user_id == who.user_id))
    record(tx, Entry(None, "privacy.erase", "user", 0))
    ask_to_retrain(tx, None, "en")


def _delete_what_hangs_on(tx: WriteTx, who: Person) -> None:
    sessions = select(session.c.id).where(session.c.user_id == who.user_id)
    diagnoses = select(diagnosis.c.id).where(diagnosis.c.patient_id == who.patient_id)
    key = select(user.c.email_key).where(user.c.id == who.user_id).scalar_subquery()
    address = select(user.c.email).where(user.c.id == who.user_id).scalar_subquery()
    tx.run(delete(ticket).where(ticket.c.user_id == who.user_id))
    for table in (email_link, second_factor, recovery_code, passkey, passkey_challenge, identity):
        tx.run(delete(table).where(table.c.user_id == who.user_id))
    tx.run(delete(registration).where(registration.c.email == address))
    tx.run(delete(refresh_token).where(refresh_token.c.session_id.in_(sessions)))
    tx.run(delete(session).where(session.c.user_id == who.user_id))
    tx.run(delete(announced).where(announced.c.diagnosis_id.in_(diagnoses)))
    tx.run(delete(care).where(care.c.email_key == key))


def _empty(tx: WriteTx, table: Table, where: ColumnElement[bool], **blank: object) -> None:
    tx.run(update(table).where(where).values(**blank))
