"""The routes of signing in, refreshing a session and signing out."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from tajriba.accounts.authorization import (
    Db,
    Guard,
    GuardedRoute,
    claims_of,
    public,
    require_own_origin,
)
from tajriba.accounts.errors import BadCredentials, BadRefreshToken, NotSignedIn
from tajriba.accounts.schemas import AccessToken, Credentials, LoggedOut
from tajriba.accounts.service import (
    Opened,
    describe_user,
    end_session,
    find_account,
    open_session,
    refresh_session,
    session_of_refresh_token,
    verify_password,
)
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.http.client_address import is_loopback
from tajriba.kit.http.problem_details import responses
from tajriba.kit.http.schemas import Success, ok

router = APIRouter(prefix="/api/auth", tags=["accounts"], route_class=GuardedRoute)
COOKIE = "tajriba_refresh"
_BY_COOKIE: dict[str, Any] = {"security": [{"refresh": []}]}
_BY_EITHER: dict[str, Any] = {"security": [{"refresh": []}, {"bearer": []}]}


def _session_days(request: Request) -> int:
    days: int = request.app.state.session_days
    return days


async def signed_in(request: Request, response: Response, opened: Opened) -> Success[AccessToken]:
    """Return what a new or continued session is answered with, and set its refresh cookie."""
    guard: Guard = request.app.state.guard
    response.set_cookie(
        COOKIE,
        opened.refresh_token,
        max_age=_session_days(request) * 86_400,
        path="/api/auth",
        httponly=True,
        samesite="strict",
        secure=not is_loopback(request.url.hostname or ""),
    )
    token = guard.tokens.issue(opened.user_id, opened.session_id)
    person = await guard.database.read(describe_user, opened.user_id)
    return ok(AccessToken(access_token=token, expires_in=guard.tokens.seconds, person=person))


@router.post("/login", summary="Sign in", responses=responses(401, 403))
@public(bucket="sign_in")
async def sign_in(
    body: Credentials, request: Request, response: Response, db: Db
) -> Success[AccessToken]:
    """Answer an access token and set the refresh cookie."""
    require_own_origin(request)
    await request.app.state.guard.limiter.check("sign_in", body.email.casefold())
    account = await db.read(find_account, body.email)
    fits = await asyncio.to_thread(
        verify_password, body.password, account.password_hash if account else None
    )
    if account is None or not fits:
        raise BadCredentials
    opened = await db.write(open_session, account.user_id, _session_days(request))
    return await signed_in(request, response, opened)


@router.post(
    "/refresh",
    summary="Continue a session",
    responses=responses(401, 403),
    openapi_extra=_BY_COOKIE,
)
@public()
async def continue_session(request: Request, response: Response, db: Db) -> Success[AccessToken]:
    """Answer a new access token and rotate the refresh cookie; a reused one ends the session."""
    require_own_origin(request)
    outcome = await db.write(
        refresh_session, request.cookies.get(COOKIE, ""), _session_days(request)
    )
    if isinstance(outcome, BadRefreshToken):
        raise outcome
    return await signed_in(request, response, outcome)


@router.post("/logout", summary="Sign out", responses=responses(401, 403), openapi_extra=_BY_EITHER)
@public()
async def sign_out(request: Request, response: Response, db: Db) -> Success[LoggedOut]:
    """End the session of the access token and of the refresh cookie, and its access tokens."""
    require_own_origin(request)
    for session_id in await db.read(_sessions_of, request):
        await db.write(end_session, session_id)
    response.delete_cookie(COOKIE, path="/api/auth", httponly=True, samesite="strict")
    return ok(LoggedOut())


def _sessions_of(tx: ReadTx, request: Request) -> set[str]:
    """A cookie may be of a later session than the token: who leaves, leaves both."""
    found = {session_of_refresh_token(tx, request.cookies.get(COOKIE, "")), _of_token(request)}
    sessions = {one for one in found if one is not None}
    if not sessions:
        raise NotSignedIn
    return sessions


def _of_token(request: Request) -> str | None:
    try:
        return claims_of(request).session_id
    except NotSignedIn:
        return None
