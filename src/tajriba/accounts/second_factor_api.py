"""The routes by which a person turns their second factor on and off."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.accounts.own_account import require_own_password
from tajriba.accounts.schemas import (
    ROLES,
    OneTimeCode,
    PasswordAgain,
    RecoveryCodes,
    SecondFactorBegun,
    SecondFactorRemoved,
)
from tajriba.accounts.second_factor.authenticator import begin, confirm, remove_own
from tajriba.accounts.second_factor.totp import uri_of
from tajriba.kit.http.schemas import Success, ok

router = APIRouter(prefix="/api/auth/second-factor", tags=["accounts"], route_class=GuardedRoute)


@router.post("", status_code=201, summary="Begin to add a second factor")
@allow(*ROLES, bucket="sign_in", limited=True)
async def begin_second_factor(
    body: PasswordAgain, principal: Signed, db: Db
) -> Success[SecondFactorBegun]:
    """Answer the secret for an authenticator; it counts once a code of it was typed."""
    mine = await require_own_password(db, principal, body.password)
    secret = await db.write(begin, principal)
    return ok(SecondFactorBegun(secret=secret, uri=uri_of(secret, mine.email)))


@router.post("/confirm", summary="Add the second factor by a code of it")
@allow(*ROLES, bucket="sign_in", limited=True)
async def confirm_second_factor(
    body: OneTimeCode, principal: Signed, db: Db
) -> Success[RecoveryCodes]:
    """Ask for a code at each sign-in from now on, end all other sessions, and answer ten codes,
    each good once, for who loses the authenticator."""
    return ok(RecoveryCodes(codes=await db.write(confirm, principal, body.code)))


@router.post("/remove", summary="Remove one's second factor by a code of it")
@allow(*ROLES, bucket="sign_in")
async def remove_second_factor(
    body: OneTimeCode, request: Request, principal: Signed, db: Db
) -> Success[SecondFactorRemoved]:
    """Ask for a password alone from now on; refused where a second factor is required."""
    required = request.app.state.second_factor_required
    await db.write(remove_own, principal, body.code, required)
    return ok(SecondFactorRemoved())
