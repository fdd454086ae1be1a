"""The routes that predict plans: a stale prediction is renewed first, and changes are announced."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request

from tajriba.accounts.authorization import Daily, Db, GuardedRoute, Signed, allow
from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import visible_diagnosis
from tajriba.diagnoses.service import find_diagnosis
from tajriba.kit.database.transactions import Database, ReadTx, WriteTx
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Page, PathId, Success, ok, page
from tajriba.loop.prediction.refresh import refresh
from tajriba.predictions.explanations.plan_views import optimized_view, plan_view
from tajriba.predictions.model import Level
from tajriba.predictions.schemas import BatchBody, OptimizedPlan, PlanPrediction, Target
from tajriba.predictions.service.cached_plan import PlanFacts
from tajriba.predictions.service.prediction_cache import cached_plan

router = APIRouter(prefix="/api/predictions", tags=["predictions"], route_class=GuardedRoute)

OptimizationLevel = Annotated[
    Level,
    Query(description="The quantile of the posterior: 10 %, 50 % or 90 %."),
]
T = TypeVar("T")
Show = Callable[[ReadTx, PlanFacts], T]


@router.get("/diagnosis/{diagnosis_id}/predict", summary="Predict a plan")
@allow("patient", "practitioner")
async def predict_plan(
    diagnosis_id: PathId,
    request: Request,
    principal: Signed,
    db: Db,
    daily: Daily,
    optimization_level: OptimizationLevel = "balanced",
) -> Success[PlanPrediction]:
    """Each remedy's expected effectiveness for this patient, best first at the level."""
    daily.count("predictions", principal.user_id)
    show = _plan(request, principal, optimization_level)
    return ok(await _predicted(db, principal, diagnosis_id, show))


@router.get("/diagnosis/{diagnosis_id}/optimize", summary="Choose what reaches a target")
@allow("patient", "practitioner")
async def optimize_plan(
    diagnosis_id: PathId,
    request: Request,
    principal: Signed,
    db: Db,
    daily: Daily,
    target_effectiveness: Target = 0.75,
) -> Success[OptimizedPlan]:
    """The remedies that reach it at the balanced level, else the best three."""
    daily.count("predictions", principal.user_id)
    lang, own = language(request), principal.role == "patient"

    def show(tx: ReadTx, plan: PlanFacts) -> OptimizedPlan:
        return optimized_view(tx, plan, target_effectiveness, lang, own=own)

    return ok(await _predicted(db, principal, diagnosis_id, show))


@router.post("/batch/predict", summary="Predict up to 20 plans")
@allow("patient", "practitioner")
async def predict_plan_batch(
    body: BatchBody, request: Request, principal: Signed, db: Db, daily: Daily
) -> Page[PlanPrediction]:
    """In the order given, each once; one diagnosis that may not be seen, and none is predicted."""
    wanted = list(dict.fromkeys(body.diagnosis_ids))
    daily.count("predictions", principal.user_id, len(wanted))
    await db.read(_require_all, principal, wanted)
    show = _plan(request, principal, body.optimization_level)
    return page([await _predicted(db, principal, one, show) for one in wanted])


def _require_all(tx: ReadTx, principal: Principal, diagnosis_ids: list[int]) -> None:
    for diagnosis_id in diagnosis_ids:
        visible_diagnosis(tx, principal, diagnosis_id)


def _plan(request: Request, principal: Principal, level: Level) -> Show[PlanPrediction]:
    lang, own = language(request), principal.role == "patient"
    return lambda tx, plan: plan_view(tx, plan, level, lang, own=own)


async def _predicted(db: Database, principal: Principal, diagnosis_id: int, show: Show[T]) -> T:
    """Return a plan's prediction as shown: from the cache, else anew in a write transaction."""
    kept = await db.read(_cached, principal, diagnosis_id, show)
    return await db.write(_refreshed, principal, diagnosis_id, show) if kept is None else kept


def _cached(tx: ReadTx, principal: Principal, diagnosis_id: int, show: Show[T]) -> T | None:
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    plan = cached_plan(tx, found)
    return None if plan is None else show(tx, plan)


def _refreshed(tx: WriteTx, principal: Principal, diagnosis_id: int, show: Show[T]) -> T:
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    return show(tx, refresh(tx, found, "evidence"))
