"""The OpenAPI document: FastAPI's, with our problems and the bearer scheme."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from tajriba.kit.http.schemas import Problem

DESCRIPTION = (
    "A live evidence service for Persian medicine. Errors are RFC 9457 problem documents in the "
    "language of Accept-Language (fa, en). Times are ISO 8601 UTC."
)


def install(app: FastAPI) -> None:
    """Make `app` serve the completed document."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    description=DESCRIPTION,
                    routes=app.routes,
                )
            )
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _complete(schema: dict[str, Any]) -> dict[str, Any]:
    components = schema.setdefault("components", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components.setdefault("schemas", {}).update(problem.pop("$defs", {}))
    components["schemas"]["Problem"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    return schema
