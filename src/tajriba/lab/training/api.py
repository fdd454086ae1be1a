"""The routes of models and training jobs."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.evidence.publication.policy import PublicationPolicy
from tajriba.kit.errors import NotFound
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Limit, Page, Success, ok, page
from tajriba.lab.training.promotion import roll_back
from tajriba.lab.training.schemas import JobView, ServingModel
from tajriba.lab.training.service import ask_to_retrain, job_views
from tajriba.predictions.registry.champion import MODEL_1
from tajriba.predictions.registry.model_artifact import BadArtifact
from tajriba.predictions.registry.schemas import ModelVersion, ModelView
from tajriba.predictions.registry.views import model_version, model_views

router = APIRouter(prefix="/api/predictions", tags=["predictions"], route_class=GuardedRoute)
admin = APIRouter(prefix="/api/admin", tags=["administration"], route_class=GuardedRoute)


@router.post("/model/retrain", status_code=202, summary="Train a model on all reports")
@allow("admin")
async def retrain_model(request: Request, principal: Signed, db: Db) -> Success[JobView]:
    """The work to follow under `/api/admin/jobs`; where training is open already, that."""
    return ok(await db.write(ask_to_retrain, principal, language(request)))


@admin.get("/models", summary="List models")
@allow("admin")
async def list_models(db: Db, limit: Limit = 50, cursor: str | None = None) -> Page[ModelView]:
    """Every model that was trained, newest first, then model 1; and which of them predicts."""
    found = await db.read(model_views, _before(cursor), limit + 1)
    more = found[limit - 1][0] if len(found) > limit else None
    return page([view for _, view in found[:limit]], _next(more))


@admin.post("/models/serving", summary="Have an earlier model serve")
@allow("admin")
async def choose_serving_model(
    body: ServingModel, request: Request, principal: Signed, db: Db
) -> Success[ModelVersion]:
    """Take a promoted model back: `1` always can. Of one that can't be read, 404; where models are
    not trained, of every other than `1`. The audit trail says who did it."""
    policy: PublicationPolicy = request.app.state.policy
    if body.version != MODEL_1 and not policy.trains:
        raise NotFound
    try:
        await db.write(roll_back, body.version, principal.user_id)
    except BadArtifact:
        raise NotFound from None
    return ok(await db.read(model_version))


@admin.get("/jobs", summary="List work")
@allow("admin")
async def list_jobs(
    request: Request, db: Db, limit: Limit = 50, cursor: str | None = None
) -> Page[JobView]:
    """Trainings that wait, run or have ended, newest first."""
    found = await db.read(job_views, _before(cursor), limit + 1, language(request))
    return page(found[:limit], _next(found[limit - 1].id if len(found) > limit else None))


def _before(cursor: str | None) -> int | None:
    key = decode_cursor(cursor, 1)
    return key[0] if key else None


def _next(last: int | None) -> str | None:
    return None if last is None else encode_cursor(last)
