"""The routes that recompute evidence. Only they scan feedback, one at a time per process."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Body, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.accounts.schemas import Principal
from tajriba.kit.database.transactions import Database
from tajriba.kit.errors import FieldProblem, Invalid
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Page, PathId, QueryId, Success, ok, page
from tajriba.loop.live.rebroadcast import rebroadcast_effectiveness
from tajriba.loop.schemas import Calculation, CalculationBatch, CalculationBody
from tajriba.loop.verification.recalculation import calculate, require_all, require_calculable

router = APIRouter(prefix="/api/analytics", tags=["analytics"], route_class=GuardedRoute)


@router.post("/calculate/{recommendation_id}", summary="Recompute the evidence of a remedy")
@allow("patient", "practitioner")
async def calculate_evidence(
    recommendation_id: PathId,
    request: Request,
    principal: Signed,
    db: Db,
    diagnosis_id: QueryId | None = None,
    body: Annotated[CalculationBody | None, Body()] = None,
) -> Success[Calculation]:
    """Says whether the stored evidence agrees with raw feedback. A patient names a diagnosis of
    theirs, in the query or the body; a diagnosis that is named is told its evidence again."""
    named = _named(diagnosis_id, body)
    await db.read(require_calculable, principal, recommendation_id, named)
    found = await _calculate(request, db, principal, recommendation_id, named)
    if named is not None:
        await db.write(rebroadcast_effectiveness, principal, named, recommendation_id)
    return ok(found)


def _named(query: int | None, body: CalculationBody | None) -> int | None:
    in_body = body.diagnosis_id if body else None
    if query is not None and in_body is not None and query != in_body:
        raise Invalid([FieldProblem(["query", "diagnosis_id"], "repeated")])
    return in_body if query is None else query


@router.post("/batch/calculate", summary="Recompute the evidence of up to 50 remedies")
@allow("practitioner")
async def calculate_evidence_batch(
    body: CalculationBatch, request: Request, principal: Signed, db: Db
) -> Page[Calculation]:
    """Each as `calculate` does; nothing is announced."""
    await db.read(require_all, body.recommendation_ids)
    ids = dict.fromkeys(body.recommendation_ids)
    return page([await _calculate(request, db, principal, one, None) for one in ids])


async def _calculate(
    request: Request,
    db: Database,
    principal: Principal,
    recommendation_id: int,
    diagnosis_id: int | None,
) -> Calculation:
    turn: asyncio.Lock = request.app.state.calculating
    async with turn:
        return await db.read(
            calculate, principal, recommendation_id, diagnosis_id, language(request)
        )
