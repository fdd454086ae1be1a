"""The routes that submit, revise and withdraw reports."""

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from tajriba.accounts.authorization import (
    Claimed,
    Db,
    Guard,
    GuardedRoute,
    LeanRoute,
    Signed,
    allow,
)
from tajriba.accounts.schemas import Claims
from tajriba.diagnoses.urgency.urgent_signs import told
from tajriba.feedback.schemas import BatchIn, FeedbackIn, FeedbackRevision, FeedbackView
from tajriba.kit.errors import FieldProblem, Invalid
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Page, PathId, Success, ok
from tajriba.loop.schemas import SubmittedReport, Withdrawn
from tajriba.loop.submission.reading_ahead import read_ahead
from tajriba.loop.submission.revision import revise, withdraw
from tajriba.loop.submission.submission import Submission, Submitted, retry_of, submit_group

router = APIRouter(prefix="/api/feedback", tags=["feedback"], route_class=GuardedRoute)
lean_router = APIRouter(prefix="/api/feedback", tags=["feedback"], route_class=LeanRoute)

KEY_HEADER = "Idempotency-Key"
_key_parameter = {
    "parameters": [
        {
            "name": KEY_HEADER,
            "in": "header",
            "required": False,
            "description": "Makes a retry safe: the same key and body answer the same record.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            "example": "b7f1c0e2",
        }
    ]
}


def _key(request: Request) -> str | None:
    key = request.headers.get(KEY_HEADER)
    if key is not None and not (0 < len(key) <= 200 and key.isprintable()):
        raise Invalid([FieldProblem(["header", KEY_HEADER], "idempotency_key")])
    return key


async def _submit(
    request: Request, claims: Claims, items: list[FeedbackIn], batch: bool = False
) -> list[Submitted]:
    guard: Guard = request.app.state.guard
    guard.daily.count("reports", claims.user_id, len(items))
    await read_ahead(items)
    submission = Submission(
        claims=claims,
        items=tuple(items),
        retry=retry_of(_key(request), await request.body()),
        announce_every=request.app.state.announce_every,
        policy=request.app.state.policy,
        batch=batch,
    )
    return await guard.database.write_grouped(submit_group, submission)


@lean_router.post(
    "/submit",
    status_code=201,
    summary="Submit a report",
    response_model=Success[SubmittedReport],
    openapi_extra=_key_parameter,
)
@allow("patient")
async def submit_feedback(request: Request, claims: Claimed, body: FeedbackIn) -> Response:
    """The report is stored, and counted, when this answers."""
    (shown,) = _shown(request, await _submit(request, claims, [body]))
    return _created({"status": "success", "data": shown})


@lean_router.post(
    "/batch/submit",
    status_code=201,
    summary="Submit up to 50 reports, all or none",
    response_model=Page[SubmittedReport],
    openapi_extra=_key_parameter,
)
@allow("patient")
async def submit_feedback_batch(request: Request, claims: Claimed, body: BatchIn) -> Response:
    """One transaction; an error names the item."""
    shown = _shown(request, await _submit(request, claims, body.items, batch=True))
    return _created({"status": "success", "data": shown, "count": len(shown), "next": None})


def _shown(request: Request, submitted: list[Submitted]) -> list[dict[str, Any]]:
    return [
        {
            **one.stored.shown(),
            "urgent": told(one.dangers, language(request)) if one.dangers else [],
        }
        for one in submitted
    ]


def _created(content: dict[str, Any]) -> Response:
    return Response(orjson.dumps(content), 201, media_type="application/json")


@router.put("/update/{feedback_id}", summary="Revise a report of mine")
@allow("patient")
async def revise_feedback(
    feedback_id: PathId, body: FeedbackRevision, principal: Signed, db: Db
) -> Success[FeedbackView]:
    """Fields that are absent stay; the evidence follows at once, the trail keeps what was."""
    return ok((await db.write(revise, principal, feedback_id, body)).view())


@router.delete("/{feedback_id}", summary="Withdraw a report of mine")
@allow("patient")
async def withdraw_feedback(feedback_id: PathId, principal: Signed, db: Db) -> Success[Withdrawn]:
    """The report no longer counts; the trail keeps that it was there."""
    await db.write(withdraw, principal, feedback_id)
    return ok(Withdrawn(id=feedback_id))
