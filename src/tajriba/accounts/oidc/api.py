"""The routes of signing in by an identity provider."""

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from tajriba.accounts.api import open_for, signed_in
from tajriba.accounts.authorization import Db, Guard, GuardedRoute, public, require_own_origin
from tajriba.accounts.errors import BadCredentials, NoProvider, ProviderRefused
from tajriba.accounts.oidc.claims import Identity, identity_of
from tajriba.accounts.oidc.provider import Provider
from tajriba.accounts.oidc.sign_in import (
    OpenRecord,
    Settled,
    begin,
    nonce_of,
    note_refusal,
    pending_of,
    redeem,
    settle,
    settle_pending,
    verifier_of,
)
from tajriba.accounts.passwords.password_hash import verify_password
from tajriba.accounts.schemas import (
    AccessToken,
    IdentityProvider,
    ProviderAnswer,
    ProviderPage,
    ProviderProof,
)
from tajriba.accounts.second_factor.factors import has_to_add
from tajriba.accounts.sessions.guessing import count_guess
from tajriba.accounts.sessions.session_cookies import (
    OIDC_COOKIE,
    delete_cookie,
    read_cookie,
    set_cookie,
)
from tajriba.kit.database.transactions import Database
from tajriba.kit.http.client_address import address_of
from tajriba.kit.http.problem_details import responses
from tajriba.kit.http.schemas import Success, ok

router = APIRouter(prefix="/api/auth/oidc", tags=["accounts"], route_class=GuardedRoute)


@dataclass(frozen=True, slots=True)
class ProviderSignIn:
    """What signing in by a provider needs; `app.py` puts it into `app.state.provider_sign_in`."""

    provider: Provider
    open_record: OpenRecord


def _sign_in(request: Request) -> ProviderSignIn:
    found: ProviderSignIn | None = request.app.state.provider_sign_in
    if found is None:
        raise NoProvider
    return found


@router.get("", summary="Tell whether there is an identity provider")
@public()
async def describe_provider(request: Request) -> Success[IdentityProvider]:
    """Answer what people call it, null where there is none."""
    found: ProviderSignIn | None = request.app.state.provider_sign_in
    return ok(IdentityProvider(name=found.provider.settings.name if found else None))


@router.post("/begin", summary="Begin to sign in by the identity provider")
@public(bucket="sign_in")
async def begin_at_provider(request: Request, response: Response, db: Db) -> Success[ProviderPage]:
    """Answer the provider's page to go to, and let the browser keep a secret for the sign-in."""
    require_own_origin(request)
    found = _sign_in(request)
    begun = await db.write(begin)
    nonce, verifier = nonce_of(begun.browser), verifier_of(begun.browser)
    url = await found.provider.authorization_url(begun.state, nonce, verifier)
    set_cookie(request, response, OIDC_COOKIE, begun.browser, days=1)
    return ok(ProviderPage(url=url))


@router.post("", summary="Sign in by the identity provider's answer",
             responses=responses(401, 403))  # fmt: skip
@public(bucket="sign_in")
async def sign_in_by_provider(
    body: ProviderAnswer, request: Request, response: Response, db: Db
) -> Success[AccessToken]:
    """Answer an access token and set the refresh cookie; who comes first gets an account.

    Where an account has the e-mail (409 `account_link_required`), or asks for a code (401
    `code_required`), the next route takes what is missing, within ten minutes.
    """
    require_own_origin(request)
    found, browser = _sign_in(request), read_cookie(request, OIDC_COOKIE)
    address = address_of(request)
    try:
        await db.write(redeem, body.state, browser)
        who = await _identify(found, body, browser)
    except ProviderRefused as problem:
        await db.write(note_refusal, problem.why, address)
        raise
    settled = await db.write(settle, body.state, who, address, found.open_record)
    return await _answer(request, response, db, settled, who.second_factor)


async def _identify(found: ProviderSignIn, body: ProviderAnswer, browser: str) -> Identity:
    nonce, verifier = nonce_of(browser), verifier_of(browser)
    claims = await found.provider.identify(body.code, body.iss, nonce, verifier)
    return identity_of(claims, found.provider.settings)


@router.post("/confirm", summary="Show what a sign-in by the identity provider asked for",
             responses=responses(401, 403))  # fmt: skip
@public(bucket="sign_in")
async def confirm_provider_sign_in(
    body: ProviderProof, request: Request, response: Response, db: Db
) -> Success[AccessToken]:
    """Answer as signing in does: by a code, or, to link the account that has the e-mail, by its
    password and its code."""
    require_own_origin(request)
    found, browser = _sign_in(request), read_cookie(request, OIDC_COOKIE)
    pending = await db.read(pending_of, body.state, browser)
    guard: Guard = request.app.state.guard
    await count_guess(guard, request, pending.identity.email or "", pending.account)
    known = pending.account.password_hash if pending.account else None
    fits = await asyncio.to_thread(verify_password, body.password or "", known)
    settled = await db.write(
        settle_pending, body.state, browser, fits, body.code, address_of(request), found.open_record
    )
    return await _answer(request, response, db, settled, proved=False)


async def _answer(
    request: Request, response: Response, db: Database, settled: Settled, proved: bool
) -> Success[AccessToken]:
    """Open the session of who is signed in, or raise why they are not."""
    account, refused = settled
    if account is None or refused is not None:
        raise refused or BadCredentials
    required = request.app.state.second_factor_required and not proved
    limited = required and await db.read(has_to_add, account.user_id, account.role)
    delete_cookie(request, response, OIDC_COOKIE)
    opened = await open_for(request, response, account.user_id, limited=limited, proved=proved)
    return await signed_in(request, response, opened)
