"""The API is described completely, and does not change unnoticed."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

from tajriba.accounts.authorization import access_of
from tajriba.app import ROUTERS
from tests.architecture.openapi import SNAPSHOT, described

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
    assert json.loads(SNAPSHOT.read_text("utf-8")) == described(), REFRESH


def test_every_route_is_described() -> None:
    assert OPERATIONS.keys() == ROUTES.keys()


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_what_it_does_and_answers(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation["summary"]
    assert operation["tags"]
    answers = [answer for status, answer in operation["responses"].items() if status[0] == "2"]
    assert len(answers) == 1
    (media,) = answers[0]["content"].values()
    assert media["schema"], "no response model"


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_who_may_and_how_it_fails(name: str) -> None:
    operation = OPERATIONS[name]
    signed = access_of(ROUTES[name].endpoint).roles is not None
    assert ("security" in operation) == signed
    if signed:
        assert {"401", "403"} <= operation["responses"].keys()
    failures = {status: one for status, one in operation["responses"].items() if status[0] in "45"}
    assert "422" in failures
    for failure in failures.values():
        assert set(failure["content"]) == {"application/problem+json"}


def test_ids_of_operations_are_unique() -> None:
    counted = Counter(operation["operationId"] for operation in OPERATIONS.values())
    assert [name for name, times in counted.items() if times > 1] == []


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


def test_every_body_has_an_example() -> None:
    """A reader of the description sees at once what to send."""
    schemas = described()["components"]["schemas"]
    bare = []
    for name, operation in OPERATIONS.items():
        body = operation.get("requestBody")
        if body and '"example' not in json.dumps(_resolved(body, schemas, set())):
            bare.append(name)
    assert bare == []


def _resolved(node: Any, schemas: dict[str, Any], seen: set[str]) -> Any:
    if isinstance(node, list):
        return [_resolved(one, schemas, seen) for one in node]
    if not isinstance(node, dict):
        return node
    named = str(node.get("$ref", "")).rpartition("/")[2]
    if named and named not in seen:
        return _resolved(schemas[named], schemas, seen | {named})
    return {key: _resolved(value, schemas, seen) for key, value in node.items()}
