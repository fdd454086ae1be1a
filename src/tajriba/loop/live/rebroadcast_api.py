"""The routes that announce stored figures again."""

from fastapi import APIRouter

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.kit.http.schemas import Success, ok
from tajriba.loop.live.rebroadcast import (
    rebroadcast_effectiveness,
    rebroadcast_feedback,
    rebroadcast_ranking,
)
from tajriba.loop.schemas import FeedbackTarget, Rebroadcast, RecommendationTarget

router = APIRouter(prefix="/ws", tags=["live"], route_class=GuardedRoute)


@router.post("/broadcast-recommendation-update", summary="Announce a ranking again")
@allow("practitioner")
async def broadcast_recommendation_update(
    body: RecommendationTarget, principal: Signed, db: Db
) -> Success[Rebroadcast]:
    """Tell the diagnosis its present ranking."""
    ids = (body.diagnosis_id, body.recommendation_id)
    return ok(await db.write(rebroadcast_ranking, principal, *ids))


@router.post("/broadcast-effectiveness-update", summary="Announce an effectiveness again")
@allow("practitioner")
async def broadcast_effectiveness_update(
    body: RecommendationTarget, principal: Signed, db: Db
) -> Success[Rebroadcast]:
    """Tell the diagnosis its own figures, and the published ones where they were told."""
    ids = (body.diagnosis_id, body.recommendation_id)
    return ok(await db.write(rebroadcast_effectiveness, principal, *ids))


@router.post("/broadcast-feedback-update", summary="Announce a report again")
@allow("practitioner")
async def broadcast_feedback_update(
    body: FeedbackTarget, principal: Signed, db: Db
) -> Success[Rebroadcast]:
    """Tell the report's diagnosis of it, with the diagnosis' figures as they are now."""
    return ok(await db.write(rebroadcast_feedback, principal, body.feedback_id))
