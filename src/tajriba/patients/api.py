"""The routes of patients' records."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow, public
from tajriba.accounts.schemas import ROLES, Principal
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.http.cursor_pagination import Cursor, Limit, decode_cursor, encode_cursor
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Page, PathId, Success, ok, page
from tajriba.patients.access import visible_patient
from tajriba.patients.mizaj.questionnaire_views import questions
from tajriba.patients.mizaj.schemas import Item
from tajriba.patients.record import PatientRecord
from tajriba.patients.schemas import Me, PatientView, Search
from tajriba.patients.service import (
    describe_me,
    list_patients,
    patient_record,
    view_of,
)

router = APIRouter(prefix="/api", tags=["patients"], route_class=GuardedRoute)


@router.get("/auth/me", summary="Who is signed in")
@allow(*ROLES, limited=True)
async def read_me(request: Request, principal: Signed, db: Db) -> Success[Me]:
    """Answer the account of the access token."""
    required: bool = request.app.state.second_factor_required
    return ok(await db.read(describe_me, principal, required))


@router.get("/patients", summary="List the patients whom one may see")
@allow("patient", "practitioner")
async def list_visible_patients(
    principal: Signed,
    db: Db,
    q: Annotated[Search, Query(description="Part of the name, in any spelling.")] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PatientView]:
    """Answer a practitioner's patients in active care; a patient's own record alone."""
    key = decode_cursor(cursor, 1)
    after = int(key[0]) if key else 0
    found = await db.read(list_patients, principal, q, after, limit + 1)
    more = encode_cursor(found[limit - 1].id) if len(found) > limit else None
    return page([view_of(one) for one in found[:limit]], more)


@router.get("/mizaj/questionnaire", summary="Read the mizaj questionnaire")
@public()
async def read_mizaj_questionnaire(request: Request) -> Page[Item]:
    """Answer the ten items in their order; POST `/api/patients/{id}/mizaj` takes the answers."""
    return page(questions(language(request)), None)


@router.get("/patients/{patient_id}", summary="Read a patient's record")
@allow("patient", "practitioner")
async def read_patient(patient_id: PathId, principal: Signed, db: Db) -> Success[PatientView]:
    """Answer the record to the patient and to practitioners in active care of them."""
    return ok(view_of(await db.read(_visible_record, principal, patient_id)))


def _visible_record(tx: ReadTx, principal: Principal, patient_id: int) -> PatientRecord:
    return patient_record(tx, visible_patient(tx, principal, patient_id))
