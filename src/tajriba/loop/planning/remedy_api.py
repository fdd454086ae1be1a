"""The routes by which practitioners' remedies are reviewed, corrected and withdrawn."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Page, PathId, Success, ok, page
from tajriba.knowledge.remedies.remedy_creation import Remedy
from tajriba.knowledge.remedies.remedy_review import awaiting_review, own_remedies
from tajriba.knowledge.schemas import (
    RecommendationBody,
    RecommendationView,
    RefusalBody,
    WrittenRemedyView,
)
from tajriba.loop.planning.remedy_changes import (
    correct_remedy,
    refuse_remedy,
    review_remedy,
    withdraw_remedy,
)

router = APIRouter(prefix="/api", tags=["knowledge"], route_class=GuardedRoute)


@router.get("/practice/unreviewed-remedies", summary="List remedies that await a review")
@allow("practitioner", "admin")
async def list_unreviewed_remedies(
    request: Request, principal: Signed, db: Db
) -> Page[WrittenRemedyView]:
    """What practitioners wrote and nobody else has reviewed, the oldest 200 first."""
    return page(await db.read(awaiting_review, principal, language(request)))


@router.get("/practice/remedies", summary="List remedies that one wrote")
@allow("practitioner")
async def list_own_remedies(request: Request, principal: Signed, db: Db) -> Page[WrittenRemedyView]:
    """One's own remedies that stand, the newest 200 first; `refusal` says why one was refused."""
    return page(await db.read(own_remedies, principal, language(request)))


@router.post("/recommendations/{recommendation_id}/review", summary="Review a remedy")
@allow("practitioner", "admin")
async def review_written_remedy(
    recommendation_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[RecommendationView]:
    """Another practitioner's remedy may be offered to everybody from now on."""
    return ok(await db.write(review_remedy, principal, recommendation_id, language(request)))


@router.post("/recommendations/{recommendation_id}/refusal", summary="Refuse a remedy")
@allow("practitioner", "admin")
async def refuse_written_remedy(
    recommendation_id: PathId, body: RefusalBody, request: Request, principal: Signed, db: Db
) -> Success[RecommendationView]:
    """Another practitioner's remedy leaves every plan, and is offered to nobody until corrected."""
    lang = language(request)
    return ok(await db.write(refuse_remedy, principal, recommendation_id, body.reason, lang))


@router.put("/recommendations/{recommendation_id}", summary="Correct a remedy")
@allow("practitioner")
async def correct_written_remedy(
    recommendation_id: PathId,
    body: RecommendationBody,
    request: Request,
    principal: Signed,
    db: Db,
) -> Success[RecommendationView]:
    """One's own, with the same herb and condition; it awaits a review anew."""
    remedy = Remedy(**body.model_dump())
    lang = language(request)
    return ok(await db.write(correct_remedy, principal, recommendation_id, remedy, lang))


@router.delete("/recommendations/{recommendation_id}", summary="Withdraw a remedy")
@allow("practitioner", "admin")
async def withdraw_written_remedy(
    recommendation_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[RecommendationView]:
    """It leaves every plan and is offered to nobody; what was reported of it stays."""
    return ok(await db.write(withdraw_remedy, principal, recommendation_id, language(request)))
