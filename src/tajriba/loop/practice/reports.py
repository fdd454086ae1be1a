"""The reports of the patients in one's care: reading them, and answering."""

from collections.abc import Sequence

from tajriba.accounts.schemas import Principal
from tajriba.accounts.service import full_names
from tajriba.audit.service import Entry, record_all
from tajriba.diagnoses.topics import diagnosis_topic
from tajriba.diagnoses.urgency.safety_alerts import alarming_reports
from tajriba.events.service import NewEvent, append
from tajriba.feedback.replies.feed import FeedItem, feed
from tajriba.feedback.replies.readings import mark_read, replies_to, store_answer
from tajriba.feedback.replies.schemas import AnswerBody
from tajriba.feedback.schemas import ReplyView
from tajriba.feedback.service import Stored, find_unwithdrawn
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import NotFound, bad_field
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.schemas import Page
from tajriba.kit.i18n import Lang
from tajriba.knowledge.service import recommendation_facts
from tajriba.loop.practice.alerts import acknowledge_report
from tajriba.loop.practice.schemas import PracticeReport
from tajriba.loop.report_events import tell_practitioners
from tajriba.patients.access import note_read, patients_in_care, visible_patient
from tajriba.patients.service import patient_record


def reports_to_read(
    tx: ReadTx,
    principal: Principal,
    patient_id: int | None,
    limit: int,
    cursor: str | None,
    lang: Lang,
) -> Page[PracticeReport]:
    """Return a page of the feed, of all patients in care or of one; raises `NotFound`."""
    key = decode_cursor(cursor, 2)
    patients: Sequence[int] = (
        patients_in_care(tx, principal)
        if patient_id is None
        else [visible_patient(tx, principal, patient_id)]
    )
    alarming = alarming_reports(tx, patients)
    after = (key[0], key[1]) if key else None
    found = feed(tx, principal.user_id, patients, alarming, after, limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    views = _views(tx, principal, found[:limit], lang)
    more = encode_cursor(last.place, last.report.id) if last else None
    return Page(data=views, count=len(views), next=more)


def _views(
    tx: ReadTx, principal: Principal, found: Sequence[FeedItem], lang: Lang
) -> list[PracticeReport]:
    patients = sorted({one.report.patient_id for one in found})
    note_read(principal, patients)
    names = {one: patient_record(tx, one).full_name for one in patients}
    facts = recommendation_facts(tx, list({one.report.recommendation_id for one in found}))
    replies = replies_to(tx, [one.report.id for one in found])
    return [
        PracticeReport(
            **one.report.shown_in(lang),
            full_name=names[one.report.patient_id],
            herb_name=facts[one.report.recommendation_id].herb_name.in_(lang),
            condition_name=facts[one.report.recommendation_id].condition_name.in_(lang),
            severe=one.severe,
            read=one.read,
            replies=replies.get(one.report.id, []),
        )
        for one in found
    ]


def read_reports(tx: WriteTx, principal: Principal, feedback_ids: list[int]) -> int:
    """Mark reports as read, tell their screens, and return how many were new; raises `NotFound`
    where one does not stand, or is not of a patient in one's care."""
    reports = _visible(tx, principal, feedback_ids)
    new = mark_read(tx, principal.user_id, reports)
    entries = [Entry(principal.user_id, "report.read", "feedback", one.id) for one in new]
    record_all(tx, entries)
    _tell(tx, principal, new, AnswerBody())
    return len(new)


def answer_report(
    tx: WriteTx, principal: Principal, feedback_id: int, body: AnswerBody
) -> list[ReplyView]:
    """Answer a report, tell the screens, and return all replies to it.

    Raises `NotFound` as `read_reports` does, `Invalid` where nothing is said.
    """
    text = (body.text or "").strip() or None
    if body.answer is None and text is None:
        raise bad_field("text", "missing")
    reports = _visible(tx, principal, [feedback_id])
    store_answer(tx, principal.user_id, reports[0], body.answer, text)
    acknowledge_report(tx, principal, reports[0])
    after = {"answer": body.answer}
    record_all(
        tx, [Entry(principal.user_id, "report.answer", "feedback", feedback_id, None, after)]
    )
    _tell(tx, principal, reports, AnswerBody(answer=body.answer, text=text))
    return replies_to(tx, [feedback_id])[feedback_id]


def _visible(tx: ReadTx, principal: Principal, feedback_ids: Sequence[int]) -> list[Stored]:
    found = find_unwithdrawn(tx, feedback_ids)
    if len(found) < len(set(feedback_ids)):
        raise NotFound
    for patient_id in {one.patient_id for one in found}:
        visible_patient(tx, principal, patient_id)
    return found


def _tell(tx: WriteTx, principal: Principal, reports: Sequence[Stored], said: AnswerBody) -> None:
    """Tell the screens of each diagnosis, and those of all who care."""
    name = full_names(tx, [principal.user_id])[principal.user_id]
    ids: dict[int, list[int]] = {}
    for one in reports:
        ids.setdefault(one.diagnosis_id, []).append(one.id)
    for diagnosis_id, of_diagnosis in ids.items():
        data = {
            "feedback_ids": of_diagnosis,
            "practitioner_name": name,
            "answer": said.answer,
            "has_text": said.text is not None,
        }
        append(tx, [NewEvent(diagnosis_topic(diagnosis_id), "report_reply", data)])
    tell_practitioners(tx, reports)
