"""Problem documents (RFC 9457): every error becomes one, in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from tajriba.kit.errors import (
    AppError,
    FieldProblem,
    Invalid,
    Kind,
    NotFound,
    RateLimited,
    TooLarge,
)
from tajriba.kit.http.refusal_log import RefusalLog, note_refusal
from tajriba.kit.http.schemas import Problem, ProblemField
from tajriba.kit.i18n import Lang, catalogue, negotiate, translate

STATUS: dict[Kind, int] = {
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "too_large": 413,
    "invalid": 422,
    "rate_limited": 429,
    "unavailable": 503,
}
_TOLD: Final = {
    401: "No valid token was given, or the session has ended.",
    403: "The account may not do this.",
    404: "There is nothing here, or the reader may not see it.",
    409: "It does not fit what is there already.",
    413: "The body is larger than 256 KiB.",
    422: "The request is not as it must be; `fields` says where.",
    429: "Too many requests in a minute.",
    503: "It can't be done at the moment; try again later.",
}
_HEADERS: Final[dict[int, Any]] = {
    401: {
        "WWW-Authenticate": {
            "description": "The scheme by which one signs in.",
            "schema": {"type": "string", "const": "Bearer"},
        }
    },
    429: {
        "Retry-After": {
            "description": "Seconds to wait before the next request.",
            "schema": {"type": "integer", "minimum": 1},
            "example": 12,
        }
    },
}
TITLES: Final = {"bad_credentials": "kind.sign_in_failed"}
"""Who typed a wrong password is not told that one has to sign in."""
_log = structlog.get_logger()
_CHOICES: Final = ("expected", "expected_tags")
_CHOICE = re.compile(r"'([^']*)'|\bor\b|([^\s,]+)")
_AS_JSON: Final = {"None": "null", "True": "true", "False": "false"}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI responses of the problems that a route may answer."""
    return {status: _response(status) for status in statuses}


def _response(status: int) -> dict[str, Any]:
    media = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": _example(status)}
    described = {"description": _TOLD[status], "content": {"application/problem+json": media}}
    return described | ({"headers": _HEADERS[status]} if status in _HEADERS else {})


def _example(status: int) -> dict[str, Any]:
    kind = next(kind for kind, its in STATUS.items() if its == status)
    title = translate("en", f"kind.{kind}")
    return Problem(title=title, status=status, code=kind, detail=_TOLD[status]).model_dump(
        exclude_none=True
    )


def problem_response(error: AppError, lang: Lang) -> Response:
    """Return the problem document of an error."""
    status = STATUS[error.kind]
    document = Problem(
        title=translate(lang, TITLES.get(error.code, f"kind.{error.kind}")),
        status=status,
        code=error.code,
        detail=translate(lang, f"error.{error.code}", **error.params),
        fields=_fields(error, lang),
    )
    return Response(
        document.model_dump_json(exclude_none=True),
        status,
        headers=_headers(error),
        media_type="application/problem+json",
    )


def refusal(request: Request, error: AppError) -> Response:
    """Return the problem document of a request that is refused, and note it in the log."""
    note_refusal(request, error)
    return problem_response(error, language(request))


def _fields(error: AppError, lang: Lang) -> list[ProblemField] | None:
    return [_field(lang, field) for field in error.fields] or None


def _headers(error: AppError) -> dict[str, str]:
    if isinstance(error, RateLimited):
        return {"Retry-After": str(error.retry_after)}
    return {"WWW-Authenticate": "Bearer"} if error.kind == "unauthenticated" else {}


def _field(lang: Lang, field: FieldProblem) -> ProblemField:
    key = f"field.{field.code}"
    known = key in catalogue(lang)
    shown = {name: _shown(lang, name, value) for name, value in field.params.items()}
    message = translate(lang, key if known else "field.other", **shown)
    return ProblemField(where=field.where, code=field.code, message=message)


def _shown(lang: Lang, name: str, value: str | int | float) -> str | int | float:
    """Return a parameter, the choices that Pydantic strings together in English as a list."""
    if name not in _CHOICES:
        return value
    found = (quoted or _AS_JSON.get(bare, bare) for quoted, bare in _CHOICE.findall(str(value)))
    return translate(lang, "list.separator").join(filter(None, found))


def invalid(errors: Sequence[ErrorDetails | Mapping[str, Any]], *prefix: str) -> Invalid:
    """Return our error for Pydantic's; the refused input itself is left out."""
    return Invalid(
        [
            FieldProblem(
                [*prefix, *error["loc"]],
                error["type"],
                **{
                    k: v
                    for k, v in error.get("ctx", {}).items()
                    if isinstance(v, str | int | float)
                },
            )
            for error in errors
        ]
    )


def language(request: Request) -> Lang:
    """Return the reader's language."""
    return negotiate(request.headers.get("accept-language"))


def install(app: FastAPI) -> None:
    """Make `app` answer every failure with a problem document."""

    app.state.refusals = RefusalLog()

    async def on_app_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, AppError)
        return refusal(request, error)

    async def on_validation_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return refusal(request, invalid(error.errors()))

    async def on_http_exception(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _framework_problem(error, language(request))

    async def on_disconnect(request: Request, _error: Exception) -> Response:
        return problem_response(_no_json(), language(request))  # nobody is there to read it

    async def on_crash(request: Request, error: Exception) -> Response:
        _log.error(
            "request_failed", path=request.url.path, error=type(error).__name__, exc_info=error
        )
        return _plain_problem("crash", 500, language(request))

    app.add_exception_handler(AppError, on_app_error)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(ClientDisconnect, on_disconnect)
    app.add_exception_handler(Exception, on_crash)


def _framework_problem(error: HTTPException, lang: Lang) -> Response:
    if isinstance(error.__cause__, AppError):  # raised while FastAPI read the body
        return problem_response(error.__cause__, lang)
    if error.status_code == 404:
        return problem_response(NotFound(), lang)
    if error.status_code == 405:
        return _plain_problem("method_not_allowed", 405, lang, error.headers)
    if error.status_code == 413:
        return problem_response(TooLarge(), lang)
    if error.status_code == 400:  # a body that is not JSON in any encoding
        return problem_response(_no_json(), lang)
    return _plain_problem("crash", error.status_code, lang, error.headers)


def _no_json() -> Invalid:
    return Invalid([FieldProblem(["body"], "json_invalid")])


def _plain_problem(
    code: str, status: int, lang: Lang, headers: Mapping[str, str] | None = None
) -> Response:
    document = Problem(
        title=translate(lang, f"kind.{code}"),
        status=status,
        code=code,
        detail=translate(lang, f"error.{code}"),
    )
    body = document.model_dump_json(exclude_none=True)
    return Response(
        body, status, headers=dict(headers or {}), media_type="application/problem+json"
    )
