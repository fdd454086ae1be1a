"""The routes that sign a visitor in as one of the demo clinic's people, where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from tajriba.accounts.api import signed_in
from tajriba.accounts.authorization import Db, GuardedRoute, public
from tajriba.accounts.schemas import AccessToken, DemoPerson, DemoSignIn, Role
from tajriba.accounts.service import find_account, replace_session
from tajriba.accounts.sessions.session_cookies import COOKIE, read_cookie
from tajriba.kit.errors import NotFound
from tajriba.kit.http.problem_details import responses
from tajriba.kit.http.schemas import Page, Success, page

router = APIRouter(prefix="/api/demo", tags=["demo"], route_class=GuardedRoute)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo clinic that anybody on this machine may use."""

    role: Role
    full_name: str
    email: str
    password: str


def _accounts(request: Request) -> list[DemoAccount]:
    """Return the first account of each role; none where there is no demo clinic."""
    accounts: Sequence[DemoAccount] = request.app.state.demo_accounts
    by_role: dict[Role, DemoAccount] = {}
    for one in accounts:
        by_role.setdefault(one.role, one)
    return list(by_role.values())


@router.get("", summary="List the people of the demo clinic")
@public()
async def list_demo_people(request: Request) -> Page[DemoPerson]:
    """One for each role; `tajriba serve --demo` alone has any."""
    return page([DemoPerson(role=one.role, full_name=one.full_name) for one in _accounts(request)])


@router.post("/sign-in", summary="Be one of the demo clinic's people", responses=responses(404))
@public(bucket="sign_in")
async def sign_in_to_demo(
    body: DemoSignIn, request: Request, response: Response, db: Db
) -> Success[AccessToken]:
    """Answer as signing in does: an access token, and the refresh cookie."""
    emails = [one.email for one in _accounts(request) if one.role == body.role]
    account = await db.read(find_account, emails[0]) if emails else None
    if account is None:
        raise NotFound
    before, days = read_cookie(request, COOKIE), request.app.state.lifetime.days
    opened = await db.write(replace_session, before, account.user_id, days)
    return await signed_in(request, response, opened)
