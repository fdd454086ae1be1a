"""The routes of operators (`/health`, `/metrics`) and of administrators (`/api/admin`)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import AfterValidator
from sqlalchemy.exc import SQLAlchemyError

from tajriba.accounts.administration import (
    administer,
    end_sessions_of,
    hand_link_over,
    list_users,
    reset_second_factor,
)
from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow, public
from tajriba.accounts.email_api import account_mail
from tajriba.accounts.schemas import AccountPatch, HandedLink, LinkRequest, UserView
from tajriba.kit.errors import Unavailable
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.problem_details import responses
from tajriba.kit.http.schemas import Limit, Page, PathId, Success, ok, page, storable
from tajriba.ops.metrics_access import admit_to_metrics
from tajriba.ops.process_state import Console
from tajriba.ops.schemas import Alive, Ready
from tajriba.ops.service import degraded_parts, store_figures

Searched = Annotated[
    str,
    Query(max_length=200, description="Part of the name or the e-mail, in any spelling."),
    AfterValidator(storable),
]


class ProbeRoute(GuardedRoute):
    """A route that machines ask on and on: whoever may call it is not counted."""

    async def admit(self, request: Request) -> None:
        """Let everybody in."""


probes = APIRouter(tags=["operations"], route_class=ProbeRoute)
admin = APIRouter(prefix="/api/admin", tags=["administration"], route_class=GuardedRoute)


@probes.get("/health/live", summary="Whether the process lives")
@public()
async def read_liveness() -> Success[Alive]:
    """Answer as long as the event loop runs."""
    return ok(Alive())


@probes.get("/health/ready", summary="Whether requests can be served", responses=responses(503))
@public()
async def read_readiness(request: Request, db: Db) -> Success[Ready]:
    """Answer once the database has answered; 503 where it does not.

    `broker`: others' changes arrive by looking, within a second, and rate limits are each process'
    own. `model`: the promoted model can't be read, and model 1 predicts.
    """
    try:
        parts = await db.read(degraded_parts)
    except SQLAlchemyError as problem:
        raise Unavailable from problem
    console: Console = request.app.state.console
    return ok(Ready(degraded=[*console.degraded(), *parts]))


@probes.get(
    "/metrics",
    summary="Read the metrics of this process",
    response_class=PlainTextResponse,
    responses=responses(404),
)
@public()
async def read_metrics(request: Request, db: Db) -> Response:
    """Prometheus' text format, for loopback and for who holds the token."""
    console: Console = request.app.state.console
    admit_to_metrics(request, console.metrics_token)
    store = await db.read(store_figures, console.work_position())
    text = console.metrics.text(store, console.live_figures())
    return Response(text, media_type=CONTENT_TYPE_LATEST)


@admin.get("/users", summary="List accounts")
@allow("admin")
async def list_accounts(
    db: Db, q: Searched = "", limit: Limit = 50, cursor: str | None = None
) -> Page[UserView]:
    """Accounts by id, where asked those whose name or e-mail holds `q`; no health record."""
    found = await db.read(list_users, q, _after(cursor), limit + 1)
    return page(found[:limit], _next(found[limit - 1].id if len(found) > limit else None))


@admin.patch("/users/{user_id}", summary="Disable an account, or change its role")
@allow("admin")
async def change_account(
    user_id: PathId, body: AccountPatch, principal: Signed, db: Db
) -> Success[UserView]:
    """End the account's sessions with the change; one's own account is refused."""
    return ok(await db.write(administer, principal, user_id, body))


@admin.delete("/users/{user_id}/sessions", summary="End every session of an account")
@allow("admin")
async def end_account_sessions(user_id: PathId, principal: Signed, db: Db) -> Success[UserView]:
    """Sign the account out everywhere, at once."""
    return ok(await db.write(end_sessions_of, principal, user_id))


@admin.delete("/users/{user_id}/second-factor", summary="Remove a second factor that is lost")
@allow("admin")
async def reset_account_second_factor(
    user_id: PathId, principal: Signed, db: Db
) -> Success[UserView]:
    """Let its owner, whom the administrator knows, sign in by the password; all sessions end."""
    return ok(await db.write(reset_second_factor, principal, user_id))


@admin.post("/users/{user_id}/links", status_code=201, summary="Make a link to hand over")
@allow("admin")
async def make_account_link(
    user_id: PathId, body: LinkRequest, request: Request, principal: Signed, db: Db
) -> Success[HandedLink]:
    """For an account's owner, whom the administrator knows, where no e-mail reaches them.

    By it the owner proves the e-mail, or sets a forgotten password. It stands in the audit trail.
    """
    url = account_mail(request).public_url
    return ok(await db.write(hand_link_over, principal, user_id, body.purpose, url))


def _after(cursor: str | None) -> int:
    key = decode_cursor(cursor, 1)
    return key[0] if key else 0


def _next(last: int | None) -> str | None:
    return None if last is None else encode_cursor(last)
