"""The route that ends care."""

from fastapi import APIRouter

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.kit.http.schemas import PathId, Success, ok
from tajriba.loop.planning import end_of_care
from tajriba.patients.care.schemas import CareView

router = APIRouter(prefix="/api/care", tags=["care"], route_class=GuardedRoute)


@router.delete("/{care_id}", summary="End care, or withdraw or decline an invitation")
@allow("patient", "practitioner")
async def end_care(care_id: PathId, principal: Signed, db: Db) -> Success[CareView]:
    """Take the practitioner's sight of the record away at once."""
    return ok(await db.write(end_of_care.end_care, principal, care_id))
