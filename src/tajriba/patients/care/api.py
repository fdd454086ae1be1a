"""The routes of care and consent. The route that ends care is in `loop`, since plans may follow."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from tajriba.accounts.authorization import Daily, Db, GuardedRoute, Signed, allow
from tajriba.kit.http.cursor_pagination import Cursor, Limit, decode_cursor, encode_cursor
from tajriba.kit.http.schemas import Page, PathId, Success, ok, page
from tajriba.patients.care.codes import CareCodes
from tajriba.patients.care.schemas import CareCode, CareStatus, CareView, Invitation
from tajriba.patients.care.service import accept, accept_by_code, invite, list_care

router = APIRouter(prefix="/api/care", tags=["care"], route_class=GuardedRoute)


def _care_codes(request: Request) -> CareCodes:
    codes: CareCodes = request.app.state.care_codes
    return codes


Codes = Annotated[CareCodes, Depends(_care_codes)]


@router.post("/invitations", status_code=201, summary="Ask a patient for consent to care")
@allow("practitioner")
async def invite_patient(
    body: Invitation, principal: Signed, db: Db, codes: Codes, daily: Daily
) -> Success[CareView]:
    """Invite an e-mail; the answer does not tell whether an account has it.

    It has the code by which a patient consents whose e-mail is not proven.
    """
    daily.count("invitations", principal.user_id)
    return ok(_with_code(await db.write(invite, principal, body.email), codes))


def _with_code(care: CareView, codes: CareCodes) -> CareView:
    """Return an invitation as its practitioner sees it."""
    if care.status != "pending":
        return care
    return care.model_copy(update={"code": codes.of(care.id)})


@router.get("", summary="List one's care and invitations")
@allow("patient", "practitioner")
async def list_own_care(
    principal: Signed,
    db: Db,
    codes: Codes,
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
    shown = found[:limit]
    if principal.role == "practitioner":
        shown = [_with_code(one, codes) for one in shown]
    return page(shown, more)


@router.post("/accept-by-code", summary="Consent to care by the code that is shown in person")
@allow("patient", bucket="sign_in")
async def accept_care_by_code(
    body: CareCode, principal: Signed, db: Db, codes: Codes
) -> Success[CareView]:
    """Let the practitioner who shows the code see one's record; of invitations to one's e-mail."""

    def fits(care_id: int) -> bool:
        return codes.fits(care_id, body.code)

    return ok(await db.write(accept_by_code, principal, fits))


@router.post("/{care_id}/accept", summary="Consent to care")
@allow("patient")
async def accept_care(care_id: PathId, principal: Signed, db: Db) -> Success[CareView]:
    """Let the practitioner see one's record from now on."""
    return ok(await db.write(accept, principal, care_id))
