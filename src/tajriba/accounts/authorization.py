"""The authorization of every route: token, role and rate limit are checked before a body is read.

A route states its access with `@allow(...)` or `@public`; one that states none can't be built.
"""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from tajriba.accounts.access_tokens import Tokens
from tajriba.accounts.errors import NotSignedIn, OriginRefused
from tajriba.accounts.limits.daily_limits import DailyLimits
from tajriba.accounts.record_reads import record_reads
from tajriba.accounts.schemas import Claims, Principal, Role
from tajriba.accounts.service import principal_of
from tajriba.audit.denials import Denial, Denials, is_denial
from tajriba.kit.database.transactions import Database
from tajriba.kit.errors import AppError, FieldProblem, Forbidden, Invalid, NotFound
from tajriba.kit.http.client_address import address_of, by_proxy
from tajriba.kit.http.origin_check import origin_allowed
from tajriba.kit.http.problem_details import invalid, responses
from tajriba.kit.http.rate_limit import Bucket, RateLimiter

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_ID_MAX: Final = 40
"""The longest part of a path that the audit trail keeps."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call a route (None: everybody) and how often (None: by its method).

    `limited` says whether a session may that has to set a second factor up first.
    """

    roles: frozenset[Role] | None
    bucket: Bucket | None = None
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """What the guard needs of the process; `app.py` puts it into `app.state.guard`.

    `origins` are those of browser pages beside our own; `admin_by_proxy` says whether routes that
    only administrators may call are answered through a proxy.
    """

    database: Database
    tokens: Tokens
    limiter: RateLimiter
    denials: Denials
    daily: DailyLimits
    origins: frozenset[str] = frozenset()
    admin_by_proxy: bool = True


def allow(
    *roles: Role, bucket: Bucket | None = None, limited: bool = False
) -> Callable[[Endpoint], Endpoint]:
    """Declare that only these roles may call a route."""
    return _declare(Access(frozenset(roles), bucket, limited))


def public(bucket: Bucket | None = None) -> Callable[[Endpoint], Endpoint]:
    """Declare that everybody may call a route."""
    return _declare(Access(None, bucket))


def _declare(access: Access) -> Callable[[Endpoint], Endpoint]:
    def declare(endpoint: Endpoint) -> Endpoint:
        endpoint.__access__ = access  # type: ignore[attr-defined]
        return endpoint

    return declare


def access_of(endpoint: Callable[..., Any]) -> Access:
    """Return the declared access of a route; raises TypeError for a route without one."""
    access = getattr(endpoint, "__access__", None)
    if not isinstance(access, Access):
        raise TypeError(f"{endpoint.__name__} declares no access: @allow(...) or @public()")
    return access


class GuardedRoute(APIRoute):
    """A route behind the guard. Its documentation gets the problems that the guard answers."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.access = access_of(endpoint)
        signed = self.access.roles is not None
        problems = responses(*((401, 403) if signed else ()), 404, 422, 429, 503)
        if "GET" not in (options.get("methods") or ()):
            problems |= responses(409, 413)
        options["responses"] = problems | (options.get("responses") or {})
        security: list[dict[str, list[str]]] = [{"bearer": []}] if signed else []
        options["openapi_extra"] = {"security": security} | (options.get("openapi_extra") or {})
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        """Return FastAPI's handler with the guard before it."""
        return self.denying(self._guarded(super().get_route_handler()))

    def denying(self, handler: Handler) -> Handler:
        """Return a handler that writes what it refuses to whom into the audit trail."""

        async def answered(request: Request) -> Response:
            try:
                return await handler(request)
            except AppError as problem:
                await self.record_denial(request, problem)
                raise

        return answered

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            await self.admit(request)
            self.require_known_query(request)
            answer = await handler(request)
            await self.record_reads(request)
            return answer

        return guarded

    async def admit(self, request: Request) -> None:
        """Put the person into the request; raises what stands in their way."""
        guard: Guard = request.app.state.guard
        if self.access.roles is None:
            await guard.limiter.check(self.access.bucket or "public", address_of(request))
            return
        if self.access.roles == {"admin"} and not guard.admin_by_proxy and by_proxy(request):
            raise NotFound
        claims = claims_of(request)
        request.state.user_id = claims.user_id
        await self.count(guard, request, claims)
        request.state.principal = await self.recognise(guard, claims)

    async def recognise(self, guard: Guard, claims: Claims) -> Principal:
        """Return the person of a token; raises `NotSignedIn`, `SecondFactorRequired`, and
        `Forbidden` by their role."""
        principal = await guard.database.read(principal_of, claims, self.access.limited)
        require_role(self.access, principal)
        return principal

    async def record_reads(self, request: Request) -> None:
        """Write whose records this request has read, before they are answered."""
        principal: Principal | None = getattr(request.state, "principal", None)
        if principal is not None and principal.records_read:
            guard: Guard = request.app.state.guard
            await guard.database.write(record_reads, principal, self.name)

    async def record_denial(self, request: Request, problem: AppError) -> None:
        """Write what a signed-in person may not, or whose record they may not see."""
        user_id: int | None = getattr(request.state, "user_id", None)
        if user_id is not None and is_denial(problem):
            guard: Guard = request.app.state.guard
            ids = {name: str(value)[:_ID_MAX] for name, value in request.path_params.items()}
            await guard.denials.note(Denial(user_id, problem.code, self.name, ids, problem.of))

    async def count(self, guard: Guard, request: Request, claims: Claims) -> None:
        """Count the request against its caller's limit."""
        by_method: Bucket = "read" if request.method == "GET" else "write"
        await guard.limiter.check(self.access.bucket or by_method, str(claims.user_id))

    def require_known_query(self, request: Request) -> None:
        """Raise `Invalid` for what the query names twice, or what this route does not know: a
        filter that is misspelt would else show everything."""
        if not request.scope["query_string"]:
            return
        given = [name for name, _ in request.query_params.multi_items()]
        known = _query_names(self.dependant)
        strange = [_stray(name, "extra_forbidden") for name in given if name not in known]
        repeated = [_stray(name, "repeated") for name in known if given.count(name) > 1]
        if strange or repeated:
            raise Invalid(strange + repeated)


