"""The routes that cross features: plans, records, the live snapshot."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Daily, Db, GuardedRoute, Signed, allow
from tajriba.diagnoses.schemas import DiagnosisView, PlanBody
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import PathId, Success, ok
from tajriba.loop.live.snapshot import live_snapshot
from tajriba.loop.planning.plan_changes import assess_mizaj, change_record, write_plan
from tajriba.loop.schemas import LiveSnapshot
from tajriba.patients.mizaj.schemas import Answers, MizajView
from tajriba.patients.schemas import PatientPatch, PatientView

router = APIRouter(prefix="/api", route_class=GuardedRoute)


@router.put("/diagnoses/{diagnosis_id}/plan", tags=["diagnoses"], summary="Set the plan")
@allow("patient", "practitioner")
async def set_plan(
    diagnosis_id: PathId,
    body: PlanBody,
    request: Request,
    principal: Signed,
    db: Db,
    daily: Daily,
) -> Success[DiagnosisView]:
    """The caring practitioner's to set; the patient's for a diagnosis they reported themselves."""
    daily.count("plans", principal.user_id)
    return ok(await db.write(write_plan, principal, diagnosis_id, body, language(request)))


@router.get("/diagnoses/{diagnosis_id}/live", tags=["live"], summary="Read the live snapshot")
@allow("patient", "practitioner")
async def read_live_snapshot(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[LiveSnapshot]:
    """What the events behind `event_id` keep up to date."""
    found = await db.write(live_snapshot, principal, diagnosis_id, language(request))
    return ok(LiveSnapshot.model_validate(found))


@router.patch("/patients/{patient_id}", tags=["patients"], summary="Change a patient's record")
@allow("patient", "practitioner")
async def change_patient(
    patient_id: PathId, body: PatientPatch, principal: Signed, db: Db
) -> Success[PatientView]:
    """Given fields change, null clears; what became unsafe leaves every standing plan at once."""
    return ok(await db.write(change_record, principal, patient_id, body))


@router.post("/patients/{patient_id}/mizaj", tags=["patients"], summary="Assess a patient's mizaj")
@allow("patient", "practitioner")
async def assess_patient_mizaj(
    patient_id: PathId, body: Answers, request: Request, principal: Signed, db: Db
) -> Success[MizajView]:
    """The answers to the questionnaire become the record's mizaj; plans are predicted anew."""
    lang = language(request)
    return ok(await db.write(assess_mizaj, principal, patient_id, body.answers, lang))
