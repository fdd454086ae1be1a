"""Bad input on every route: the right problem, nothing stored, nothing told in the log."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from structlog.testing import capture_logs

from tests.kit.generators.bad_bytes import bad_credentials, no_objects, problem_faults, too_large
from tests.kit.generators.bad_input import Bad, Place, bad_bodies, bad_paths, bad_queries
from tests.kit.permissions.permission_matrix import MATRIX, allowed, expected
from tests.kit.permissions.permission_requests import Prepared, Visit, Who, operations, visit

CALLABLE = [one for one in MATRIX if allowed(one)]
GUARDED = [
    one
    for one in MATRIX
    if expected(one)["nobody"] == 401 and not one.endswith(("refresh", "logout"))
]
LANGUAGES = ("fa", "en")


@contextmanager
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where anything is logged as an error, or with what was sent."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as lines:
        yield
    told = [record for record in caplog.records if not record.name.startswith("httpx")]
    assert not [one for one in told if one.levelno >= logging.ERROR]
    assert not [one for one in lines if one["log_level"] in ("error", "critical")]
    assert "zmark" not in " ".join([str(lines), *(one.getMessage() for one in told)])


def refuse(here: Visit, who: Who, operation: str, bads: Iterable[Bad]) -> None:
    for number, bad in enumerate(bads):
        lang = LANGUAGES[number % 2]
        headers = {"accept-language": lang} | bad.sent.pop("headers", {})
        answer = here.call(who, operation, headers=headers, **bad.sent)
        assert answer.status_code == bad.status, (bad, answer.text)
        assert problem_faults(answer, lang) == [], (bad, answer.text)
        if bad.status == 422:
            where = [one["where"] for one in answer.json()["fields"]]
            assert any(stands_in(bad.where, one) for one in where), (bad, where)


def stands_in(place: Place, where: list[str | int]) -> bool:
    """Return whether a place is named, perhaps with the alternatives that it allows."""
    rest = iter(where)
    return all(any(key == one for one in rest) for key in place)


@pytest.mark.parametrize("operation", CALLABLE)
def test_bad_paths_queries_and_fields(
    operation: str, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    document = prepared.app.openapi()
    described = operations(prepared.app)[operation]
    with visit(prepared) as here, quiet(caplog), here.unchanged():
        who = allowed(operation) or "nobody"
        refuse(here, who, operation, bad_paths(described))
        if not operation.startswith("GET /health"):
            refuse(here, who, operation, bad_queries(described))
        refuse(here, who, operation, bad_bodies(operation, described, document, prepared.ids))


@pytest.mark.parametrize("operation", [one for one in CALLABLE if not one.startswith("GET")])
def test_bodies_that_are_no_object(
    operation: str, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    body = operations(prepared.app)[operation].get("requestBody")
    with visit(prepared) as here, quiet(caplog), here.unchanged():
        who = allowed(operation) or "nobody"
        if body is not None:
            refuse(here, who, operation, no_objects(body.get("required", False)))
            refuse(here, who, operation, too_large())


@pytest.mark.parametrize("operation", GUARDED)
def test_bad_credentials(
    operation: str, prepared: Prepared, caplog: pytest.LogCaptureFixture
) -> None:
    token = prepared.headers["owner"]["Authorization"].removeprefix("Bearer ")
    with visit(prepared) as here, quiet(caplog), here.unchanged():
        bads = [
            Bad({"headers": {"authorization": header.encode("latin-1")}}, 401, note=what)
            for what, header in bad_credentials(token).items()
        ]
        refuse(here, "nobody", operation, bads)


@pytest.mark.parametrize("operation", GUARDED)
def test_the_token_of_an_ended_session(operation: str, prepared: Prepared) -> None:
    with visit(prepared) as here:
        assert here.call("owner", "POST /api/auth/logout").status_code == 200
        with here.unchanged():
            refuse(here, "owner", operation, [Bad({}, 401)])