def _query_names(dependant: Dependant) -> list[str]:
    names = [field.alias for field in dependant.query_params]
    return names + [name for below in dependant.dependencies for name in _query_names(below)]


def _stray(name: str, code: str) -> FieldProblem:
    return FieldProblem(["query", name], code)


def require_role(access: Access, principal: Principal) -> None:
    """Raise `Forbidden` where the access does not name the person's role."""
    if access.roles is not None and principal.role not in access.roles:
        raise Forbidden


def claims_of(request: Request) -> Claims:
    """Return the claims of the request's bearer token; raises `NotSignedIn`."""
    guard: Guard = request.app.state.guard
    return guard.tokens.read(bearer_of(request.headers.get("authorization")))


def bearer_of(authorization: str | None) -> str:
    """Return the token of an Authorization header; raises `NotSignedIn`."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn
    return token.strip()


def require_own_origin(request: Request) -> None:
    """Raise `OriginRefused` where a browser's page of elsewhere sends the request."""
    guard: Guard = request.app.state.guard
    headers = request.headers
    if not origin_allowed(headers.get("origin"), headers.get("host"), guard.origins):
        raise OriginRefused


def _principal(request: Request) -> Principal:
    principal: Principal = request.state.principal
    return principal


async def _principal_if_signed(request: Request) -> Principal | None:
    if "authorization" not in request.headers:
        return None
    guard: Guard = request.app.state.guard
    return await guard.database.read(principal_of, claims_of(request))


def _database(request: Request) -> Database:
    database: Database = request.app.state.guard.database
    return database


def _daily(request: Request) -> DailyLimits:
    daily: DailyLimits = request.app.state.guard.daily
    return daily


Signed = Annotated[Principal, Depends(_principal)]
"""The person who makes the request, checked by the guard."""

SignedOrNobody = Annotated[Principal | None, Depends(_principal_if_signed)]
"""The person who makes a request that everybody may make, None without a token."""

Db = Annotated[Database, Depends(_database)]
"""The database of the process."""

Daily = Annotated[DailyLimits, Depends(_daily)]
"""What one may do in a day."""

Claimed = Annotated[Claims, Depends(claims_of)]
"""What the token says; the session is checked in the transaction of the work."""

LeanEndpoint = Callable[[Request, Claims, Any], Awaitable[Response]]


class LeanRoute(GuardedRoute):
    """A hot route: its body goes straight from bytes to the model, its answer straight to bytes.

    The endpoint is documented by its signature `(request, claims, body)` and checks the session
    in the transaction of its work, with `principal_of` and `require_role`: one read less.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.body_model: type[BaseModel] = endpoint.__annotations__["body"]
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        """Return a handler that parses and answers by itself."""

        async def lean(request: Request) -> Response:
            guard: Guard = request.app.state.guard
            claims = claims_of(request)
            request.state.user_id = claims.user_id
            await self.count(guard, request, claims)
            try:
                self.require_known_query(request)
                body = await self.read_body(request)
                response: Response = await self.endpoint(request, claims, body)
            except Invalid:
                await self.recognise(guard, claims)  # who may not call at all learns that first
                raise
            return response

        return self.denying(lean)

    async def read_body(self, request: Request) -> BaseModel:
        """Return the body; raises `Invalid`."""
        _require_json(request)
        try:
            return self.body_model.model_validate_json(await request.body())
        except ValidationError as problem:
            raise invalid(problem.errors(include_input=False), "body") from None


def _require_json(request: Request) -> None:
    """Refuse a body that is said to be something else, as all other routes do."""
    media, _, _ = request.headers.get("content-type", "").partition(";")
    if media.strip().lower() != "application/json":
        raise Invalid([FieldProblem(["body"], "json_invalid")])
