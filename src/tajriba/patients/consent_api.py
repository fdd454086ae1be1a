"""The routes of care and consent."""

from fastapi import APIRouter

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.schemas import Page, PathId, Success, ok, page
from tajriba.patients.api import Cursor, Limit
from tajriba.patients.consent import accept, end, invite, list_care
from tajriba.patients.schemas import CareStatus, CareView, Invitation

router = APIRouter(prefix="/api/care", tags=["care"], route_class=GuardedRoute)


@router.post("/invitations", status_code=201, summary="Ask a patient for consent to care")
@allow("practitioner")
async def invite_patient(body: Invitation, principal: Signed, db: Db) -> Success[CareView]:
    """Invite an e-mail; the answer does not tell whether an account has it."""
    return ok(await db.write(invite, principal, body.email))


@router.get("", summary="List one's care and invitations")
@allow("patient", "practitioner")
async def list_own_care(
    principal: Signed,
    db: Db,
    status: CareStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CareView]:
    """Answer a patient's invitations and active care, or all that a practitioner began; of one
    status alone where that is asked."""
    key = decode_cursor(cursor, 1)
    after = int(key[0]) if key else 0
    found = await db.read(list_care, principal, status, after, limit + 1)
    more = encode_cursor(found[limit - 1].id) if len(found) > limit else None
    return page(found[:limit], more)


@router.post("/{care_id}/accept", summary="Consent to care")
@allow("patient")
async def accept_care(care_id: PathId, principal: Signed, db: Db) -> Success[CareView]:
    """Let the practitioner see one's record from now on."""
    return ok(await db.write(accept, principal, care_id))


@router.delete("/{care_id}", summary="End care, or withdraw or decline an invitation")
@allow("patient", "practitioner")
async def end_care(care_id: PathId, principal: Signed, db: Db) -> Success[CareView]:
    """Take the practitioner's sight of the record away at once."""
    return ok(await db.write(end, principal, care_id))
