"""The routes of the exact evidence of one's own diagnosis."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.evidence.views.own_evidence import diagnosis_effectiveness, overview
from tajriba.evidence.views.plan_choices import choices
from tajriba.evidence.views.schemas import ChoicePage, DiagnosisEffectiveness, Overview
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import PathId, Success, ok, storable

router = APIRouter(prefix="/api", route_class=GuardedRoute)
HerbName = Annotated[
    str,
    Query(max_length=200, description="Part of the herb's name, in any spelling."),
    AfterValidator(storable),
]


@router.get(
    "/feedback/diagnosis/{diagnosis_id}/overview",
    tags=["feedback"],
    summary="Sum up the reports of a diagnosis",
)
@allow("patient", "practitioner")
async def read_diagnosis_overview(
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
async def read_diagnosis_effectiveness(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[DiagnosisEffectiveness]:
    """From this diagnosis alone, and beside it what is published."""
    found = await db.read(diagnosis_effectiveness, principal, diagnosis_id, language(request))
    return ok(found)


@router.get(
    "/diagnoses/{diagnosis_id}/choices",
    tags=["diagnoses"],
    summary="List remedies to choose from, with fit, safety and evidence",
)
@allow("patient", "practitioner")
async def list_choices(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db, q: HerbName = ""
) -> ChoicePage:
    """Every remedy for the condition, offered or not: what is ruled out says why."""
    return await db.read(choices, principal, diagnosis_id, q, language(request))
