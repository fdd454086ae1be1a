"""The routes that read one's own reports. Those that change a report are in `loop`."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow, public
from tajriba.accounts.schemas import Principal
from tajriba.feedback.access import own_feedback
from tajriba.feedback.replies.readings import replies_to
from tajriba.feedback.schemas import FeedbackHealth, FeedbackView, PastReport
from tajriba.feedback.service import Stored, history, is_readable
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Limit, Page, PathId, QueryId, Success, ok
from tajriba.kit.i18n import Lang
from tajriba.knowledge.service import recommendation_facts
from tajriba.patients.access import own_patient

router = APIRouter(prefix="/api/feedback", tags=["feedback"], route_class=GuardedRoute)


@router.get("/history", summary="List my reports")
@allow("patient")
async def list_own_feedback(
    request: Request,
    principal: Signed,
    db: Db,
    diagnosis_id: QueryId | None = None,
    recommendation_id: QueryId | None = None,
    limit: Limit = 50,
    cursor: str | None = None,
) -> Page[PastReport]:
    """Newest first, of one diagnosis or recommendation where asked."""
    lang = language(request)
    return await db.read(_history, principal, diagnosis_id, recommendation_id, limit, cursor, lang)


def _history(
    tx: ReadTx,
    principal: Principal,
    diagnosis_id: int | None,
    recommendation_id: int | None,
    limit: int,
    cursor: str | None,
    lang: Lang,
) -> Page[PastReport]:
    key = decode_cursor(cursor, 1)
    found = history(
        tx,
        own_patient(tx, principal),
        diagnosis_id=diagnosis_id,
        recommendation_id=recommendation_id,
        before=key[0] if key else None,
        limit=limit + 1,
    )
    more = encode_cursor(found[limit - 1].id) if len(found) > limit else None
    views = _named(tx, found[:limit], lang)
    return Page(data=views, count=len(views), next=more)


def _named(tx: ReadTx, found: list[Stored], lang: Lang) -> list[PastReport]:
    facts = recommendation_facts(tx, list({one.recommendation_id for one in found}))
    replies = replies_to(tx, [one.id for one in found])
    return [
        PastReport(
            **one.shown_in(lang),
            herb_name=facts[one.recommendation_id].herb_name.in_(lang),
            replies=replies.get(one.id, []),
        )
        for one in found
    ]


@router.get("/health", summary="Tell whether reports can be stored and read")
@public()
async def read_feedback_health(db: Db) -> Success[FeedbackHealth]:
    """Answers 503 where the database does not."""
    await db.read(is_readable)
    return ok(FeedbackHealth())


@router.get("/{feedback_id}", summary="Read a report of mine")
@allow("patient")
async def read_feedback(feedback_id: PathId, principal: Signed, db: Db) -> Success[FeedbackView]:
    """The report as it stands now."""
    return ok((await db.read(own_feedback, principal, feedback_id)).view())
