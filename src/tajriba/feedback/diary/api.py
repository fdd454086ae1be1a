"""The routes of diaries: the patient writes, and who cares for them reads too."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import owned_diagnosis, visible_diagnosis
from tajriba.diagnoses.service import find_diagnosis
from tajriba.feedback.diary.schemas import (
    DiaryDayBody,
    DiaryDayView,
    DiaryView,
    IntakeBody,
    IntakeView,
)
from tajriba.feedback.diary.service import day_number, write_day, write_intake
from tajriba.feedback.diary.views import day_view, diary_view
from tajriba.kit.clock import date_of
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import PathId, Success, ok
from tajriba.kit.i18n import Lang
from tajriba.patients.access import own_patient

router = APIRouter(prefix="/api/diagnoses", tags=["diary"], route_class=GuardedRoute)

Today = Annotated[
    date | None,
    Query(description="The reader's day, with which the periods of changes end; else that of UTC."),
]


@router.get("/{diagnosis_id}/diary", summary="Read the diary of a diagnosis")
@allow("patient", "practitioner")
async def read_diary(
    diagnosis_id: PathId, request: Request, principal: Signed, db: Db, today: Today = None
) -> Success[DiaryView]:
    """Severity, sleep and remedies day by day, what reports say in words, and what changed."""
    return ok(await db.read(_read, principal, diagnosis_id, today, language(request)))


def _read(
    tx: ReadTx, principal: Principal, diagnosis_id: int, today: date | None, lang: Lang
) -> DiaryView:
    visible = visible_diagnosis(tx, principal, diagnosis_id)
    return diary_view(tx, visible, day_number(today or date_of(tx.now)), lang)


@router.put("/{diagnosis_id}/diary", summary="Write a day of my diary")
@allow("patient")
async def write_diary_day(
    diagnosis_id: PathId, body: DiaryDayBody, principal: Signed, db: Db
) -> Success[DiaryDayView]:
    """A day of one's own calendar, at most 30 days back; it replaces what one said of it before."""
    return ok(await db.write(_write, principal, diagnosis_id, body))


def _write(
    tx: WriteTx, principal: Principal, diagnosis_id: int, body: DiaryDayBody
) -> DiaryDayView:
    mine = own_patient(tx, principal)
    visible = visible_diagnosis(tx, principal, diagnosis_id)
    symptoms = len(find_diagnosis(tx, visible).symptoms)
    return day_view(write_day(tx, principal.user_id, mine, visible, body, symptoms))


@router.put("/{diagnosis_id}/diary/intakes", summary="Say how often I took a remedy on a day")
@allow("patient")
async def write_diary_intake(
    diagnosis_id: PathId, body: IntakeBody, principal: Signed, db: Db
) -> Success[IntakeView]:
    """A remedy of one's plan; the number replaces the earlier one, and 0 takes it back."""
    await db.write(_take, principal, diagnosis_id, body)
    return ok(IntakeView(day=body.day.isoformat(), times=body.times))


def _take(
    tx: WriteTx,
    principal: Principal,
    diagnosis_id: int,
    body: IntakeBody,
) -> None:
    mine = own_patient(tx, principal)
    owned, planned = owned_diagnosis(tx, mine, diagnosis_id, body.recommendation_id)
    write_intake(tx, principal.user_id, mine, owned, body, planned=planned is not None)
