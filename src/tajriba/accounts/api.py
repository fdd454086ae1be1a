"""The routes of signing in, refreshing a session and signing out."""

import asyncio
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from tajriba.accounts.authorization import (
    Db,
    Guard,
    GuardedRoute,
    Signed,
    allow,
    claims_of,
    public,
    require_own_origin,
)
from tajriba.accounts.errors import BadCredentials, BadRefreshToken, NotSignedIn
from tajriba.accounts.own_account import (
    change_password,
    end_own_sessions,
    own_sessions,
    require_own_password,
)
from tajriba.accounts.passwords.password_hash import (
    hash_password,
    require_hard_to_guess,
    verify_password,
)
from tajriba.accounts.schemas import (
    ROLES,
    AccessToken,
    Credentials,
    EndedSessions,
    LoggedOut,
    PasswordChange,
    PasswordChanged,
    SessionView,
)
from tajriba.accounts.second_factor.factors import has_to_add
from tajriba.accounts.service import (
    Lifetime,
    Opened,
    Origin,
    describe_user,
    end_session,
    find_account,
    refresh_session,
    replace_session,
    session_of_refresh_token,
)
from tajriba.accounts.sessions.guessing import count_guess, known_device
from tajriba.accounts.sessions.session_cookies import (
    COOKIE,
    DEVICE_COOKIE,
    delete_cookie,
    read_cookie,
    set_cookie,
)
from tajriba.accounts.sessions.sign_in import admit
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.http.client_address import address_of
from tajriba.kit.http.problem_details import responses
from tajriba.kit.http.schemas import Page, Success, ok, page

router = APIRouter(prefix="/api/auth", tags=["accounts"], route_class=GuardedRoute)
DEVICE_DAYS = 365
_BY_COOKIE: dict[str, Any] = {"security": [{"refresh": []}]}
_BY_EITHER: dict[str, Any] = {"security": [{"refresh": []}, {"bearer": []}]}


async def signed_in(request: Request, response: Response, opened: Opened) -> Success[AccessToken]:
    """Return what a new or continued session is answered with, and set its refresh cookie."""
    guard: Guard = request.app.state.guard
    set_cookie(request, response, COOKIE, opened.refresh_token, lifetime_of(request).days)
    token = guard.tokens.issue(opened.user_id, opened.session_id)
    person = await guard.database.read(describe_user, opened.user_id)
    return ok(AccessToken(access_token=token, expires_in=guard.tokens.seconds, person=person))


def lifetime_of(request: Request) -> Lifetime:
    """Return how long a session lives."""
    lifetime: Lifetime = request.app.state.lifetime
    return lifetime


@router.post("/login", summary="Sign in", responses=responses(401, 403))
@public()
async def sign_in(
    body: Credentials, request: Request, response: Response, db: Db
) -> Success[AccessToken]:
    """Answer an access token and set the refresh cookie.

    Guesses are counted by address and by account; on a device that the account knows, by it alone.
    Where the role needs a second factor and there is none, the session may only set one up.
    """
    require_own_origin(request)
    account = await db.read(find_account, body.email)
    guard: Guard = request.app.state.guard
    await count_guess(guard, request, body.email, account)
    fits = await asyncio.to_thread(
        verify_password, body.password, account.password_hash if account else None
    )
    refused = await db.write(admit, account, fits, body.code, address_of(request))
    if account is None or refused is not None:
        raise refused or BadCredentials
    limited = request.app.state.second_factor_required and await db.read(
        has_to_add, account.user_id, account.role
    )
    opened = await open_for(request, response, account.user_id, limited=limited)
    return await signed_in(request, response, opened)


async def open_for(
    request: Request, response: Response, user_id: int, *, limited: bool, proved: bool = False
) -> Opened:
    """Open a session for who has proved who they are, and remember the device."""
    guard: Guard = request.app.state.guard
    opened = await guard.database.write(
        partial(replace_session, limited=limited, proved=proved),
        read_cookie(request, COOKIE),
        user_id,
        lifetime_of(request).days,
        origin_of(request),
    )
    if known_device(guard, request, user_id) is None:
        device = guard.tokens.name_device(user_id)
        set_cookie(request, response, DEVICE_COOKIE, device, DEVICE_DAYS)
    return opened


def origin_of(request: Request) -> Origin:
    """Return where a request comes from."""
    browser = request.headers.get("user-agent", "")
    return Origin(address_of(request), "".join(filter(str.isprintable, browser)))


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
    outcome = await db.write(refresh_session, read_cookie(request, COOKIE), lifetime_of(request))
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
    delete_cookie(request, response, COOKIE)
    return ok(LoggedOut())


def _sessions_of(tx: ReadTx, request: Request) -> set[str]:
    """A cookie may be of a later session than the token: who leaves, leaves both."""
    found = {session_of_refresh_token(tx, read_cookie(request, COOKIE)), _of_token(request)}
    sessions = {one for one in found if one is not None}
    if not sessions:
        raise NotSignedIn
    return sessions


def _of_token(request: Request) -> str | None:
    try:
        return claims_of(request).session_id
    except NotSignedIn:
        return None


@router.post("/password", summary="Change one's password", responses=responses(401))
@allow(*ROLES, bucket="sign_in")
async def change_own_password(
    body: PasswordChange, principal: Signed, db: Db
) -> Success[PasswordChanged]:
    """Set the new password and end all other sessions."""
    mine = await require_own_password(db, principal, body.current)
    require_hard_to_guess(body.new, mine.email, mine.full_name)
    after = await asyncio.to_thread(hash_password, body.new)
    await db.write(change_password, principal, mine.password_hash, after)
    return ok(PasswordChanged())


@router.get("/sessions", summary="List one's sessions")
@allow(*ROLES)
async def list_own_sessions(principal: Signed, db: Db) -> Page[SessionView]:
    """Answer where one is signed in, the newest session first."""
    return page(await db.read(own_sessions, principal))


@router.post("/sessions/end", summary="End sessions of one's own", responses=responses(401))
@allow(*ROLES, bucket="sign_in")
async def end_sessions_elsewhere(
    body: EndedSessions, principal: Signed, db: Db
) -> Page[SessionView]:
    """End one, or all but the present one, with their sockets, and answer those that are left."""
    await require_own_password(db, principal, body.password)
    await db.write(end_own_sessions, principal, body.session)
    if body.session == principal.session_id:
        return page([])
    return page(await db.read(own_sessions, principal))
