"""The routes of one diagnosis' own evidence, exact."""

from fastapi import APIRouter, Request

from tajriba.accounts.guard import Db, GuardedRoute, Signed, allow
from tajriba.evidence.own import diagnosis_effectiveness, overview
from tajriba.evidence.schemas import DiagnosisEffectiveness, Overview
from tajriba.kit.problems import language
from tajriba.kit.schemas import PathId, Success, ok

router = APIRouter(prefix="/api", route_class=GuardedRoute)


@router.get(
    "/feedback/diagnosis/{diagnosis_id}/overview",
    tags=["feedback"],
    summary="Sum up the reports of a diagnosis",
)
@allow("patient", "practitioner")
async def read_overview(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[Overview]:
    """Each remedy of the plan, and each that has reports, with its summary and trend."""
    return ok(await db.read(overview, principal, diagnosis_id, language(request)))


@router.get(
    "/analytics/diagnosis/{diagnosis_id}/effectiveness",
    tags=["analytics"],
    summary="Tell how effective each remedy of a diagnosis is",
)
@allow("patient", "practitioner")
async def read_effectiveness(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[DiagnosisEffectiveness]:
    """From this diagnosis alone, and beside it what is published."""
    found = await db.read(diagnosis_effectiveness, principal, diagnosis_id, language(request))
    return ok(found)
