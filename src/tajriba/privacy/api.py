"""The routes by which people learn what is kept of them."""

from fastapi import APIRouter, Request, Response

from tajriba.accounts.authorization import Daily, Db, GuardedRoute, Signed, allow
from tajriba.accounts.own_account import require_own_password
from tajriba.accounts.schemas import ROLES, PasswordAgain
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.schemas import Limit, Page, Success, ok, page
from tajriba.patients.consent.schemas import ConsentChoice, Consents
from tajriba.privacy.consent_choices import choose_consents, own_consents
from tajriba.privacy.erasure_requests import ask_for_erasure, erasure_of, undo_erasure
from tajriba.privacy.personal_export import note_export, personal_data
from tajriba.privacy.record_readings import record_readings
from tajriba.privacy.schemas import Erasure, PersonalData, RecordReading

router = APIRouter(prefix="/api/me", tags=["privacy"], route_class=GuardedRoute)
_FILE = 'attachment; filename="tajriba-personal-data.json"'


@router.get(
    "/export",
    summary="Take out everything about oneself",
    response_model=Success[PersonalData],
)
@allow(*ROLES, bucket="export")
async def export_own_data(principal: Signed, db: Db, daily: Daily) -> Response:
    """Answer all that is kept of the person who asks, and nothing of anybody else."""
    daily.count("exports", principal.user_id)
    await db.write(note_export, principal)
    found = await db.read(personal_data, principal)
    headers = {"Content-Disposition": _FILE}
    return Response(found, media_type="application/json", headers=headers)


@router.get("/readings", summary="Tell who read one's record, and when")
@allow("patient")
async def list_record_readings(
    principal: Signed, db: Db, limit: Limit = 50, cursor: str | None = None
) -> Page[RecordReading]:
    """Answer one line for each reader and day, the newest first."""
    key = decode_cursor(cursor, 1)
    start = max(0, int(key[0])) if key else 0
    found = await db.read(record_readings, principal, start, limit + 1)
    more = encode_cursor(start + limit) if len(found) > limit else None
    return page(found[:limit], more)


@router.get("/consents", summary="Tell what one agrees to, and agreed to once")
@allow(*ROLES)
async def read_consents(principal: Signed, db: Db) -> Success[Consents]:
    """Answer the notice that stands and was accepted, purposes, and care, ended ones too."""
    return ok(await db.read(own_consents, principal))


@router.put("/consents", summary="Accept the notice, and agree to purposes")
@allow(*ROLES)
async def choose_own_consents(body: ConsentChoice, principal: Signed, db: Db) -> Success[Consents]:
    """Agree to these purposes and to no other; what ended takes effect at once."""
    return ok(await db.write(choose_consents, principal, body.notice_version, body.purposes))


@router.get("/erasure", summary="Tell whether one asked to be erased")
@allow("patient")
async def read_erasure(principal: Signed, db: Db) -> Success[Erasure]:
    """Answer when it was asked for, and when it is done."""
    return ok(await db.read(erasure_of, principal))


@router.post("/erasure", summary="Ask to be erased")
@allow("patient", bucket="sign_in")
async def request_erasure(
    body: PasswordAgain, request: Request, principal: Signed, db: Db
) -> Success[Erasure]:
    """Have everything about oneself erased after a delay, in which one may undo it."""
    await require_own_password(db, principal, body.password)
    delay: int = request.app.state.erasure_delay_days
    return ok(await db.write(ask_for_erasure, principal, delay))


@router.delete("/erasure", summary="Undo that one asked to be erased")
@allow("patient")
async def cancel_erasure(principal: Signed, db: Db) -> Success[Erasure]:
    """Keep everything as it is."""
    return ok(await db.write(undo_erasure, principal))
