"""The routes of the reports of the patients in one's care."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.feedback.replies.schemas import AnswerBody, ReadBody
from tajriba.feedback.schemas import ReplyView
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Limit, Page, PathId, QueryId, Success, ok, page
from tajriba.loop.practice.reports import answer_report, read_reports, reports_to_read
from tajriba.loop.practice.schemas import PracticeReport, ReadCount

router = APIRouter(prefix="/api/practice/reports", tags=["practice"], route_class=GuardedRoute)


@router.get("", summary="List the reports of one's patients, unread and severe first")
@allow("practitioner")
async def list_practice_reports(
    request: Request,
    principal: Signed,
    db: Db,
    patient_id: QueryId | None = None,
    limit: Limit = 50,
    cursor: str | None = None,
) -> Page[PracticeReport]:
    """Unread before read; of each, severe before worse before other ones, the newest first."""
    lang = language(request)
    return await db.read(reports_to_read, principal, patient_id, limit, cursor, lang)


@router.post("/read", summary="Mark reports as read")
@allow("practitioner")
async def mark_reports_read(body: ReadBody, principal: Signed, db: Db) -> Success[ReadCount]:
    """The patient sees by whom; answers how many were new to oneself."""
    found = await db.write(read_reports, principal, body.feedback_ids)
    return ok(ReadCount(read=found))


@router.post("/{feedback_id}/answer", summary="Answer a report")
@allow("practitioner")
async def answer_practice_report(
    feedback_id: PathId, body: AnswerBody, principal: Signed, db: Db
) -> Page[ReplyView]:
    """A choice, a sentence, or both, in the place of one's earlier answer; the patient sees it."""
    return page(await db.write(answer_report, principal, feedback_id, body))
