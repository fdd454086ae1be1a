"""The routes by which people learn what is kept of them."""

from fastapi import APIRouter, Response

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.accounts.schemas import ROLES
from tajriba.kit.http.schemas import Success
from tajriba.privacy.personal_export import note_export, personal_data
from tajriba.privacy.schemas import PersonalData

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
