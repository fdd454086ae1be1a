"""The routes by which people learn what is kept of them."""

from fastapi import APIRouter, Response

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.accounts.schemas import ROLES
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.schemas import Limit, Page, Success, page
from tajriba.privacy.personal_export import note_export, personal_data
from tajriba.privacy.record_readings import record_readings
from tajriba.privacy.schemas import PersonalData, RecordReading

router = APIRouter(prefix="/api/me", tags=["privacy"], route_class=GuardedRoute)
_FILE = 'attachment; filename="tajriba-personal-data.json"'


@router.get(
    "/export",
    summary="Take out everything about oneself",
    response_model=Success[PersonalData],
)
@allow(*ROLES, bucket="export")
async def export_own_data(principal: Signed, db: Db) -> Response:
    """Answer all that is kept of the person who asks, and nothing of anybody else."""
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
