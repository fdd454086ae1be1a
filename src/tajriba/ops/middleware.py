"""ASGI middleware around every request: metrics, security headers, HEAD."""

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tajriba.ops.metrics import Metrics

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNMATCHED = "unmatched"
_SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
]
_CACHE = (b"cache-control", b"no-store")
_TRANSPORT = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_POLICY = b"content-security-policy"
_API_POLICY = (
    b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
_RESOURCE = (b"cross-origin-resource-policy", b"same-origin")


class RequestMetrics:
    """Counts and times answered requests by their route's template, never by their path."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and count its answer; one that fails without any counts as a 500."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        status = 500

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.metrics.answered(method, _route(scope), status, perf_counter() - started)


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", UNMATCHED)


class SecurityHeaders:
    """Tells browsers to take an answer for what it says it is, to do nothing else with it, and to
    keep no copy; over TLS, to use nothing but TLS for a year.

    An answer that has a policy, or a word on copies, of its own keeps it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *_SECURITY]
                names = {name for name, _ in headers}
                if _POLICY not in names:
                    headers.append((_POLICY, _API_POLICY))
                headers += [one for one in (_CACHE, _RESOURCE) if one[0] not in names]
                if scope["scheme"] == "https":
                    headers.append(_TRANSPORT)
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, secured)


class HeadRequests:
    """Answers HEAD as GET, without the body (RFC 9110, 9.3.2), where the API answers GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; one of HEAD is a GET to the routes, and nobody gets its body."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or not _is_api(scope["path"]):
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope["method"] = "GET"
        try:
            await self.app(scope, receive, without_body)
        finally:
            scope["method"] = "HEAD"  # What counts requests counts it as what it was.


def _is_api(path: str) -> bool:
    return path.startswith(("/api/", "/health/"))
