"""The API is described completely, and does not change unnoticed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from jsonschema import Draft202012Validator

from tajriba.accounts.authorization import access_of
from tajriba.app import ROUTERS
from tajriba.openapi import KEPT, TAGS
from tests.architecture.openapi import described, text

REFRESH = "The API has changed. If that is meant: python -m tests.architecture.openapi"


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


OPERATIONS = dict(_operations())


def _routes() -> Iterator[tuple[str, APIRoute]]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            for method in route.methods or ():
                yield f"{method} {route.path}", route


ROUTES = {name.replace(":path}", "}"): route for name, route in _routes()}


def test_the_snapshot_is_of_this_api() -> None:
    assert KEPT.read_text("utf-8") == text(), REFRESH


def test_every_route_is_described() -> None:
    assert OPERATIONS.keys() == ROUTES.keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_what_it_does_and_answers(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation["summary"]
    assert operation["tags"]
    assert set(operation["tags"]) <= TAGS.keys()
    answers = [answer for status, answer in operation["responses"].items() if status[0] == "2"]
    assert len(answers) == 1
    (media,) = answers[0]["content"].values()
    assert media["schema"], "no response model"


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_who_may_and_how_it_fails(name: str) -> None:
    operation = OPERATIONS[name]
    signed = access_of(ROUTES[name].endpoint).roles is not None
    assert operation["security"] == ([{"bearer": []}] if signed else BY_COOKIE.get(name, []))
    if signed:
        assert {"401", "403"} <= operation["responses"].keys()
    failures = {status: one for status, one in operation["responses"].items() if status[0] in "45"}
    assert "422" in failures
    for failure in failures.values():
        shared = described()["components"]["responses"][failure["$ref"].rpartition("/")[2]]
        assert set(shared["content"]) == {"application/problem+json"}


BY_COOKIE: dict[str, list[dict[str, list[str]]]] = {
    "POST /api/auth/refresh": [{"refresh": []}],
    "POST /api/auth/logout": [{"refresh": []}, {"bearer": []}],
}


def test_names_are_short_and_unique() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(names)) == len(names)
    assert [one for one in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]+){0,4}", one)] == []
    schemas = described()["components"]["schemas"]
    assert [one for one in schemas if not re.fullmatch(r"([A-Z][a-z]+){1,4}", one)] == []


def test_nothing_is_sent_but_json() -> None:
    """No operation takes a file."""
    bodies = [one.get("requestBody", {}).get("content", {}) for one in OPERATIONS.values()]
    assert {media for body in bodies for media in body} == {"application/json"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_has_examples_that_are_as_described(name: str) -> None:
    operation = OPERATIONS[name]
    told = [operation.get("requestBody", {}), *operation["responses"].values()]
    media = [one for each in told for one in each.get("content", {}).values()]
    assert media
    for one in media:
        schema = one["schema"] | {"components": described()["components"]}
        Draft202012Validator(schema).validate(one["example"])


def test_headers_are_described() -> None:
    problems = described()["components"]["responses"]
    assert problems["TooManyRequests"]["headers"]["Retry-After"]["description"]
    assert problems["Unauthorized"]["headers"]["WWW-Authenticate"]["description"]
    (key,) = OPERATIONS["POST /api/feedback/submit"]["parameters"]
    assert key["name"] == "Idempotency-Key"
    assert key["description"]
    assert described()["components"]["securitySchemes"]["refresh"]["in"] == "cookie"


def test_what_may_be_left_out_is_not_required() -> None:
    schemas = described()["components"]["schemas"]
    assert schemas["DiagnosisBody"]["required"] == ["condition", "severity"]
    assert "status" in schemas["PatientViewAnswer"]["required"], "what is always there, is"


@pytest.mark.parametrize(
    ("prefix", "least"),
    [("/api/feedback/", 12), ("/api/analytics/", 9), ("/api/predictions/", 10)],
)
def test_there_are_as_many_as_promised(prefix: str, least: int) -> None:
    assert sum(prefix in name for name in OPERATIONS) >= least


def test_the_live_routes_are_there() -> None:
    assert {
        "GET /api/diagnoses/{diagnosis_id}/live",
        "POST /ws/ticket",
        "GET /ws/status",
        "POST /ws/broadcast-recommendation-update",
        "POST /ws/broadcast-effectiveness-update",
        "POST /ws/broadcast-feedback-update",
    } <= OPERATIONS.keys()
