"""The routes of passkeys: adding, listing and removing one's own, and signing in with one."""

from fastapi import APIRouter, Request, Response

from tajriba.accounts.api import open_for, origin_of, signed_in
from tajriba.accounts.authorization import (
    Db,
    GuardedRoute,
    Signed,
    allow,
    public,
    require_own_origin,
)
from tajriba.accounts.own_account import require_own_password
from tajriba.accounts.schemas import (
    ROLES,
    AccessToken,
    NewPasskey,
    PasskeyAnswer,
    PasskeyOptions,
    PasskeyView,
    PasswordAgain,
    RecoveryCodes,
)
from tajriba.accounts.second_factor.passkeys import (
    add_passkey,
    begin_passkey,
    begin_sign_in,
    own_passkeys,
    remove_passkey,
    sign_in_by_passkey,
)
from tajriba.accounts.second_factor.webauthn import RelyingParty
from tajriba.kit.http.problem_details import responses
from tajriba.kit.http.schemas import Page, PathId, Success, ok, page

router = APIRouter(prefix="/api/auth", tags=["accounts"], route_class=GuardedRoute)


def _party(request: Request) -> RelyingParty:
    party: RelyingParty = request.app.state.relying_party
    return party


@router.get("/passkeys", summary="List one's passkeys")
@allow(*ROLES)
async def list_own_passkeys(principal: Signed, db: Db) -> Page[PasskeyView]:
    """Answer them, the oldest first."""
    return page(await db.read(own_passkeys, principal))


@router.post("/passkeys", status_code=201, summary="Begin to add a passkey")
@allow(*ROLES, bucket="sign_in", limited=True)
async def begin_own_passkey(
    body: PasswordAgain, request: Request, principal: Signed, db: Db
) -> Success[PasskeyOptions]:
    """Answer what the browser needs to make one, within five minutes."""
    await require_own_password(db, principal, body.password)
    options = await db.write(begin_passkey, principal, _party(request))
    return ok(PasskeyOptions(public_key=options))


@router.post("/passkeys/confirm", summary="Add the passkey that the browser made")
@allow(*ROLES, bucket="sign_in", limited=True)
async def confirm_own_passkey(
    body: NewPasskey, request: Request, principal: Signed, db: Db
) -> Success[RecoveryCodes]:
    """Let it sign in from now on, and no password alone. End all other sessions, and answer codes
    for who loses the first second factor."""
    party, name = _party(request), body.name.strip()
    codes = await db.write(add_passkey, principal, party, name, body.client_data, body.attestation)
    return ok(RecoveryCodes(codes=codes))


@router.post("/passkeys/{passkey_id}/remove", summary="Remove a passkey of one's own")
@allow(*ROLES, bucket="sign_in")
async def remove_own_passkey(
    passkey_id: PathId, body: PasswordAgain, request: Request, principal: Signed, db: Db
) -> Page[PasskeyView]:
    """Answer those that are left; the last second factor stays where one is required."""
    await require_own_password(db, principal, body.password)
    required = request.app.state.second_factor_required
    await db.write(remove_passkey, principal, passkey_id, required)
    return page(await db.read(own_passkeys, principal))


@router.post("/login/passkey/options", summary="Begin to sign in with a passkey")
@public(bucket="sign_in")
async def begin_passkey_sign_in(request: Request, db: Db) -> Success[PasskeyOptions]:
    """Answer what the browser needs, within five minutes; it names nobody."""
    return ok(PasskeyOptions(public_key=await db.write(begin_sign_in, _party(request))))


@router.post("/login/passkey", summary="Sign in with a passkey", responses=responses(403))
@public(bucket="sign_in")
async def sign_in_with_passkey(
    body: PasskeyAnswer, request: Request, response: Response, db: Db
) -> Success[AccessToken]:
    """Answer an access token and set the refresh cookie: the authenticator has verified the
    person, so that no code is asked for."""
    require_own_origin(request)
    address = origin_of(request).address
    found = await db.write(sign_in_by_passkey, _party(request), body, address)
    if found.refused is not None:
        raise found.refused
    opened = await open_for(request, response, found.user_id, limited=False)
    return await signed_in(request, response, opened)
