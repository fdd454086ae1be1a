"""The routes of the overview of a practitioner's patients."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Limit, Page, PathId, Success, ok, page
from tajriba.loop.practice.alerts import acknowledge_alert, practice_view
from tajriba.loop.practice.overview import patients_in_care, planned_remedies
from tajriba.loop.practice.schemas import PatientCourses, PlannedRemedy, PracticeView
from tajriba.patients.schemas import Search

router = APIRouter(prefix="/api/practice", tags=["practice"], route_class=GuardedRoute)


@router.get("/patients", summary="List one's patients, those who get worse first")
@allow("practitioner")
async def list_practice_patients(
    request: Request,
    principal: Signed,
    db: Db,
    q: Annotated[Search, Query(description="Part of the name, in any spelling.")] = "",
    limit: Limit = 50,
    cursor: str | None = None,
) -> Page[PatientCourses]:
    """Patients in active care with each diagnosis' course, from their own reports."""
    key = decode_cursor(cursor, 1)
    start = max(0, int(key[0])) if key else 0
    found = await db.read(patients_in_care, principal, q, language(request))
    more = encode_cursor(start + limit) if len(found) > start + limit else None
    return page(found[start : start + limit], more)


@router.get("/live", summary="Take the snapshot of one's practice")
@allow("practitioner")
async def read_practice(request: Request, principal: Signed, db: Db) -> Success[PracticeView]:
    """The open alerts of the patients in one's care; `/ws/practice` tells what changes."""
    return ok(await db.read(practice_view, principal, language(request)))


@router.post("/alerts/{alert_id}/acknowledge", summary="Acknowledge an alert of danger")
@allow("practitioner")
async def acknowledge_practice_alert(
    alert_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[PracticeView]:
    """It leaves every screen of all who care for the patient; answers the alerts that are left."""
    return ok(await db.write(acknowledge_alert, principal, alert_id, language(request)))


@router.get("/plans", summary="Tell how the remedies of one's plans do")
@allow("practitioner")
async def list_practice_remedies(
    request: Request, principal: Signed, db: Db
) -> Page[PlannedRemedy]:
    """Exact over the patients in one's care, and as published beside it."""
    return page(await db.read(planned_remedies, principal, language(request)))
