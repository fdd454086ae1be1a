"""Middleware that refuses a request body larger than any route needs.

Starlette's own limit answers in plain text; ours is a problem document like every other.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tajriba.kit.errors import TooLarge
from tajriba.kit.http.problem_details import problem_response
from tajriba.kit.i18n import Lang, negotiate

MAX_BODY_BYTES = 256 * 1024


class BodyLimit:
    """ASGI middleware that answers 413, also where a body does not declare its length."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on while its body stays within the limit."""
        if scope["type"] != "http" or scope["method"] == "GET":
            await self.app(scope, receive, send)
        elif self._declared(scope) > self.limit:
            await problem_response(TooLarge(), _language(scope))(scope, receive, send)
        else:
            await self.app(scope, self._counted(receive), send)

    def _declared(self, scope: Scope) -> int:
        length = next((v for k, v in scope["headers"] if k == b"content-length"), b"0")
        return int(length) if length.isdigit() else 0

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise TooLarge
            return message

        return counted


def _language(scope: Scope) -> Lang:
    header = next((v for k, v in scope["headers"] if k == b"accept-language"), b"")
    return negotiate(header.decode("latin-1"))
