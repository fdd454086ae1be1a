"""The OpenAPI document: FastAPI's, completed with what all routes share and with examples.

To make it takes seconds of the processor. So it is made while developing and kept beside this file,
a test holds it to the routes, and a server only reads it.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, cast

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from tajriba.accounts.sessions.session_cookies import COOKIE, PREFIX
from tajriba.kit.http.schema_examples import example
from tajriba.kit.http.schemas import Problem
from tajriba.pages.response_headers import answer
from tajriba.pages.static_files import Content

Node = dict[str, Any]

KEPT: Final = Path(__file__).with_suffix(".json")
DESCRIPTION: Final = (
    "A live evidence service for Persian medicine. Errors are RFC 9457 problem documents in the "
    "language of Accept-Language (fa, en). Times are ISO 8601 UTC."
)
TAGS: Final = {
    "accounts": "Sign in, continue a session, sign out.",
    "patients": "Patients, their records and their mizaj.",
    "care": "Consent of a patient to the care of a practitioner.",
    "privacy": "What is kept of oneself.",
    "diagnoses": "Diagnoses, the remedies that fit them and are safe, and the plan.",
    "diary": "How a patient is day by day, what they took, and what changed.",
    "feedback": "Reports of patients, and what they say in sum.",
    "analytics": "How effective remedies, herbs and conditions are, as published or one's own.",
    "predictions": "What is expected of a plan, and why; the model behind it.",
    "live": "Snapshots, sockets and streams that tell what changes.",
    "knowledge": "Herbs, conditions and remedies.",
    "practice": "A practitioner's patients and plans.",
    "administration": "Accounts, models and work.",
    "operations": "Whether the process lives and serves, and its metrics.",
    "demo": "The people of the demo clinic.",
}
SECURITY: Final = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The access token of `signIn` or `continueSession`, good for 15 minutes.",
    },
    "refresh": {
        "type": "apiKey",
        "in": "cookie",
        "name": PREFIX + COOKIE,
        "description": "An HttpOnly cookie that `signIn` sets and each `continueSession` replaces. "
        "On loopback it has no prefix.",
    },
}

_WRAPPED: Final = re.compile(r"(Success|Page)_(?:Union_)?([A-Za-z]+)_")


def install(app: FastAPI) -> None:
    """Make `app` serve the kept document at /openapi.json, and make it anew by `app.openapi()`."""
    kept = Content(KEPT.read_bytes(), "application/json", None, packed=False)

    def document() -> Node:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    async def serve(request: Request) -> Response:
        asked = request.headers
        return answer(kept, asked.get("accept-encoding"), asked.get("if-none-match"))

    app.openapi = document  # type: ignore[method-assign]
    app.add_route("/openapi.json", serve, include_in_schema=False)


def operation_id(route: APIRoute) -> str:
    """Return the name of a route's function in camelCase, like `submitFeedback`."""
    return re.sub("_([a-z])", lambda found: found[1].upper(), route.name)


def _described(app: FastAPI) -> Node:
    schema = get_openapi(
        title=app.title,
        version=app.version,
        summary="Live evidence for Persian medicine",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        servers=[{"url": "/", "description": "The server that this document comes from."}],
        contact={"name": "The maintainers of Tajriba"},
        license_info={"name": "Apache License 2.0", "identifier": "Apache-2.0"},
    )
    schema = _with_short_names(schema)
    components = schema["components"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components["schemas"] |= problem.pop("$defs", {}) | {"Problem": problem}
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    _give_items(components)
    components["securitySchemes"] = SECURITY
    components["responses"] = {}
    for operation in _operations(schema):
        _share_problems(operation, components["responses"])
        for media in _contents(operation):
            media.setdefault("example", example(media["schema"], components["schemas"]))
    return schema


def _with_short_names(schema: Node) -> Node:
    """Call answers and pages by what is in them: `PatientViewPage`, not `Page_PatientView_`."""
    text = orjson.dumps(schema).decode()
    for name, described in schema["components"]["schemas"].items():
        if found := _WRAPPED.match(name):
            short = found[2] + {"Success": "Answer", "Page": "Page"}[found[1]]
            for long in (name, described["title"]):
                text = text.replace(f'"{long}"', f'"{short}"')
            text = text.replace(f'/{name}"', f'/{short}"')
    return cast(Node, orjson.loads(text))


def _give_items(node: Any) -> None:
    """Give each tuple an empty `items`, which changes nothing: some readers want one everywhere."""
    if isinstance(node, dict):
        if "prefixItems" in node:
            node["items"] = {}
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            _give_items(one)


def _operations(schema: Node) -> Iterator[Node]:
    for path in schema["paths"].values():
        yield from path.values()


def _share_problems(operation: Node, shared: Node) -> None:
    """Describe each problem once, and refer to that: all routes answer the same."""
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            name = re.sub(r"\W", "", HTTPStatus(int(status)).phrase.title())
            shared[name] = response
            operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}


def _contents(operation: Node) -> Iterator[Node]:
    """Yield each body that an operation takes or answers."""
    for part in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from part.get("content", {}).values()
