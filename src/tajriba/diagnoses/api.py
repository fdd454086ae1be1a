"""The routes of diagnoses. The route that sets a plan is in `loop`, since it also predicts."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Daily, Db, GuardedRoute, Signed, allow
from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import VisibleDiagnosisId, patient_of, visible_diagnosis
from tajriba.diagnoses.diagnosis_update import (
    announce_changes,
    announce_practitioner,
    announced_from,
)
from tajriba.diagnoses.safety.safety_holds import review
from tajriba.diagnoses.schemas import (
    CandidatePage,
    DiagnosisBody,
    DiagnosisView,
    SafetyReviewBody,
)
from tajriba.diagnoses.service import (
    create_diagnosis,
    find_diagnosis,
    list_diagnoses,
    mark_seen,
    take_over,
)
from tajriba.diagnoses.urgency.safety_alerts import (
    Danger,
    acknowledge_all,
    alert_of_complaint,
)
from tajriba.diagnoses.views import candidates, diagnosis_view
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Limit, Page, PathId, QueryId, Success, ok
from tajriba.kit.i18n import Lang
from tajriba.patients.access import visible_patient, visible_patients

router = APIRouter(prefix="/api/diagnoses", tags=["diagnoses"], route_class=GuardedRoute)


@router.post("", status_code=201, summary="Record a diagnosis")
@allow("patient", "practitioner")
async def record_diagnosis(
    body: DiagnosisBody, request: Request, principal: Signed, db: Db, daily: Daily
) -> Success[DiagnosisView]:
    """A patient records their own; a practitioner that of a patient in their care."""
    daily.count("diagnoses", principal.user_id)
    return ok(await db.write(_create, principal, body, language(request)))


def _create(tx: WriteTx, principal: Principal, body: DiagnosisBody, lang: Lang) -> DiagnosisView:
    new = find_diagnosis(tx, VisibleDiagnosisId(create_diagnosis(tx, principal, body)))
    announced_from(tx, new)
    alert_of_complaint(tx, principal, new)
    return diagnosis_view(tx, new, lang)


@router.get("", summary="List diagnoses")
@allow("patient", "practitioner")
async def list_visible_diagnoses(
    request: Request,
    principal: Signed,
    db: Db,
    patient_id: QueryId | None = None,
    limit: Limit = 50,
    cursor: str | None = None,
) -> Page[DiagnosisView]:
    """One's own; for a practitioner those of the patients in their care. Newest first."""
    return await db.read(_list, principal, patient_id, limit, cursor, language(request))


def _list(
    tx: ReadTx,
    principal: Principal,
    patient_id: int | None,
    limit: int,
    cursor: str | None,
    lang: Lang,
) -> Page[DiagnosisView]:
    key = decode_cursor(cursor, 1)
    whose = (
        visible_patients(tx, principal)
        if patient_id is None
        else [visible_patient(tx, principal, patient_id)]
    )
    found = list_diagnoses(tx, whose, key[0] if key else None, limit + 1)
    more = encode_cursor(found[limit - 1].id) if len(found) > limit else None
    views = [diagnosis_view(tx, one, lang) for one in found[:limit]]
    return Page(data=views, count=len(views), next=more)


@router.get("/{diagnosis_id}", summary="Read a diagnosis")
@allow("patient", "practitioner")
async def read_diagnosis(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[DiagnosisView]:
    """The diagnosis with its present plan."""
    return ok(await db.read(_read, principal, diagnosis_id, language(request)))


def _read(tx: ReadTx, principal: Principal, diagnosis_id: int, lang: Lang) -> DiagnosisView:
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    return diagnosis_view(tx, found, lang)


@router.post("/{diagnosis_id}/seen-by-doctor", summary="Say that a doctor has seen the patient")
@allow("patient", "practitioner")
async def say_seen_by_doctor(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[DiagnosisView]:
    """Where a sign wants a doctor now, remedies are offered again from here on."""
    return ok(await db.write(_seen, principal, diagnosis_id, language(request)))


def _seen(tx: WriteTx, principal: Principal, diagnosis_id: int, lang: Lang) -> DiagnosisView:
    visible = visible_diagnosis(tx, principal, diagnosis_id)
    mark_seen(tx, principal, visible)
    if principal.role == "practitioner":
        whose = patient_of(tx, visible)
        acknowledge_all(tx, principal.user_id, Danger(whose, visible, ()))
    return _announced(tx, visible, lang)


def _announced(tx: WriteTx, visible: VisibleDiagnosisId, lang: Lang) -> DiagnosisView:
    found = find_diagnosis(tx, visible)
    announce_changes(tx, [found])
    return diagnosis_view(tx, found, lang)


@router.post("/{diagnosis_id}/take-over", summary="Take over a self-reported diagnosis")
@allow("practitioner")
async def take_over_diagnosis(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[DiagnosisView]:
    """It becomes the caring practitioner's: from then on only practitioners set its plan."""
    return ok(await db.write(_take_over, principal, diagnosis_id, language(request)))


def _take_over(tx: WriteTx, principal: Principal, diagnosis_id: int, lang: Lang) -> DiagnosisView:
    visible = visible_diagnosis(tx, principal, diagnosis_id)
    before = find_diagnosis(tx, visible)
    take_over(tx, principal, before)
    found = find_diagnosis(tx, visible)
    if found.practitioner_id != before.practitioner_id:
        announce_practitioner(tx, found)
    return diagnosis_view(tx, found, lang)


@router.post("/{diagnosis_id}/safety-reviews", summary="Review a remedy after a severe report")
@allow("practitioner")
async def review_held_remedy(
    diagnosis_id: PathId, body: SafetyReviewBody, request: Request, principal: Signed, db: Db
) -> Success[DiagnosisView]:
    """A caring practitioner looked at it; it is offered again only where they say so."""
    return ok(await db.write(_review, principal, diagnosis_id, body, language(request)))


def _review(
    tx: WriteTx, principal: Principal, diagnosis_id: int, body: SafetyReviewBody, lang: Lang
) -> DiagnosisView:
    visible = visible_diagnosis(tx, principal, diagnosis_id)
    review(tx, principal.user_id, visible, body.recommendation_id, body.offer_again)
    danger = Danger(patient_of(tx, visible), visible, (), body.recommendation_id)
    acknowledge_all(tx, principal.user_id, danger)
    return _announced(tx, visible, lang)


@router.get("/{diagnosis_id}/candidates", summary="List remedies that fit and are safe")
@allow("patient", "practitioner")
async def list_candidates(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db
) -> CandidatePage:
    """What urgently wants care, what is not known of the patient, then the remedies."""
    return await db.read(_candidates, principal, diagnosis_id, language(request))


def _candidates(tx: ReadTx, principal: Principal, diagnosis_id: int, lang: Lang) -> CandidatePage:
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    return candidates(tx, found, lang)
