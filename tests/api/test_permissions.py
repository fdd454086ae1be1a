"""Who may what: every operation of the OpenAPI document, as each of seven who may call it."""

from collections import defaultdict
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import WebSocketTestSession

from tajriba.accounts.authorization import GuardedRoute
from tajriba.kit.http.schemas import MAX_ID
from tests.kit.clinics.clinic import code_of, data_of
from tests.kit.permissions.permission_matrix import MATRIX, expected
from tests.kit.permissions.permission_requests import (
    BODIES,
    HEALTH,
    IDENTITY,
    SEVEN,
    Prepared,
    Visit,
    Who,
    operations,
    path_ids,
    visit,
)

SOCKET: dict[Who, str] = dict(
    zip(SEVEN, ("closed", "open", "closed", "open", "closed", "closed", "closed"), strict=True)
)
UNGUARDED = {"/openapi.json"}


def test_every_operation_is_in_the_matrix_and_no_other(app: FastAPI) -> None:
    assert set(operations(app)) == set(MATRIX)


@pytest.mark.parametrize("operation", MATRIX)
def test_matrix(operation: str, prepared: Prepared) -> None:
    refused = {who: status for who, status in expected(operation).items() if status >= 400}
    granted = {who: status for who, status in expected(operation).items() if status < 400}
    if refused:
        with visit(prepared) as here:
            for who, status in refused.items():
                with here.unchanged():
                    code_of(check(here, who, operation, status), status)
    for who, status in granted.items():
        with visit(prepared) as here:
            check(here, who, operation, status)


def check(here: Visit, who: Who, operation: str, status: int) -> Any:
    answer = here.call(who, operation)
    assert answer.status_code == status, (who, answer.text)
    if who not in ("owner", "caring") and operation != "POST /api/auth/login":
        secrets = HEALTH if who == "admin" else HEALTH + IDENTITY
        assert not [word for word in secrets if word in answer.text], who
    return answer


def never(operation: str) -> list[Who]:
    return [who for who, status in expected(operation).items() if status in (401, 403)]


def nonsense(operation: str) -> list[dict[str, Any]]:
    """Return ids and bodies that are bad, or of nothing, in ways that others would be told."""
    ids = [dict.fromkeys(path_ids(operation), value) for value in (MAX_ID, 0, "x")]
    sent: list[dict[str, Any]] = [{"ids": one} for one in ids if one]
    if operation in BODIES:
        sent += [{"content": b"{"}, {"json": []}, {"json": {"unknown": 1}}]
    if "submit" in operation:
        sent.append({"headers": {"Idempotency-Key": "x" * 201}})
    return sent


@pytest.mark.parametrize("operation", [one for one in MATRIX if never(one) and nonsense(one)])
def test_who_may_never_call_learns_that_and_nothing_else(
    operation: str, prepared: Prepared
) -> None:
    with visit(prepared) as here, here.unchanged():
        for who in never(operation):
            for sent in nonsense(operation):
                code_of(here.call(who, operation, **sent), expected(operation)[who])


def absent(operation: str, ids: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the operation's path and body with ids of nothing, one at a time."""
    sent: list[dict[str, Any]] = [{"ids": {name: MAX_ID}} for name in path_ids(operation)]
    body = BODIES[operation](ids) if operation in BODIES else {}
    sent += [{"json": body | {name: MAX_ID}} for name in body if name.endswith("_id")]
    sent += [{"json": body | {name: [MAX_ID]}} for name in body if name.endswith("_ids")]
    return sent


HAS_IDS = [one for one in MATRIX if absent(one, defaultdict(int))]


@pytest.mark.parametrize("operation", HAS_IDS)
def test_what_is_not_there_and_what_is_not_ones_own_look_the_same(
    operation: str, prepared: Prepared
) -> None:
    with visit(prepared) as here, here.unchanged():
        allowed = [who for who, status in expected(operation).items() if status < 400]
        answers = [
            here.call(who, operation, **sent)
            for who in allowed
            for sent in absent(operation, prepared.ids)
        ]
        strangers = [who for who, status in expected(operation).items() if status == 404]
        answers += [here.call(who, operation) for who in strangers]
        assert {code_of(answer, 404) for answer in answers} == {"not_found"}
        assert len({answer.text for answer in answers}) == 1


def test_a_route_that_names_nobody_cannot_be_built() -> None:
    async def endpoint() -> None: ...

    with pytest.raises(TypeError, match="declares no access"):
        GuardedRoute("/api/forgotten", endpoint)


def test_every_route_is_guarded(app: FastAPI) -> None:
    routes = [one.original_route for one in iter_route_contexts(app.routes)]
    assert {
        getattr(one, "path", one) for one in routes if not isinstance(one, GuardedRoute)
    } == UNGUARDED


@pytest.mark.parametrize("who", SEVEN)
def test_the_socket_opens_by_header_for_whom_it_may(who: Who, prepared: Prepared) -> None:
    with visit(prepared) as here, here.socket(who) as socket:
        if who == "nobody":
            socket.send_json({"type": "auth", "ticket": "none"})
        assert outcome(socket) == SOCKET[who]


@pytest.mark.parametrize("who", SEVEN)
def test_the_socket_opens_by_ticket_for_whom_it_may(who: Who, prepared: Prepared) -> None:
    with visit(prepared) as here:
        answer = here.call(who, "POST /ws/ticket")
        assert (answer.status_code == 201) == (SOCKET[who] == "open")
        ticket = answer.json().get("data", {}).get("ticket", "none")
        with here.socket("nobody") as socket:
            socket.send_json({"type": "auth", "ticket": ticket})
            assert outcome(socket) == SOCKET[who]


def outcome(socket: WebSocketTestSession) -> str:
    message = socket.receive()
    if message["type"] == "websocket.close":
        assert message["code"] == 1008
        return "closed"
    assert '"connect"' in message["text"]
    return "open"


@pytest.mark.parametrize("who", ["other", "stranger"])
def test_lists_hold_what_is_ones_own(who: Who, prepared: Prepared) -> None:
    with visit(prepared) as here:
        for operation in ("GET /api/patients", "GET /api/diagnoses"):
            (one,) = data_of(here.call(who, operation))
            assert one["id"] not in (prepared.ids["patient_id"], prepared.ids["diagnosis_id"])
        of_owner = {"patient_id": prepared.ids["patient_id"]}
        code_of(here.call(who, "GET /api/diagnoses", params=of_owner), 404)
        diagnosis = {"diagnosis_id": prepared.ids["diagnosis_id"]}
        calculate = "POST /api/analytics/calculate/{recommendation_id}"
        code_of(here.call(who, calculate, params=diagnosis, json={}), 404)


def test_another_ones_diagnosis_in_an_item_of_a_batch_is_not_found(prepared: Prepared) -> None:
    operation = "POST /api/feedback/batch/submit"
    with visit(prepared) as here, here.unchanged():
        items = BODIES[operation](prepared.ids)["items"]
        items[1]["diagnosis_id"] = MAX_ID
        assert code_of(here.call("owner", operation, json={"items": items}), 404) == "not_found"
